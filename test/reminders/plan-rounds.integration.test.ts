import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { skipPrompt } from '../../src/reminders/answers/skip-prompt.ts';
import { snoozePrompt } from '../../src/reminders/answers/snooze-prompt.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { nextReminderAt } from '../../src/reminders/planning/store.ts';
import { dropPrompts } from '../../src/reminders/prompts/client-changes.ts';
import { markAnswered } from '../../src/reminders/prompts/state-machine.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON, tickHourly } from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const ana = { workspaceId: ID.team, userId: ID.ana };

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
});

const plan = (at?: string) => {
  if (at) clock.at = Temporal.Instant.from(at);
  return planRounds(database.db, clock);
};

/** What each DM holds: owner, and the clients in order. */
async function rounds(): Promise<{ owner: string; clients: string[] }[]> {
  const rows = await database.db
    .selectFrom('rounds')
    .innerJoin('round_prompts', 'round_prompts.round_id', 'rounds.id')
    .innerJoin('prompts', 'prompts.id', 'round_prompts.prompt_id')
    .innerJoin('clients', 'clients.id', 'prompts.client_id')
    .select(['rounds.id', 'rounds.recipient_id', 'clients.name'])
    .orderBy('rounds.due_at')
    .orderBy('rounds.recipient_id')
    .orderBy('round_prompts.position')
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((members) => ({
    owner: members[0]?.recipient_id ?? '',
    clients: members.map(({ name }) => name),
  }));
}

async function nextDueOf(clientId: string): Promise<string> {
  const row = await database.db
    .selectFrom('clients')
    .select('next_due_at')
    .where('id', '=', clientId)
    .executeTakeFirstOrThrow();
  return String(row.next_due_at);
}

const revisions = async () =>
  (await database.db.selectFrom('deliveries').select('revision').orderBy('created_at').execute()).map(
    ({ revision }) => revision,
  );

/** How many statements wait for somebody's lock. */
async function waiting(): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from pg_locks
    where not granted and database = (select oid from pg_database where datname = current_database())`.execute(
    database.db,
  );
  return rows[0]?.waiting ?? 0;
}

const answer = (clientId: string) =>
  database.db
    .transaction()
    .execute((trx) => markAnswered(trx, { workspaceId: ID.team, clientId }, ID.ana, clock.now()));

/** What became of each occurrence, the earliest first. */
async function statuses(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('prompts')
    .select(['occurrence_at', 'status', 'missed_reason'])
    .orderBy('occurrence_at')
    .execute();
  return rows.map((row) => [row.occurrence_at, row.status, row.missed_reason].join(' ').trim());
}

async function onlyPrompt() {
  const [prompt] = await listOpenPrompts(database.db, ID.team);
  if (!prompt) throw new Error('There is no open prompt');
  return prompt;
}

describe('planning rounds', () => {
  test('asks nobody before the time', async () => {
    await seedClient(database.db, 'Acme');
    await plan('2026-03-03T08:59:59Z');
    expect(await rounds()).toEqual([]);
  });

  test('puts all clients of one owner into one DM, those without contact for longest first', async () => {
    const beta = await seedClient(database.db, 'Beta');
    await seedClient(database.db, 'Acme');
    const gamma = await seedClient(database.db, 'Gamma');
    for (const [id, at] of [
      [beta.id, '2026-02-24T10:00:00Z'],
      [gamma.id, '2026-02-10T10:00:00Z'],
    ] as const) {
      await database.db
        .updateTable('clients')
        .set({ last_contact_at: Temporal.Instant.from(at) })
        .where('id', '=', id)
        .execute();
    }
    await plan();
    expect(await rounds()).toEqual([{ owner: ID.ana, clients: ['Acme', 'Gamma', 'Beta'] }]);
  });

  test('gives every owner a DM of their own', async () => {
    await seedClient(database.db, 'Acme');
    await seedClient(database.db, 'Beta', { ownerId: ID.ben });
    await plan('2026-03-03T15:00:00Z');
    expect(await rounds()).toEqual([
      { owner: ID.ana, clients: ['Acme'] },
      { owner: ID.ben, clients: ['Beta'] },
    ]);
  });

  test('asks once, though it is repeated at once or done by two processes together', async () => {
    await seedClient(database.db, 'Acme');
    await seedClient(database.db, 'Beta');
    const other = connectDatabase(database.url, silentLog);
    try {
      await Promise.all([plan(), planRounds(other, clock), plan(), planRounds(other, clock)]);
      await plan();
    } finally {
      await other.destroy();
    }
    expect(await rounds()).toEqual([{ owner: ID.ana, clients: ['Acme', 'Beta'] }]);
    expect(await revisions()).toEqual([0]);
  });

  test('leaves an owner to the process that is already planning for them', async () => {
    await seedClient(database.db, 'Acme');
    const other = connectDatabase(database.url, silentLog);
    try {
      const first = await database.db.transaction().execute(async (trx) => {
        await sql`lock table rounds in access exclusive mode`.execute(trx);
        const planning = planRounds(other, clock);
        await expect.poll(waiting).toBe(1);
        await seedClient(database.db, 'Beta');
        await plan();
        return { planning };
      });
      await first.planning;
      expect(await rounds()).toEqual([{ owner: ID.ana, clients: ['Acme'] }]);
    } finally {
      await other.destroy();
    }
  });

  test('moves the client on to its next occurrence in the owner’s zone', async () => {
    const { id } = await seedClient(database.db, 'Acme', {
      nextDueAt: Temporal.Instant.from('2026-03-24T09:00:00Z'),
    });
    await plan('2026-03-24T09:00:10Z');
    expect(await nextDueOf(id)).toBe('2026-03-31T08:00:00Z');
  });

  test('after weeks of outage asks once, not once for each week', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    await plan('2026-03-26T15:00:00Z');
    await plan();
    expect(await rounds()).toEqual([{ owner: ID.ana, clients: ['Acme'] }]);
    expect(await nextDueOf(id)).toBe('2026-03-31T08:00:00Z');
    expect(await statuses()).toEqual([
      '2026-03-03T09:00:00Z missed rapport-was-down',
      '2026-03-10T09:00:00Z missed rapport-was-down',
      '2026-03-17T09:00:00Z missed rapport-was-down',
      '2026-03-24T09:00:00Z open',
    ]);
  });

  test.each(['paused', 'ended'] as const)('asks nobody about a client that is %s', async (status) => {
    await seedClient(database.db, 'Acme', { status });
    await plan();
    expect(await rounds()).toEqual([]);
  });

  test('leaves a client that somebody is just checking in on to the next tick', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    await database.db.transaction().execute(async (trx) => {
      await trx.selectFrom('clients').select('id').where('id', '=', id).forUpdate().execute();
      await plan();
    });
    expect(await rounds()).toEqual([]);
    await plan();
    expect(await rounds()).toHaveLength(1);
  });

  test('asks the other owners although planning for one fails', async () => {
    await seedClient(database.db, 'Acme');
    await seedClient(database.db, 'Beta', { ownerId: ID.ben });
    await database.db
      .updateTable('people')
      .set({ time_zone: 'Nowhere/Land' })
      .where('id', '=', ID.ana)
      .execute();
    await expect(plan('2026-03-03T15:00:00Z')).rejects.toThrow(AggregateError);
    expect(await rounds()).toEqual([{ owner: ID.ben, clients: ['Beta'] }]);
    expect(await listOpenPrompts(database.db, ID.team, { assigneeId: ID.ana })).toEqual([]);
  });
});

describe('an open prompt', () => {
  test('gives way to the next occurrence, and is marked as not answered', async () => {
    await seedClient(database.db, 'Acme');
    await tickHourly(database.db, clock, '2026-03-03T09:00:00Z', '2026-03-10T09:00:00Z');
    expect(await rounds()).toEqual([
      { owner: ID.ana, clients: ['Acme'] },
      { owner: ID.ana, clients: ['Acme'] },
    ]);
    expect(await statuses()).toEqual([
      '2026-03-03T09:00:00Z missed not-answered',
      '2026-03-10T09:00:00Z open',
    ]);
    const [first] = await revisions();
    expect(first).toBe(1);
  });

  test('that was snoozed is not asked before the snooze ends', async () => {
    await seedClient(database.db, 'Acme', {
      cadence: { every: 1, unit: 'week', weekdays: [2], time: Temporal.PlainTime.from('09:00') },
    });
    await plan();
    const prompt = await onlyPrompt();
    clock.at = Temporal.Instant.from('2026-03-10T08:30:00Z');
    await snoozePrompt({ db: database.db, clock }, ana, prompt.id, 'hour');
    await plan('2026-03-10T09:00:00Z');
    expect(await rounds()).toHaveLength(1);
    await plan('2026-03-10T09:30:00Z');
    expect(await rounds()).toHaveLength(2);
  });

  test('gives way to a new one in the same DM as other clients that fall due', async () => {
    const acme = await seedClient(database.db, 'Acme');
    await plan();
    const next = Temporal.Instant.from('2026-03-10T09:00:00Z');
    const beta = await seedClient(database.db, 'Beta', { nextDueAt: next });
    const gamma = await seedClient(database.db, 'Gamma', {
      nextDueAt: next,
      cadence: { every: 2, unit: 'week', weekdays: [2], time: Temporal.PlainTime.from('10:30') },
    });
    await plan(String(next));
    expect(await rounds()).toEqual([
      { owner: ID.ana, clients: ['Acme'] },
      { owner: ID.ana, clients: ['Acme', 'Beta', 'Gamma'] },
    ]);
    expect(await Promise.all([acme, beta, gamma].map(({ id }) => nextDueOf(id)))).toEqual([
      '2026-03-17T09:00:00Z',
      '2026-03-17T09:00:00Z',
      '2026-03-24T10:30:00Z',
    ]);
  });

  test('is asked of the new owner when the client has changed hands', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    await plan();
    await database.db.updateTable('clients').set({ owner_id: ID.ben }).where('id', '=', id).execute();
    await plan('2026-03-10T14:00:00Z');
    expect(await rounds()).toEqual([
      { owner: ID.ana, clients: ['Acme'] },
      { owner: ID.ben, clients: ['Acme'] },
    ]);
    expect((await onlyPrompt()).assigneeId).toBe(ID.ben);
  });

  test('that is answered is not asked again until the next occurrence, and its DM is updated', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    await plan();
    const prompt = await onlyPrompt();
    expect(await answer(id)).toBe(prompt.id);
    expect(await answer(id)).toBeNull();
    expect(await revisions()).toEqual([1]);
    await plan('2026-03-09T09:00:00Z');
    expect(await rounds()).toHaveLength(1);
    await plan('2026-03-10T09:00:00Z');
    expect(await rounds()).toHaveLength(2);
  });

  test('that is dropped is closed, and its DM is updated', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    await plan();
    await database.db
      .transaction()
      .execute((trx) => dropPrompts(trx, { workspaceId: ID.team, clientId: id }, ID.ana, clock.now()));
    expect(await listOpenPrompts(database.db, ID.team)).toEqual([]);
    expect(await revisions()).toEqual([1]);
  });

  test('that is snoozed is dropped when its client was paused in the meantime', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    await plan();
    await snoozePrompt({ db: database.db, clock }, ana, (await onlyPrompt()).id, 'hour');
    await database.db.updateTable('clients').set({ status: 'paused' }).where('id', '=', id).execute();
    await plan('2026-03-03T10:00:00Z');
    expect(await rounds()).toHaveLength(1);
    expect(await listOpenPrompts(database.db, ID.team)).toEqual([]);
  });
});

describe('snoozing', () => {
  test('asks again in a new DM once it ends, together with what else falls due', async () => {
    await seedClient(database.db, 'Acme');
    await seedClient(database.db, 'Beta', { nextDueAt: Temporal.Instant.from('2026-03-03T10:00:00Z') });
    await plan();
    const { until } = await snoozePrompt({ db: database.db, clock }, ana, (await onlyPrompt()).id, 'hour');
    expect(String(until)).toBe('2026-03-03T10:00:00Z');
    await plan('2026-03-03T09:59:00Z');
    expect(await rounds()).toHaveLength(1);
    await plan('2026-03-03T10:00:00Z');
    expect(await rounds()).toEqual([
      { owner: ID.ana, clients: ['Acme'] },
      { owner: ID.ana, clients: ['Acme', 'Beta'] },
    ]);
  });

  test('an answered prompt changes nothing', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    await plan();
    const prompt = await onlyPrompt();
    await answer(id);
    const { until } = await snoozePrompt({ db: database.db, clock }, ana, prompt.id, 'hour');
    expect(until).toBeNull();
    await plan('2026-03-03T10:00:00Z');
    expect(await rounds()).toHaveLength(1);
  });

  test('is refused to anybody but the assignee', async () => {
    await seedClient(database.db, 'Acme');
    await plan();
    const prompt = await onlyPrompt();
    const ben = { ...ana, userId: ID.ben };
    await expect(snoozePrompt({ db: database.db, clock }, ben, prompt.id, 'hour')).rejects.toThrow(
      'Only the person who is asked about Acme',
    );
    expect((await onlyPrompt()).askAt).toBeNull();
  });

  test('is refused from another workspace', async () => {
    await seedAgency(database.db, 'T0OTHER');
    await seedClient(database.db, 'Acme');
    await plan();
    const prompt = await onlyPrompt();
    await expect(
      snoozePrompt({ db: database.db, clock }, { ...ana, workspaceId: 'T0OTHER' }, prompt.id, 'hour'),
    ).rejects.toThrow('That reminder is gone');
  });
});

describe('skipping', () => {
  test('closes the prompt with a reason, and asks again at the next occurrence', async () => {
    await seedClient(database.db, 'Acme');
    await plan();
    const prompt = await onlyPrompt();
    await skipPrompt({ db: database.db, clock }, ana, prompt.id, 'On holiday');
    expect(await listOpenPrompts(database.db, ID.team)).toEqual([]);
    expect(await revisions()).toEqual([1]);
    await plan('2026-03-10T09:00:00Z');
    expect(await rounds()).toHaveLength(2);
  });

  test('twice keeps the first reason', async () => {
    await seedClient(database.db, 'Acme');
    await plan();
    const prompt = await onlyPrompt();
    await Promise.all([
      skipPrompt({ db: database.db, clock }, ana, prompt.id, 'On holiday'),
      skipPrompt({ db: database.db, clock }, ana, prompt.id, 'On holiday'),
    ]);
    await skipPrompt({ db: database.db, clock }, ana, prompt.id, 'Another');
    const rows = await database.db.selectFrom('prompts').select('skip_reason').execute();
    expect(rows).toEqual([{ skip_reason: 'On holiday' }]);
    expect(await revisions()).toEqual([1]);
  });

  test('is refused when somebody has checked in on the client in the meantime', async () => {
    const { id } = await seedClient(database.db, 'Acme');
    await plan();
    const prompt = await onlyPrompt();
    await answer(id);
    await expect(skipPrompt({ db: database.db, clock }, ana, prompt.id, 'Late')).rejects.toThrow(
      'Somebody has already checked in on Acme',
    );
    const rows = await database.db.selectFrom('prompts').select(['status', 'skip_reason']).execute();
    expect(rows).toEqual([{ status: 'answered', skip_reason: null }]);
  });
});

describe('the next reminder', () => {
  test('is unknown while nobody is to be asked', async () => {
    await seedClient(database.db, 'Acme', { status: 'paused' });
    expect(await nextReminderAt(database.db)).toBeNull();
  });

  test('is the earliest of occurrences, snoozed prompts and nudges', async () => {
    await seedClient(database.db, 'Acme');
    expect(String(await nextReminderAt(database.db))).toBe('2026-03-03T09:00:00Z');
    await plan();
    expect(String(await nextReminderAt(database.db))).toBe('2026-03-04T09:00:00Z');
    await snoozePrompt({ db: database.db, clock }, ana, (await onlyPrompt()).id, 'hour');
    expect(String(await nextReminderAt(database.db))).toBe('2026-03-03T10:00:00Z');
  });
});
