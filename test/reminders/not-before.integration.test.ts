import { beforeEach, describe, expect, test } from 'vitest';
import { createNotBefore } from '../../src/reminders/planning/not-before.ts';
import type { NotBefore } from '../../src/slack/outbound/deliver.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
let disturbedUntil: Temporal.Instant | null = null;
let timesAsked = 0;
let notBefore: NotBefore;

beforeEach(async () => {
  notBefore = createNotBefore(database.db, clock, async () => {
    timesAsked += 1;
    return disturbedUntil;
  });
  disturbedUntil = null;
  timesAsked = 0;
  await clearAgency(database.db);
  await seedAgency(database.db);
});

const setPerson = (columns: object) =>
  database.db.updateTable('people').set(columns).where('id', '=', ID.ana).execute();

/** Until when a message to Ana, in London, waits that is to be sent at `when`. */
async function waitsUntil(when: string): Promise<string | null> {
  clock.at = Temporal.Instant.from(when);
  return (await notBefore(ID.team, ID.ana))?.toString() ?? null;
}

describe('a message waits', () => {
  test.each([
    ['for nothing in working hours', '2026-03-03T14:00:00Z', null],
    ['from the evening for the next morning', '2026-03-03T23:00:00Z', '2026-03-04T08:00:00Z'],
    ['in the small hours for that morning', '2026-03-03T03:00:00Z', '2026-03-03T08:00:00Z'],
    ['from Friday evening for Monday morning', '2026-03-06T19:00:00Z', '2026-03-09T08:00:00Z'],
    ['from Saturday afternoon for Monday morning', '2026-03-07T14:00:00Z', '2026-03-09T08:00:00Z'],
    ['through the night in which clocks change', '2026-03-27T22:00:00Z', '2026-03-30T07:00:00Z'],
  ])('%s', async (_, when, until) => {
    expect(await waitsUntil(when)).toBe(until);
  });

  test('over a public holiday', async () => {
    await setPerson({ holidays: 'GB-ENG' });
    expect(await waitsUntil('2026-12-24T20:00:00Z')).toBe('2026-12-29T08:00:00Z');
  });

  test('neither for the recipient’s usual reminder time nor for their one weekday', async () => {
    await setPerson({ remind_at: Temporal.PlainTime.from('16:00'), round_weekday: 5 });
    expect(await waitsUntil('2026-03-03T10:00:00Z')).toBeNull();
    expect(await waitsUntil('2026-03-03T20:00:00Z')).toBe('2026-03-04T08:00:00Z');
  });

  test('only over days off for somebody without quiet hours', async () => {
    const none = Temporal.PlainTime.from('00:00');
    await setPerson({ quiet_from: none, quiet_to: none });
    expect(await waitsUntil('2026-03-03T23:00:00Z')).toBeNull();
    expect(await waitsUntil('2026-03-07T14:00:00Z')).toBe('2026-03-09T14:00:00Z');
  });

  test('but not for somebody who is away to come back', async () => {
    await database.db
      .insertInto('away_dates')
      .values({
        workspace_id: ID.team,
        person_id: ID.ana,
        first_day: Temporal.PlainDate.from('2026-03-02'),
        last_day: Temporal.PlainDate.from('2026-03-13'),
        cover_id: null,
        created_at: TUESDAY_9_LONDON,
      })
      .execute();
    expect(await waitsUntil('2026-03-03T10:00:00Z')).toBeNull();
    expect(await waitsUntil('2026-03-03T23:00:00Z')).toBe('2026-03-04T08:00:00Z');
  });

  test('but not for a person who is unknown', async () => {
    clock.at = Temporal.Instant.from('2026-03-03T23:00:00Z');
    expect(await notBefore(ID.team, 'U0NOBODY')).toBeNull();
  });
});

describe('Slack’s do-not-disturb', () => {
  test('holds a message until it ends, and is asked for again in case it ends sooner', async () => {
    disturbedUntil = Temporal.Instant.from('2026-03-03T10:20:00Z');
    expect(await waitsUntil('2026-03-03T09:00:00Z')).toBe('2026-03-03T09:30:00Z');
    expect(await waitsUntil('2026-03-03T10:00:00Z')).toBe('2026-03-03T10:20:00Z');
  });

  test('is not asked for at a bad moment anyway', async () => {
    await waitsUntil('2026-03-03T23:00:00Z');
    expect(timesAsked).toBe(0);
    await waitsUntil('2026-03-04T08:00:00Z');
    expect(timesAsked).toBe(1);
  });
});
