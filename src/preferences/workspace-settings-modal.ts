import type { ModalView } from '@slack/types';
import { button, context, plain } from '../slack/blocks/blocks.ts';
import { personField } from '../slack/forms/fields.ts';
import { defineForm } from '../slack/forms/form.ts';
import type { WorkspaceSettings } from '../workspaces/rules.ts';
import { placeOption, readSchedule, scheduleDraft, scheduleFields } from './schedule-fields.ts';

export const WORKSPACE_SETTINGS_SAVE = 'workspace-settings-save';
export const WORKSPACE_SETTINGS_OPEN = 'workspace-settings-open';
export const HOLIDAY_SEARCH = 'holiday-search';

/** Default zone and currency are chosen where the digest is set up. */
type TeamSettings = Pick<WorkspaceSettings, 'leadId' | 'schedule'>;

export const workspaceSettingsForm = defineForm({
  name: 'workspace-settings',
  fields: {
    ...scheduleFields(HOLIDAY_SEARCH),
    lead: personField({
      label: 'Lead',
      hint: 'Told when a client is at risk, when nobody answers a reminder, and when an owner leaves.',
    }),
  },
});

/** @param holidayName what the place of the holidays is called; null for none. */
export function workspaceSettingsModal(
  { leadId, schedule }: TeamSettings,
  holidayName: string | null,
): ModalView {
  const holidays = placeOption(schedule.holidays, holidayName);
  const state = { context: null, draft: { ...scheduleDraft(schedule, holidays), lead: leadId } } as const;
  return workspaceSettingsForm.modal(state, {
    callbackId: WORKSPACE_SETTINGS_SAVE,
    title: 'Workspace defaults',
    submit: 'Save',
    blocks: [
      context(plain('For everyone who hasn’t chosen their own under “My reminders”.')),
      ...workspaceSettingsForm.blocks(state),
    ],
  });
}

/** @throws InvalidFields for everything that is wrong, at once. */
export function readWorkspaceSettings(view: { private_metadata: string; state: unknown }): TeamSettings {
  const values = workspaceSettingsForm.read(view).values();
  return { leadId: values.lead, schedule: readSchedule(values) };
}

export function workspaceSettingsButton() {
  return button('Lead, working days and holidays', WORKSPACE_SETTINGS_OPEN, 'workspace');
}
