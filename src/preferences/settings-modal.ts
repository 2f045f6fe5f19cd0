import type { ModalView, PlainTextOption } from '@slack/types';
import { button, context, input, option, plain } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { FormAnswers } from '../slack/forms/form-answers.ts';
import type { WorkspaceSettings } from '../workspaces/rules.ts';
import { noHolidays, parseWays, waysBlocks } from './work-schedule-form.ts';

export const WORKSPACE_SETTINGS = 'workspace-settings-save';
/** Opens the modal. */
export const WORKSPACE_SETTINGS_OPEN = 'workspace-settings-open';
export const HOLIDAY_SEARCH = 'holiday-search';

export const LEAD_FIELD = 'lead';

/** The settings of this modal; the defaults of zone and currency are the digest's. */
type MemberSettings = Pick<WorkspaceSettings, 'leadId' | 'schedule'>;

/** How everybody works who has not chosen otherwise. @param holidayName null for none. */
export function workspaceSettingsModal(
  { leadId, schedule }: MemberSettings,
  holidayName: string | null,
): ModalView {
  const holidays: PlainTextOption =
    schedule.holidays === '' ? noHolidays : option(holidayName ?? schedule.holidays, schedule.holidays);
  return {
    type: 'modal',
    callback_id: WORKSPACE_SETTINGS,
    title: plain('For everybody', LIMITS.viewTitle),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context(plain('These count for all who have not chosen their own under “My reminders”.')),
      ...waysBlocks(
        schedule,
        { searchId: HOLIDAY_SEARCH, chosen: holidays },
        'Nobody is asked between the two, in their own zone. Choose the same time twice for no quiet hours.',
      ),
      input(
        LEAD_FIELD,
        'Lead',
        {
          type: 'users_select',
          action_id: LEAD_FIELD,
          ...(leadId ? { initial_user: leadId } : {}),
        },
        {
          optional: true,
          hint: 'Hears when a client comes to be at risk, when nobody replies, and when an owner has left.',
        },
      ),
    ],
  };
}

/** @throws InvalidFields for what cannot be taken. */
export function parseWorkspaceSettings(state: unknown): MemberSettings {
  const answers = new FormAnswers(state);
  const schedule = parseWays(answers);
  answers.throwIfWrong();
  return { leadId: answers.person(LEAD_FIELD), schedule };
}

export function workspaceSettingsButton() {
  return button('Lead, working days and holidays', WORKSPACE_SETTINGS_OPEN, 'workspace');
}
