import { listAway, removeAway } from '../calendars/away-store.ts';
import { findHolidayPlaces, holidayPlaceName } from '../calendars/holiday-places.ts';
import { requireMember } from '../people/require-member.ts';
import { findPeople } from '../people/store.ts';
import { searchTimeZones } from '../people/time-zones.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageModal, option } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { Deps } from '../slack/deps.ts';
import type { SubCommand } from '../slack/inbound/commands.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace, updateWorkspace } from '../workspaces/store.ts';
import { AWAY_FIELDS, awayIdOf, type OnAbsenceChanged, parseAway } from './away.ts';
import { AWAY_ADD, AWAY_REMOVE, awayModal, awaySaved } from './away-modal.ts';
import { noteAway } from './note-away.ts';
import {
  AWAY_OPEN,
  OWN_HOLIDAY_SEARCH,
  OWN_ZONE_SEARCH,
  PREFERENCES,
  PREFERENCES_OPEN,
  parsePreferences,
  preferencesModal,
  preferencesSaved,
  usualHolidays,
  usualZoneOption,
} from './preferences-modal.ts';
import {
  HOLIDAY_SEARCH,
  LEAD_FIELD,
  parseWorkspaceSettings,
  WORKSPACE_SETTINGS,
  WORKSPACE_SETTINGS_OPEN,
  workspaceSettingsModal,
} from './settings-modal.ts';
import { loadPreferences, savePreferences } from './store.ts';
import { noHolidays } from './work-schedule-form.ts';

/** `me` and `away`: what everybody chooses for themselves. */
export function preferenceCommands(db: Database, clock: Clock): SubCommand[] {
  return [
    {
      name: 'me',
      takes: '',
      summary: 'Choose when and how Rapport reminds you.',
      run: ({ by, open }) => open(() => buildPreferences(db, by)),
    },
    {
      name: 'away',
      takes: '',
      summary: 'Say when you are away, and who stands in.',
      run: ({ by, open }) => open(() => buildAway(db, clock, by)),
    },
  ];
}

export function registerPreferenceListeners(
  slack: Slack,
  deps: Deps,
  onAbsenceChanged: OnAbsenceChanged,
): void {
  const { db } = deps;
  slack.onAction(PREFERENCES_OPEN, ({ by, open }) => open(() => buildPreferences(db, by)));

  slack.onSubmit(PREFERENCES, async ({ by, view }) => {
    const { usual, usualZone } = await loadPreferences(db, by.workspaceId, by.userId);
    const own = parsePreferences(view.state, usual);
    await savePreferences(db, by.workspaceId, by.userId, own);
    return { view: messageModal({ text: preferencesSaved(own, usual, usualZone), blocks: [] }) };
  });

  slack.onOptions(OWN_ZONE_SEARCH, async (by, typed) => {
    const zones = searchTimeZones(typed, [], LIMITS.options - 1).map((zone) => option(zone, zone));
    const { usualZone } = await loadPreferences(db, by.workspaceId, by.userId);
    return typed.trim() === '' ? [usualZoneOption(usualZone), ...zones] : zones;
  });

  slack.onOptions(OWN_HOLIDAY_SEARCH, async (by, typed) => {
    const { schedule } = await loadWorkspace(db, by.workspaceId);
    return holidayOptions(typed, [usualHolidays(await nameOf(schedule.holidays)), noHolidays]);
  });

  registerAwayListeners(slack, deps, onAbsenceChanged);
  registerWorkspaceListeners(slack, deps);
}

function registerAwayListeners(slack: Slack, deps: Deps, onAbsenceChanged: OnAbsenceChanged): void {
  const { db, clock } = deps;
  slack.onAction(AWAY_OPEN, ({ by, open }) => open(() => buildAway(db, clock, by)));

  slack.onSubmit(AWAY_ADD, async ({ by, view }) => {
    const today = todayOf(clock, by);
    const away = parseAway(view.state, by.userId, today);
    if (away.coverId) await requireMember(deps, by.workspaceId, away.coverId, AWAY_FIELDS.cover);
    const said = { ...away, id: awayIdOf(by.workspaceId, view.id), personId: by.userId };
    const covered = await db.transaction().execute(async (trx) => {
      const change = await noteAway(trx, by.workspaceId, said, { today, now: clock.now() });
      return onAbsenceChanged.noted(trx, by.workspaceId, change, clock.now());
    });
    return { view: messageModal(awaySaved(away, covered, today)) };
  });

  slack.onAction(AWAY_REMOVE, async ({ by, value, update }) => {
    await db.transaction().execute(async (trx) => {
      const away = await removeAway(trx, by.workspaceId, by.userId, value);
      if (away) await onAbsenceChanged.cancelled(trx, by.workspaceId, away, clock.now());
    });
    await update(await buildAway(db, clock, by));
  });
}

function registerWorkspaceListeners(slack: Slack, deps: Deps): void {
  const { db } = deps;
  slack.onAction(WORKSPACE_SETTINGS_OPEN, ({ by, open }) =>
    open(async () => {
      const settings = await loadWorkspace(db, by.workspaceId);
      return workspaceSettingsModal(settings, await nameOf(settings.schedule.holidays));
    }),
  );

  slack.onSubmit(WORKSPACE_SETTINGS, async ({ by, view }) => {
    const settings = parseWorkspaceSettings(view.state);
    if (settings.leadId) await requireMember(deps, by.workspaceId, settings.leadId, LEAD_FIELD);
    await updateWorkspace(db, by.workspaceId, settings);
    return { view: messageModal({ text: 'Saved for everybody who has not chosen their own.', blocks: [] }) };
  });

  slack.onOptions(HOLIDAY_SEARCH, (_, typed) => holidayOptions(typed, [noHolidays]));
}

async function buildPreferences(db: Database, by: Requester) {
  const chosen = await loadPreferences(db, by.workspaceId, by.userId);
  const { own, usual } = chosen;
  const holidayNames = { own: await nameOf(own.holidays ?? ''), usual: await nameOf(usual.holidays) };
  return preferencesModal({ ...chosen, holidayNames });
}

async function buildAway(db: Database, clock: Clock, by: Requester) {
  const today = todayOf(clock, by);
  const dates = await listAway(db, by.workspaceId, by.userId, today);
  const covers = dates.flatMap(({ coverId }) => (coverId ? [coverId] : []));
  return awayModal(dates, await findPeople(db, by.workspaceId, covers), today);
}

/** @param first what is offered before anything is typed. */
async function holidayOptions(typed: string, first: ReturnType<typeof option>[]) {
  const places = (await findHolidayPlaces(typed, LIMITS.options - first.length)).map(({ code, name }) =>
    option(name, code),
  );
  return typed.trim() === '' ? [...first, ...places] : places;
}

async function nameOf(holidays: string): Promise<string | null> {
  return holidays === '' ? null : await holidayPlaceName(holidays);
}

function todayOf(clock: Clock, by: Requester): Temporal.PlainDate {
  return clock.now().toZonedDateTimeISO(by.timeZone).toPlainDate();
}
