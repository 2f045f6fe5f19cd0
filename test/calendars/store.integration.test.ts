import { expect, test } from 'vitest';
import { loadCalendar, loadCalendars } from '../../src/calendars/store.ts';
import { aWorkspace } from '../support/a-workspace.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const day = (text: string) => Temporal.PlainDate.from(text);
const time = (text: string) => Temporal.PlainTime.from(text);
/** Ana in London, and Ben, who has no zone in Slack. */
const setUp = () => aWorkspace(database.db, { U0ANA: {}, U0BEN: { timeZone: null } });

test('somebody who chose nothing has Slack’s zone and the workspace’s schedule', async () => {
  const workspaceId = await setUp();
  expect(await loadCalendar(database.db, workspaceId, 'U0ANA')).toMatchObject({
    zone: 'Europe/London',
    workingDays: [1, 2, 3, 4, 5],
    away: [],
    quiet: { from: time('19:00'), to: time('08:00') },
    doNotDisturbUntil: null,
    remindAt: null,
    roundWeekday: null,
  });
});

test('the workspace’s settings count for everybody who chose nothing', async () => {
  const workspaceId = await setUp();
  await database.db
    .updateTable('workspaces')
    .set({
      default_time_zone: 'Asia/Tokyo',
      working_days: [7, 1, 2],
      holidays: 'PT',
      quiet_from: time('20:00'),
    })
    .where('id', '=', workspaceId)
    .execute();
  const calendars = await loadCalendars(database.db, workspaceId, ['U0ANA', 'U0BEN', 'U0BEN', 'U0NOBODY']);
  expect([...calendars.keys()].sort()).toEqual(['U0ANA', 'U0BEN']);
  expect(calendars.get('U0BEN')).toMatchObject({ zone: 'Asia/Tokyo', workingDays: [7, 1, 2] });
  expect(calendars.get('U0BEN')?.quiet?.from.toString()).toBe('20:00:00');
  expect(calendars.get('U0BEN')?.isHoliday(day('2026-04-25'))).toBe(true);
});

test('a person’s own choices count more than the workspace’s', async () => {
  const workspaceId = await setUp();
  await database.db.updateTable('workspaces').set({ holidays: 'PT' }).where('id', '=', workspaceId).execute();
  await database.db
    .updateTable('people')
    .set({
      zone_override: 'Asia/Kolkata',
      working_days: [6],
      holidays: 'DE-BY',
      quiet_from: time('00:00'),
      quiet_to: time('00:00'),
      remind_at: time('10:30'),
      round_weekday: 2,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', 'U0ANA')
    .execute();
  const calendar = await loadCalendar(database.db, workspaceId, 'U0ANA');
  expect(calendar).toMatchObject({ zone: 'Asia/Kolkata', workingDays: [6], quiet: null, roundWeekday: 2 });
  expect(calendar.remindAt?.toString()).toBe('10:30:00');
  expect(calendar.isHoliday(day('2026-01-06'))).toBe(true);
  expect(calendar.isHoliday(day('2026-04-25'))).toBe(false);
});

test('absences are the person’s own, in their workspace, the earliest first', async () => {
  const [here, elsewhere] = [await setUp(), await setUp()];
  const dates = (first: string, last: string) => ({
    workspace_id: here,
    person_id: 'U0ANA',
    first_day: day(first),
    last_day: day(last),
    created_at: now,
  });
  await database.db
    .insertInto('away_dates')
    .values([{ ...dates('2026-12-20', '2026-12-31'), cover_id: 'U0BEN' }, dates('2026-11-23', '2026-11-23')])
    .execute();
  const { away } = await loadCalendar(database.db, here, 'U0ANA');
  expect(away.map(({ first, last, coverId }) => [String(first), String(last), coverId])).toEqual([
    ['2026-11-23', '2026-11-23', null],
    ['2026-12-20', '2026-12-31', 'U0BEN'],
  ]);
  expect((await loadCalendar(database.db, here, 'U0BEN')).away).toEqual([]);
  expect((await loadCalendar(database.db, elsewhere, 'U0ANA')).away).toEqual([]);
});

test('no calendars are loaded for nobody', async () => {
  const workspaceId = await setUp();
  expect((await loadCalendars(database.db, workspaceId, [])).size).toBe(0);
  await expect(loadCalendar(database.db, workspaceId, 'U0NOBODY')).rejects.toThrow('not in the database');
});
