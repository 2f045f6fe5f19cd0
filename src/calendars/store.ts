import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import { holidaysOf } from './holidays.ts';
import type { AbsenceDates, Calendar } from './rules.ts';

/**
 * The calendars of the known people among `personIds`, by id. Whatever a person has not chosen is the workspace's. Slack's
 * do-not-disturb is not stored, so `doNotDisturbUntil` is null.
 */
export async function loadCalendars(
  db: Database,
  workspaceId: string,
  personIds: readonly string[],
): Promise<Map<string, Calendar>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('people')
    .innerJoin('workspaces', 'workspaces.id', 'people.workspace_id')
    .select((eb) => [
      'people.id',
      eb.fn.coalesce('people.zone_override', 'people.time_zone', 'workspaces.default_time_zone').as('zone'),
      eb.fn.coalesce('people.working_days', 'workspaces.working_days').as('workingDays'),
      eb.fn.coalesce('people.holidays', 'workspaces.holidays').as('holidays'),
      eb.fn.coalesce('people.quiet_from', 'workspaces.quiet_from').as('from'),
      eb.fn.coalesce('people.quiet_to', 'workspaces.quiet_to').as('to'),
      'people.remind_at as remindAt',
      'people.round_weekday as roundWeekday',
    ])
    .where('people.workspace_id', '=', workspaceId)
    .where('people.id', '=', sql<string>`any(${[...new Set(personIds)]})`)
    .execute();
  const away = await loadAway(db, workspaceId, personIds);
  const calendars = rows.map(async (row): Promise<[string, Calendar]> => {
    const { id, zone, workingDays, holidays, from, to, remindAt, roundWeekday } = row;
    const quiet = from.equals(to) ? null : { from, to };
    const calendar: Calendar = {
      zone,
      workingDays,
      isHoliday: await holidaysOf(holidays),
      away: away.get(id) ?? [],
      quiet,
      doNotDisturbUntil: null,
      remindAt,
      roundWeekday,
    };
    return [id, calendar];
  });
  return new Map(await Promise.all(calendars));
}

/** @throws Error for an unknown person. */
export async function loadCalendar(db: Database, workspaceId: string, personId: string): Promise<Calendar> {
  const calendar = (await loadCalendars(db, workspaceId, [personId])).get(personId);
  if (!calendar) throw new Error('A person with a calendar is not in the database');
  return calendar;
}

async function loadAway(
  db: Database,
  workspaceId: string,
  personIds: readonly string[],
): Promise<Map<string, AbsenceDates[]>> {
  const rows = await db
    .selectFrom('away_dates')
    .select(['person_id', 'first_day', 'last_day', 'cover_id'])
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', sql<string>`any(${[...new Set(personIds)]})`)
    .orderBy('first_day')
    .orderBy('created_at')
    .execute();
  const byPerson = Map.groupBy(rows, (row) => row.person_id);
  return new Map(
    [...byPerson].map(([id, dates]) => [
      id,
      dates.map((row) => ({ first: row.first_day, last: row.last_day, coverId: row.cover_id })),
    ]),
  );
}
