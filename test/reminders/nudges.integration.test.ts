import { beforeEach, describe, expect, test } from 'vitest';
import { savePerson } from '../../src/people/store.ts';
import { snoozePrompt } from '../../src/reminders/answers/snooze-prompt.ts';
import { planNudges } from '../../src/reminders/nudges/plan-nudges.ts';
import { renderNudge } from '../../src/reminders/nudges/render-nudge.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { markAnswered } from '../../src/reminders/prompts/state-machine.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import {
  clearAgency,
  StillClock,
  seedAgency,
  seedClient,
  TUESDAY_9_LONDON,
  tickAt,
  tickHourly,
} from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const CARA = 'U0CARA';
/** Its next occurrence is far away. */
const monthly = { every: 4, unit: 'week', weekdays: [2], time: Temporal.PlainTime.from('09:00') } as const;

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
  const cara = { id: CARA, name: 'Cara', timeZone: 'Europe/London', kind: 'member' as const };
  await savePerson(database.db, ID.team, cara, Temporal.Instant.from('2026-01-05T09:00:00Z'));
});

/** Everything that was sent: when, what and to whom. */
async function sent(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('deliveries')
    .select(['created_at', 'kind', 'destination'])
    .orderBy('created_at')
    .orderBy('kind')
    .orderBy('destination')
    .execute();
  return rows.map(({ created_at, kind, destination }) => `${created_at} ${kind} ${destination}`);
}

const pass = (from: string, to: string) => tickHourly(database.db, clock, from, to);

const setPerson = (id: string, columns: object) =>
  database.db.updateTable('people').set(columns).where('id', '=', id).execute();

const setLead = (id: string) => database.db.updateTable('workspaces').set({ lead_id: id }).execute();

describe('a prompt that nobody answers', () => {
  test('is nudged about after one working day, after two more, and then the cover is told', async () => {
    await seedClient(database.db, 'Acme', { coverId: CARA });
    await pass('2026-03-03T09:00:00Z', '2026-03-09T20:00:00Z');
    expect(await sent()).toEqual([
      `2026-03-03T09:00:00Z round ${ID.ana}`,
      `2026-03-04T09:00:00Z nudge ${ID.ana}`,
      `2026-03-06T09:00:00Z nudge ${ID.ana}`,
      `2026-03-09T10:00:00Z notification ${CARA}`,
    ]);
    const nudges = await database.db
      .selectFrom('deliveries')
      .select('reply_to')
      .where('kind', '=', 'nudge')
      .execute();
    const round = await database.db.selectFrom('rounds').select('delivery_id').executeTakeFirstOrThrow();
    expect(nudges.map((row) => row.reply_to)).toEqual([round.delivery_id, round.delivery_id]);
  });

  test.each([
    ['light', [`2026-03-04T09:00:00Z nudge ${ID.ana}`]],
    ['off', []],
  ] as const)('of somebody who has set nudges to %s gets no more than that', async (nudges, expected) => {
    await setPerson(ID.ana, { nudges });
    await setLead(CARA);
    await seedClient(database.db, 'Acme');
    await pass('2026-03-03T09:00:00Z', '2026-03-09T20:00:00Z');
    expect((await sent()).slice(1)).toEqual([...expected, `2026-03-09T10:00:00Z notification ${CARA}`]);
  });

  test('is nudged about only on working days and outside quiet hours', async () => {
    await seedClient(database.db, 'Acme', {
      cadence: monthly,
      nextDueAt: Temporal.Instant.from('2026-03-06T18:30:00Z'),
    });
    await pass('2026-03-06T18:30:00Z', '2026-03-09T20:30:00Z');
    expect(await sent()).toEqual([
      `2026-03-06T18:30:00Z round ${ID.ana}`,
      `2026-03-09T18:30:00Z nudge ${ID.ana}`,
    ]);
    await setPerson(ID.ana, {
      quiet_from: Temporal.PlainTime.from('17:00'),
      quiet_to: Temporal.PlainTime.from('10:00'),
    });
    await pass('2026-03-10T00:00:00Z', '2026-03-12T16:00:00Z');
    expect((await sent()).at(-1)).toBe(`2026-03-12T10:00:00Z nudge ${ID.ana}`);
  });

  test('is escalated in one message a day, whatever the hour at which each was asked', async () => {
    await setLead(CARA);
    await seedClient(database.db, 'Acme');
    await seedClient(database.db, 'Beta', {
      cadence: monthly,
      nextDueAt: Temporal.Instant.from('2026-03-03T12:00:00Z'),
    });
    await seedClient(database.db, 'Gamma', {
      ownerId: ID.ben,
      cadence: monthly,
      nextDueAt: Temporal.Instant.from('2026-03-03T15:00:00Z'),
    });
    await pass('2026-03-03T09:00:00Z', '2026-03-10T08:00:00Z');
    const notifications = async () => (await sent()).filter((line) => line.includes('notification'));
    expect(await notifications()).toEqual([`2026-03-09T10:00:00Z notification ${CARA}`]);
    await pass('2026-03-10T09:00:00Z', '2026-03-10T18:00:00Z');
    expect(await notifications()).toEqual([
      `2026-03-09T10:00:00Z notification ${CARA}`,
      `2026-03-10T10:00:00Z notification ${CARA}`,
    ]);
    const subjects = await database.db
      .selectFrom('notifications')
      .select('subject')
      .orderBy('created_at')
      .execute();
    const told = subjects.map(({ subject }) => (subject as { promptIds: string[] }).promptIds.length);
    expect(told).toEqual([1, 2]);
  });

  test('with nobody to tell stays open without more nudges', async () => {
    await seedClient(database.db, 'Acme');
    await pass('2026-03-03T09:00:00Z', '2026-03-09T20:00:00Z');
    expect(await sent()).toHaveLength(3);
    expect(await listOpenPrompts(database.db, ID.team)).toHaveLength(1);
  });

  test('of somebody who has gone away is asked of the cover instead', async () => {
    await seedClient(database.db, 'Acme', { coverId: CARA });
    await tickAt(database.db, clock, '2026-03-03T09:00:00Z');
    await database.db
      .insertInto('away_dates')
      .values({
        workspace_id: ID.team,
        person_id: ID.ana,
        first_day: Temporal.PlainDate.from('2026-03-04'),
        last_day: Temporal.PlainDate.from('2026-03-20'),
        cover_id: null,
        created_at: clock.at,
      })
      .execute();
    await pass('2026-03-04T08:00:00Z', '2026-03-04T12:00:00Z');
    const later = (await sent()).slice(1);
    expect(later).toEqual([`2026-03-04T10:00:00Z round ${CARA}`]);
  });

  test('is nudged about one working day after Slack took the round', async () => {
    await seedClient(database.db, 'Acme');
    await planRounds(database.db, clock);
    await database.db
      .updateTable('deliveries')
      .set({
        status: 'sent',
        channel_id: 'D0',
        message_ts: '1',
        sent_at: Temporal.Instant.from('2026-03-03T17:00:00Z'),
      })
      .execute();
    await pass('2026-03-04T09:00:00Z', '2026-03-04T18:00:00Z');
    expect((await sent()).slice(1)).toEqual([`2026-03-04T17:00:00Z nudge ${ID.ana}`]);
  });

  test('is nudged about even where it is unknown whether the round arrived', async () => {
    await seedClient(database.db, 'Acme');
    await planRounds(database.db, clock);
    await database.db.updateTable('deliveries').set({ status: 'unknown' }).execute();
    await tickAt(database.db, clock, '2026-03-04T09:00:00Z');
    expect((await sent()).slice(1)).toEqual([`2026-03-04T09:00:00Z nudge ${ID.ana}`]);
  });
});

describe('a nudge', () => {
  test('waits while the prompt is snoozed, and until it was asked again', async () => {
    await seedClient(database.db, 'Acme');
    await tickAt(database.db, clock, '2026-03-03T09:00:00Z');
    const [prompt] = await listOpenPrompts(database.db, ID.team);
    const ana = { workspaceId: ID.team, userId: ID.ana };
    await snoozePrompt(
      { db: database.db, clock },
      ana,
      prompt?.id ?? '',
      Temporal.PlainDate.from('2026-03-06'),
    );
    await pass('2026-03-03T10:00:00Z', '2026-03-09T12:00:00Z');
    expect((await sent()).slice(1)).toEqual([
      `2026-03-06T09:00:00Z round ${ID.ana}`,
      `2026-03-09T09:00:00Z nudge ${ID.ana}`,
    ]);
  });

  test('is not sent when everything is answered before it goes out', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    const beta = await seedClient(database.db, 'Beta');
    await tickAt(database.db, clock, '2026-03-03T09:00:00Z');
    clock.at = Temporal.Instant.from('2026-03-04T09:00:00Z');
    await planNudges(database.db, clock);
    const nudge = await database.db.selectFrom('nudges').select('delivery_id').executeTakeFirstOrThrow();
    const render = () => renderNudge(database.db)(ID.team, nudge.delivery_id);
    const answer = (clientId: string) =>
      database.db
        .transaction()
        .execute((trx) => markAnswered(trx, { workspaceId: ID.team, clientId }, ID.ana, clock.now()));
    expect((await render())?.text).toContain('Still waiting: Acme, Beta. Half a minute each will do.');
    expect(JSON.stringify(await render())).toMatch(/still waiting for these.*skip them above/);
    await answer(id);
    expect((await render())?.text).toContain('Still waiting: Beta. Half a minute will do.');
    expect(JSON.stringify(await render())).toMatch(/still waiting for this one.*skip it above/);
    await answer(beta.id);
    expect(await render()).toBeNull();
  });

  test('comes once, though two processes plan it at the same time', async () => {
    await seedClient(database.db, 'Acme');
    await tickAt(database.db, clock, '2026-03-03T09:00:00Z');
    clock.at = Temporal.Instant.from('2026-03-04T09:00:00Z');
    await Promise.all([planNudges(database.db, clock), planNudges(database.db, clock)]);
    await planNudges(database.db, clock);
    expect((await sent()).slice(1)).toEqual([`2026-03-04T09:00:00Z nudge ${ID.ana}`]);
  });
});
