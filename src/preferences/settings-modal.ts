import type { ModalView, PlainTextOption } from '@slack/types';
import { button, context, input, option, plain } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { FormAnswers } from '../slack/forms/form-answers.ts';
import type { WorkspaceWays } from './store.ts';
import { noHolidays, parseWays, waysBlocks } from './work-schedule-form.ts';

export const WORKSPACE_SETTINGS = 'workspace-settings-save';
/** Opens the modal. */
export const WORKSPACE_SETTINGS_OPEN = 'workspace-settings-open';
export const HOLIDAY_SEARCH = 'holiday-search';

export const LEAD_FIELD = 'lead';

/** How everybody works who has not chosen otherwise. @param holidayName null for none. */
export function workspaceSettingsModal(
  { leadId, usual }: WorkspaceWays,
  holidayName: string | null,
): ModalView {
  const holidays: PlainTextOption =
    usual.holidays === '' ? noHolidays : option(holidayName ?? usual.holidays, usual.holidays);
  return {
    type: 'modal',
    callback_id: WORKSPACE_SETTINGS,
    title: plain('For everybody', LIMITS.viewTitle),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context(plain('These count for all who have not chosen their own under “My reminders”.')),
      ...waysBlocks(
        usual,
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
export function parseWorkspaceSettings(state: unknown): WorkspaceWays {
  const answers = new FormAnswers(state);
  const usual = parseWays(answers);
  answers.throwIfWrong();
  return { leadId: answers.person(LEAD_FIELD), usual };
}

export function workspaceSettingsButton() {
  return button('Lead, working days and holidays', WORKSPACE_SETTINGS_OPEN, 'workspace');
}
