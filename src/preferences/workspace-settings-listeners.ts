import { holidayPlaceName } from '../calendars/holiday-places.ts';
import { requireMember } from '../people/require-member.ts';
import { messageModal } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { loadWorkspace, updateWorkspace } from '../workspaces/store.ts';
import { NO_HOLIDAYS } from './schedule-fields.ts';
import { searchHolidays } from './search-holidays.ts';
import {
  HOLIDAY_SEARCH,
  readWorkspaceSettings,
  WORKSPACE_SETTINGS_OPEN,
  WORKSPACE_SETTINGS_SAVE,
  workspaceSettingsForm,
  workspaceSettingsModal,
} from './workspace-settings-modal.ts';

export function registerWorkspaceSettingsListeners(slack: Slack, deps: Deps): void {
  const { db } = deps;
  slack.onAction(WORKSPACE_SETTINGS_OPEN, ({ by, open }) =>
    open(async () => {
      const workspace = await loadWorkspace(db, by.workspaceId);
      return workspaceSettingsModal(workspace, await holidayPlaceName(workspace.schedule.holidays));
    }),
  );

  slack.onSubmit(WORKSPACE_SETTINGS_SAVE, async ({ by, view }) => {
    const settings = readWorkspaceSettings(view);
    const { leadId } = settings;
    const leadBlock = workspaceSettingsForm.blockId('lead');
    if (leadId) await requireMember(deps, by.workspaceId, leadId, leadBlock);
    await updateWorkspace(db, by.workspaceId, settings);
    return {
      view: messageModal({
        text: 'Saved. This applies to everyone who hasn’t chosen their own.',
        blocks: [],
      }),
    };
  });

  slack.onOptions(HOLIDAY_SEARCH, (_, typed) => searchHolidays(typed, [NO_HOLIDAYS]));
}
