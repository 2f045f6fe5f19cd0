import { holidayPlaceName } from '../calendars/holiday-places.ts';
import { searchTimeZones } from '../people/time-zones.ts';
import { messageModal, option } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { Deps } from '../slack/deps.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import {
  defaultHolidaysOption,
  defaultZoneOption,
  OWN_HOLIDAY_SEARCH,
  OWN_ZONE_SEARCH,
  PREFERENCES_OPEN,
  PREFERENCES_SAVE,
  preferencesModal,
  preferencesSavedText,
  readPreferences,
} from './preferences-modal.ts';
import { NO_HOLIDAYS } from './schedule-fields.ts';
import { searchHolidays } from './search-holidays.ts';
import { loadPreferences, savePreferences } from './store.ts';

export function preferencesCommand(deps: Deps): SubCommand {
  return {
    name: 'me',
    takes: '',
    summary: 'Choose when and how Rapport reminds you.',
    run: ({ by, open }) => open(() => buildPreferences(deps, by)),
  };
}

export function registerPreferencesListeners(slack: Slack, deps: Deps): void {
  const { db } = deps;
  slack.onAction(PREFERENCES_OPEN, ({ by, open }) => open(() => buildPreferences(deps, by)));

  slack.onSubmit(PREFERENCES_SAVE, async ({ by, view }) => {
    const { defaults, defaultZone } = await loadPreferences(db, by.workspaceId, by.userId);
    const own = readPreferences(view, defaults);
    await savePreferences(db, by.workspaceId, by.userId, own);
    return { view: messageModal({ text: preferencesSavedText(own, defaults, defaultZone), blocks: [] }) };
  });

  slack.onOptions(OWN_ZONE_SEARCH, async (by, typed) => {
    const zones = searchTimeZones(typed, [], LIMITS.options - 1).map((zone) => option(zone, zone));
    const { text, value } = defaultZoneOption(
      (await loadPreferences(db, by.workspaceId, by.userId)).defaultZone,
    );
    return typed.trim() === '' ? [option(text, value), ...zones] : zones;
  });

  slack.onOptions(OWN_HOLIDAY_SEARCH, async (by, typed) => {
    const { schedule } = await loadWorkspace(db, by.workspaceId);
    const usual = defaultHolidaysOption(await holidayPlaceName(schedule.holidays));
    return searchHolidays(typed, [usual, NO_HOLIDAYS]);
  });
}

async function buildPreferences({ db }: Deps, by: Requester) {
  const loaded = await loadPreferences(db, by.workspaceId, by.userId);
  const holidayNames = {
    own: await holidayPlaceName(loaded.own.holidays ?? ''),
    default: await holidayPlaceName(loaded.defaults.holidays),
  };
  return preferencesModal({ ...loaded, holidayNames });
}
