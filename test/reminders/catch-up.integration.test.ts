/** What an outage leaves behind: who is asked once Rapport is back, and what is said of the rest. */
import { beforeEach, describe, expect, test } from 'vitest';
import { reassignClients } from '../../src/hand-overs/reassign-clients.ts';
import { savePerson } from '../../src/people/store.ts';
import { snoozePrompt } from '../../src/reminders/answers/snooze-prompt.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON, tickHourly } from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const ana = { workspaceId: ID.team, userId: ID.ana };
const nine = Temporal.PlainTime.from('09:00');
const daily = { every: 1, unit: 'week', weekdays: [1, 2, 3, 4, 5], time: nine } as const;
const everyOtherWeek = { every: 2, unit: 'week', weekdays: [2], time: nine } as const;

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
});

/** Rapport is up from one instant to another, and looks once an hour. */
const isUp = (from: string, to: string) => tickHourly(database.db, clock, from, to);

/** When each DM was planned. */
async function asked(): Promise<string[]> {
  const rows = await database.db.selectFrom('rounds').select('due_at').orderBy('due_at').execute();
  return rows.map(({ due_at }) => String(due_at));
}

/** What became of each occurrence, the earliest first. */
async function occurrences(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('prompts')
    .select(['occurrence_at', 'status', 'missed_reason'])
    .orderBy('occurrence_at')
    .execute();
  return rows.map((row) => [row.occurrence_at, row.status, row.missed_reason].join(' ').trim());
}

describe('after an outage', () => {
  test.each([
    ['on the same day', '2026-03-10T04:00:00Z'],
    ['on the next working day', '2026-03-09T10:00:00Z'],
    ['on the next working day, after the weekend', '2026-03-07T10:00:00Z'],
  ])('a client whose next occurrence comes %s is asked about then, and only once', async (_, back) => {
    await seedClient(database.db, 'Acme');
    await isUp(back, '2026-03-10T12:00:00Z');
    expect(await asked()).toEqual(['2026-03-10T09:00:00Z']);
    expect(await occurrences()).toEqual([
      '2026-03-03T09:00:00Z missed rapport-was-down',
      '2026-03-10T09:00:00Z open',
    ]);
  });

  test('a client whose next occurrence is further away is asked about at once', async () => {
    await seedClient(database.db, 'Acme');
    await isUp('2026-03-06T10:00:00Z', '2026-03-10T09:00:00Z');
    expect(await asked()).toEqual(['2026-03-06T10:00:00Z', '2026-03-10T09:00:00Z']);
    expect(await occurrences()).toEqual([
      '2026-03-03T09:00:00Z missed not-answered',
      '2026-03-10T09:00:00Z open',
    ]);
  });

  test('an owner who is asked every day is asked late on the day of the outage', async () => {
    await seedClient(database.db, 'Acme', { cadence: daily });
    await isUp('2026-03-03T13:00:00Z', '2026-03-04T09:00:00Z');
    expect(await asked()).toEqual(['2026-03-03T13:00:00Z', '2026-03-04T09:00:00Z']);
  });

  test.each([
    ['the night', '2026-03-04T06:00:00Z', '2026-03-04T12:00:00Z', '2026-03-04T09:00:00Z'],
    ['the weekend', '2026-03-07T13:00:00Z', '2026-03-09T14:00:00Z', '2026-03-09T09:00:00Z'],
  ])(
    'an owner who is asked every day is not asked twice on the day after %s',
    async (_, back, until, once) => {
      await seedClient(database.db, 'Acme', { cadence: daily });
      await isUp(back, until);
      expect(await asked()).toEqual([once]);
      const all = await occurrences();
      expect(all.pop()).toBe(`${once} open`);
      expect(all).not.toEqual([]);
      expect(all.filter((each) => !each.endsWith('missed rapport-was-down'))).toEqual([]);
    },
  );

  test('a prompt snoozed until a day of the outage gives way to an occurrence that is near', async () => {
    await seedClient(database.db, 'Acme');
    await isUp('2026-03-03T09:00:00Z', '2026-03-03T11:00:00Z');
    const [prompt] = await listOpenPrompts(database.db, ID.team);
    const friday = Temporal.PlainDate.from('2026-03-06');
    await snoozePrompt({ db: database.db, clock }, ana, prompt?.id ?? '', friday);
    await isUp('2026-03-10T04:00:00Z', '2026-03-10T12:00:00Z');
    expect(await asked()).toEqual(['2026-03-03T09:00:00Z', '2026-03-10T09:00:00Z']);
    expect(await occurrences()).toEqual([
      '2026-03-03T09:00:00Z missed rapport-was-down',
      '2026-03-10T09:00:00Z open',
    ]);
  });

  test('a prompt snoozed until a day of the outage is asked again where no occurrence is near', async () => {
    await seedClient(database.db, 'Acme', { cadence: everyOtherWeek });
    await isUp('2026-03-03T09:00:00Z', '2026-03-03T11:00:00Z');
    const [prompt] = await listOpenPrompts(database.db, ID.team);
    const friday = Temporal.PlainDate.from('2026-03-06');
    await snoozePrompt({ db: database.db, clock }, ana, prompt?.id ?? '', friday);
    await isUp('2026-03-09T04:00:00Z', '2026-03-09T12:00:00Z');
    expect(await asked()).toEqual(['2026-03-03T09:00:00Z', '2026-03-09T08:00:00Z']);
  });
});

test('a prompt that waited for somebody who is back early is asked at once, as there was no outage', async () => {
  await seedClient(database.db, 'Acme');
  await database.db
    .insertInto('away_dates')
    .values({
      workspace_id: ID.team,
      person_id: ID.ana,
      first_day: Temporal.PlainDate.from('2026-03-03'),
      last_day: Temporal.PlainDate.from('2026-03-20'),
      cover_id: null,
      created_at: clock.now(),
    })
    .execute();
  await isUp('2026-03-03T09:00:00Z', '2026-03-09T09:00:00Z');
  await database.db.deleteFrom('away_dates').execute();
  await isUp('2026-03-09T10:00:00Z', '2026-03-09T11:00:00Z');
  expect(await asked()).toEqual(['2026-03-09T10:00:00Z']);
});

describe('a prompt that a hand-over moves to an hour that is past is kept for the new owner, as there was no outage', () => {
  const cara = { id: 'U0CARA', name: 'Cara', timeZone: 'Asia/Tokyo', kind: 'member' as const };
  const given = { byId: ID.ana, key: 'handed-over view:V1' };
  const handedOver = Temporal.Instant.from('2026-03-03T07:00:00Z');
  const nextTurn = Temporal.Instant.from('2026-03-10T00:00:00Z');

  beforeEach(() => savePerson(database.db, ID.team, cara, TUESDAY_9_LONDON));

  async function handOverAndWait(doNotDisturbUntil: Temporal.Instant | null): Promise<void> {
    const client = await seedClient(database.db, 'Acme');
    const to = { ...cara, workspaceId: ID.team, remindAt: null };
    await database.db
      .transaction()
      .execute((trx) => reassignClients(trx, { clients: [client], to, ...given }, handedOver));
    for (const when of [handedOver, nextTurn]) {
      clock.at = when;
      await planRounds(database.db, clock, async () => (when.equals(nextTurn) ? null : doNotDisturbUntil));
    }
  }

  test('who has paused notifications until the next occurrence', async () => {
    await handOverAndWait(nextTurn);
    expect(await occurrences()).toEqual(['2026-03-03T00:00:00Z missed away', '2026-03-10T00:00:00Z open']);
  });

  test('who has gone home, and is back by the next occurrence', async () => {
    const [from, to] = [Temporal.PlainTime.from('15:00'), nine];
    await database.db
      .updateTable('people')
      .set({ working_days: [2], quiet_from: from, quiet_to: to })
      .where('id', '=', cara.id)
      .execute();
    await handOverAndWait(null);
    expect(await occurrences()).toEqual(['2026-03-03T00:00:00Z missed away', '2026-03-10T00:00:00Z open']);
  });
});

describe('a prompt asked before an outage and not answered', () => {
  test.each([
    ['with turns in the outage', undefined, ['2026-03-10T09:00:00Z missed rapport-was-down']],
    ['with none', everyOtherWeek, []],
  ] as const)('is not counted against its owner, %s', async (_, cadence, lapsed) => {
    await seedClient(database.db, 'Acme', cadence ? { cadence } : {});
    await isUp('2026-03-03T09:00:00Z', '2026-03-03T17:00:00Z');
    await isUp('2026-03-17T09:00:00Z', '2026-03-17T12:00:00Z');
    expect(await asked()).toEqual(['2026-03-03T09:00:00Z', '2026-03-17T09:00:00Z']);
    expect(await occurrences()).toEqual([
      '2026-03-03T09:00:00Z missed rapport-was-down',
      ...lapsed,
      '2026-03-17T09:00:00Z open',
    ]);
  });

  test('counts as not answered when all nudges had arrived and somebody had been told', async () => {
    await seedClient(database.db, 'Acme', { cadence: everyOtherWeek });
    await isUp('2026-03-03T09:00:00Z', '2026-03-10T09:00:00Z');
    await isUp('2026-03-17T11:00:00Z', '2026-03-17T12:00:00Z');
    expect(await occurrences()).toEqual([
      '2026-03-03T09:00:00Z missed not-answered',
      '2026-03-17T09:00:00Z open',
    ]);
  });

  test('counts as missed through the outage when its DM had not gone out', async () => {
    await seedClient(database.db, 'Acme');
    await planRounds(database.db, clock);
    await isUp('2026-03-10T09:00:00Z', '2026-03-10T10:00:00Z');
    expect(await occurrences()).toEqual([
      '2026-03-03T09:00:00Z missed rapport-was-down',
      '2026-03-10T09:00:00Z open',
    ]);
  });
});
