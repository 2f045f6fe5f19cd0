import { beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '../../src/clients/rules.ts';
import { changeFollowUp } from '../../src/follow-ups/change-follow-up.ts';
import type { FollowUp, Promised } from '../../src/follow-ups/rules.ts';
import { noteFollowUp } from '../../src/follow-ups/save-follow-up.ts';
import { savePerson } from '../../src/people/store.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { nextReminderAt } from '../../src/reminders/planning/store.ts';
import { dropPrompts } from '../../src/reminders/prompts/client-changes.ts';
import { renderRound } from '../../src/reminders/rounds/render-round.ts';
import { invalidateFollowUpMessages } from '../../src/reminders/rounds/store.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const ana = { workspaceId: ID.team as string, userId: ID.ana as string, timeZone: 'Europe/London' };
const ben = { ...ana, userId: ID.ben, timeZone: 'America/New_York' };
/** Nobody is asked about it in the weeks of these tests. */
const LATER = Temporal.Instant.from('2026-05-05T08:00:00Z');
let acme: Client;
let views = 0;

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
  acme = await seedClient(database.db, 'Acme', { nextDueAt: LATER });
});

/** Ana promises something to Acme, due on Friday 6 March. */
const deps = () => ({ db: database.db, clock, invalidateFollowUpMessages });

async function promise(but: Partial<Promised> = {}, by = ana, client = acme): Promise<FollowUp> {
  views += 1;
  const promised = {
    what: 'Send it',
    promisedById: ID.ana,
    dueOn: Temporal.PlainDate.from('2026-03-06'),
    ...but,
  };
  const noted = { clientId: client.id, viewId: `V${views}`, promised };
  return (await noteFollowUp(deps(), by, noted)).followUp;
}

const change = (by: typeof ana, id: string, kind: 'done' | 'drop' | 'undo') =>
  changeFollowUp(deps(), by, id, { kind });
const move = (by: typeof ana, id: string, to: 'week' | Temporal.PlainDate) =>
  changeFollowUp(deps(), by, id, { kind: 'move', to });

const plan = (at: string) => {
  clock.at = Temporal.Instant.from(at);
  return planRounds(database.db, clock);
};

/** What went out: when, to whom, whom to ask and what was promised. */
async function rounds(): Promise<string[]> {
  const found = await database.db
    .selectFrom('rounds')
    .selectAll()
    .orderBy('due_at')
    .orderBy('recipient_id')
    .execute();
  return Promise.all(
    found.map(async ({ id, recipient_id, due_at }) => {
      const asked = await database.db
        .selectFrom('round_prompts')
        .innerJoin('prompts', 'prompts.id', 'round_prompts.prompt_id')
        .innerJoin('clients', 'clients.id', 'prompts.client_id')
        .select('clients.name')
        .where('round_id', '=', id)
        .orderBy('position')
        .execute();
      const reminded = await database.db
        .selectFrom('round_follow_ups')
        .innerJoin('follow_ups', 'follow_ups.id', 'round_follow_ups.follow_up_id')
        .select('follow_ups.what')
        .where('round_id', '=', id)
        .orderBy('position')
        .execute();
      const names: Record<string, string> = { [ID.ana]: 'Ana', [ID.ben]: 'Ben' };
      const parts = [...asked.map(({ name }) => `ask ${name}`), ...reminded.map(({ what }) => what)];
      return `${due_at} ${names[recipient_id]}: ${parts.join(', ')}`;
    }),
  );
}

const setAna = (but: { remind_at?: string; time_zone?: string; kind?: 'deactivated' }) =>
  database.db
    .updateTable('people')
    .set({
      ...(but.remind_at ? { remind_at: Temporal.PlainTime.from(but.remind_at) } : {}),
      ...(but.time_zone ? { time_zone: but.time_zone } : {}),
      ...(but.kind ? { kind: but.kind } : {}),
    })
    .where('id', '=', ID.ana)
    .execute();

const awayFrom = (first: string, last: string) =>
  database.db
    .insertInto('away_dates')
    .values({
      workspace_id: ID.team,
      person_id: ID.ana,
      first_day: Temporal.PlainDate.from(first),
      last_day: Temporal.PlainDate.from(last),
      cover_id: ID.ben,
      created_at: clock.now(),
    })
    .execute();

const revisions = async () =>
  (await database.db.selectFrom('deliveries').select('revision').orderBy('created_at').execute()).map(
    ({ revision }) => revision,
  );

/** What the DMs say, in their order; null for one that has nothing left to say before it is sent. */
async function says(isSent = true): Promise<(string | null)[]> {
  if (isSent) {
    await database.db
      .updateTable('deliveries')
      .set({ status: 'sent', channel_id: 'D0ANA', message_ts: '1', lease_until: null })
      .execute();
  }
  const deliveries = await database.db.selectFrom('deliveries').select('id').orderBy('created_at').execute();
  const render = renderRound({ db: database.db, clock });
  return Promise.all(deliveries.map(async ({ id }) => (await render(ID.team, id))?.text ?? null));
}

describe('somebody who promised something', () => {
  test('is reminded on the working day before and on the day, once each, whenever Rapport looks', async () => {
    await promise();
    for (const at of [
      '2026-03-04T12:00:00Z',
      '2026-03-05T08:59:59Z',
      '2026-03-05T09:00:10Z',
      '2026-03-05T09:00:40Z',
      '2026-03-05T15:00:00Z',
      '2026-03-06T09:00:00Z',
      '2026-03-06T09:30:00Z',
      '2026-03-09T09:00:00Z',
    ]) {
      await plan(at);
    }
    expect(await rounds()).toEqual([
      '2026-03-05T09:00:10Z Ana: Send it',
      '2026-03-06T09:00:00Z Ana: Send it',
    ]);
  });

  test('is reminded once by any number of processes', async () => {
    await promise();
    const other = connectDatabase(database.url, silentLog);
    clock.at = Temporal.Instant.from('2026-03-05T09:00:00Z');
    try {
      await Promise.all([1, 2, 3].flatMap(() => [planRounds(database.db, clock), planRounds(other, clock)]));
    } finally {
      await other.destroy();
    }
    expect(await rounds()).toEqual(['2026-03-05T09:00:00Z Ana: Send it']);
  });

  test('is reminded again after a crash that left nothing behind, and not after one that left all', async () => {
    await promise();
    clock.at = Temporal.Instant.from('2026-03-05T09:00:00Z');
    const dies = () => Promise.reject(new Error('killed'));
    await expect(planRounds(database.db, clock, dies)).rejects.toThrow(/could not be planned/);
    expect(await rounds()).toEqual([]);
    await plan('2026-03-05T09:01:00Z');
    await plan('2026-03-05T09:02:00Z');
    expect(await rounds()).toEqual(['2026-03-05T09:01:00Z Ana: Send it']);
  });

  test('is reminded once of what an outage made late, and not again on the same day', async () => {
    await promise();
    await plan('2026-03-06T13:00:00Z');
    await plan('2026-03-06T14:00:00Z');
    await plan('2026-03-09T09:00:00Z');
    expect(await rounds()).toEqual(['2026-03-06T13:00:00Z Ana: Send it']);
  });

  test('is not reminded at night, nor while they have paused notifications', async () => {
    await promise();
    await plan('2026-03-05T22:00:00Z');
    expect(await rounds()).toEqual([]);
    clock.at = Temporal.Instant.from('2026-03-06T09:00:00Z');
    const until = Temporal.Instant.from('2026-03-06T11:00:00Z');
    await planRounds(database.db, clock, async () => until);
    expect(await rounds()).toEqual([]);
    await plan('2026-03-06T11:00:00Z');
    expect(await rounds()).toEqual(['2026-03-06T11:00:00Z Ana: Send it']);
  });

  test('is reminded of several promises in one message, the most urgent first', async () => {
    await promise({ what: 'Second', dueOn: Temporal.PlainDate.from('2026-03-06') });
    await promise({ what: 'First', dueOn: Temporal.PlainDate.from('2026-03-05') });
    await plan('2026-03-04T09:00:00Z');
    await plan('2026-03-05T09:00:00Z');
    expect(await rounds()).toEqual([
      '2026-03-04T09:00:00Z Ana: First',
      '2026-03-05T09:00:00Z Ana: First, Second',
    ]);
  });

  test('is reminded at their own time, and in their own zone', async () => {
    await setAna({ remind_at: '14:30', time_zone: 'America/New_York' });
    await promise();
    await plan('2026-03-05T19:29:00Z');
    expect(await rounds()).toEqual([]);
    await plan('2026-03-05T19:30:00Z');
    expect(await rounds()).toEqual(['2026-03-05T19:30:00Z Ana: Send it']);
  });

  test('is not reminded of what is done, dropped, or promised to a client that was ended', async () => {
    const [done, dropped] = [await promise(), await promise()];
    const beta = await seedClient(database.db, 'Beta', { nextDueAt: null });
    await promise({}, ana, beta);
    await change(ana, done.id, 'done');
    await change(ana, dropped.id, 'drop');
    await database.db
      .updateTable('clients')
      .set({ status: 'ended', ended_at: clock.now() })
      .where('id', '=', beta.id)
      .execute();
    await plan('2026-03-05T09:00:00Z');
    await plan('2026-03-06T09:00:00Z');
    expect(await rounds()).toEqual([]);
  });

  test('is reminded of a promise that was reopened only from then on', async () => {
    const { id } = await promise();
    await change(ana, id, 'done');
    await plan('2026-03-05T09:00:00Z');
    await change(ana, id, 'undo');
    await plan('2026-03-05T09:05:00Z');
    expect(await rounds()).toEqual([]);
    await plan('2026-03-06T09:00:00Z');
    expect(await rounds()).toEqual(['2026-03-06T09:00:00Z Ana: Send it']);
  });

  test('is not reminded twice of a promise that was done and reopened after an early reminder', async () => {
    const { id } = await promise();
    await seedClient(database.db, 'Early', { nextDueAt: Temporal.Instant.from('2026-03-05T08:15:00Z') });
    await plan('2026-03-05T08:15:00Z');
    await change(ana, id, 'done');
    await change(ana, id, 'undo');
    await plan('2026-03-05T09:00:00Z');
    expect(await rounds()).toEqual(['2026-03-05T08:15:00Z Ana: ask Early, Send it']);
  });

  test('is reminded again once a promise was moved to another day', async () => {
    const { id } = await promise();
    await plan('2026-03-05T09:00:00Z');
    await move(ana, id, Temporal.PlainDate.from('2026-03-11'));
    for (const at of ['2026-03-06T09:00:00Z', '2026-03-10T09:00:00Z', '2026-03-11T09:00:00Z']) await plan(at);
    expect(await rounds()).toEqual([
      '2026-03-05T09:00:00Z Ana: Send it',
      '2026-03-10T09:00:00Z Ana: Send it',
      '2026-03-11T09:00:00Z Ana: Send it',
    ]);
  });

  test('is told at once when somebody else notes a promise of theirs for the same day', async () => {
    clock.at = Temporal.Instant.from('2026-03-03T15:00:00Z');
    await promise({ dueOn: Temporal.PlainDate.from('2026-03-03') }, ben);
    await plan('2026-03-03T15:00:30Z');
    await plan('2026-03-04T09:00:00Z');
    expect(await rounds()).toEqual(['2026-03-03T15:00:30Z Ana: Send it']);
  });
});

describe('on a day on which a round goes out', () => {
  test('the promise is part of the round, whether that is earlier or later than the usual time', async () => {
    await promise();
    await seedClient(database.db, 'Early', { nextDueAt: Temporal.Instant.from('2026-03-05T08:15:00Z') });
    await seedClient(database.db, 'Late', {
      nextDueAt: Temporal.Instant.from('2026-03-06T11:00:00Z'),
      cadence: { every: 1, unit: 'week', weekdays: [5], time: Temporal.PlainTime.from('11:00') },
    });
    for (const at of [
      '2026-03-05T08:15:00Z',
      '2026-03-05T09:00:00Z',
      '2026-03-06T09:00:00Z',
      '2026-03-06T09:00:30Z',
      '2026-03-06T11:00:00Z',
    ]) {
      await plan(at);
    }
    expect(await rounds()).toEqual([
      '2026-03-05T08:15:00Z Ana: ask Early, Send it',
      '2026-03-06T11:00:00Z Ana: ask Late, Send it',
    ]);
  });

  test('that is not sent after all, the promise gets a reminder of its own', async () => {
    await promise();
    const late = await seedClient(database.db, 'Late', {
      nextDueAt: Temporal.Instant.from('2026-03-05T11:00:00Z'),
    });
    await plan('2026-03-05T09:00:00Z');
    await database.db
      .updateTable('clients')
      .set({ next_due_at: null, status: 'paused' })
      .where('id', '=', late.id)
      .execute();
    await plan('2026-03-05T10:00:00Z');
    expect(await rounds()).toEqual([]);
    await plan('2026-03-05T11:00:00Z');
    expect(await rounds()).toEqual(['2026-03-05T11:00:00Z Ana: Send it']);
  });

  test('somebody else’s promise is not part of it', async () => {
    await promise({ promisedById: ID.ben });
    await seedClient(database.db, 'Early', { nextDueAt: Temporal.Instant.from('2026-03-05T09:00:00Z') });
    await plan('2026-03-05T09:00:00Z');
    await plan('2026-03-05T14:00:00Z');
    expect(await rounds()).toEqual([
      '2026-03-05T09:00:00Z Ana: ask Early',
      '2026-03-05T14:00:00Z Ben: Send it',
    ]);
  });
});

describe('somebody who is away', () => {
  test('is reminded once they are back, and their cover is not', async () => {
    await promise();
    await awayFrom('2026-03-04', '2026-03-10');
    for (const at of ['2026-03-05T09:00:00Z', '2026-03-06T09:00:00Z', '2026-03-11T09:00:00Z']) await plan(at);
    expect(await rounds()).toEqual(['2026-03-11T09:00:00Z Ana: Send it']);
  });

  test('is reminded before they leave, where there is still time', async () => {
    await promise({ dueOn: Temporal.PlainDate.from('2026-03-12') });
    await awayFrom('2026-03-09', '2026-03-13');
    for (const at of ['2026-03-05T09:00:00Z', '2026-03-06T09:00:00Z', '2026-03-11T09:00:00Z']) await plan(at);
    expect(await rounds()).toEqual(['2026-03-06T09:00:00Z Ana: Send it']);
  });

  test('and comes back early is reminded earlier', async () => {
    await awayFrom('2026-03-04', '2026-03-20');
    await promise({ dueOn: Temporal.PlainDate.from('2026-03-10') });
    await database.db.deleteFrom('away_dates').execute();
    await plan('2026-03-05T12:00:00Z');
    await plan('2026-03-09T09:00:00Z');
    await plan('2026-03-10T09:00:00Z');
    expect(await rounds()).toEqual(['2026-03-10T09:00:00Z Ana: Send it']);
  });
});

test('and moves to another zone is reminded at their new local time, never twice', async () => {
  await promise();
  await setAna({ time_zone: 'Asia/Tokyo' });
  await plan('2026-03-04T23:59:00Z');
  expect(await rounds()).toEqual([]);
  await plan('2026-03-05T00:00:00Z');
  await setAna({ time_zone: 'Pacific/Honolulu' });
  await plan('2026-03-05T19:00:00Z');
  await plan('2026-03-06T19:00:00Z');
  expect(await rounds()).toEqual(['2026-03-05T00:00:00Z Ana: Send it', '2026-03-06T19:00:00Z Ana: Send it']);
});

describe('when the person who made a promise has left', () => {
  test('the client’s owner is reminded, and told who made it', async () => {
    const beta = await seedClient(database.db, 'Beta', { ownerId: ID.ben, nextDueAt: LATER });
    await promise({ what: 'Call them' }, ana, beta);
    await setAna({ kind: 'deactivated' });
    await plan('2026-03-05T14:00:00Z');
    expect(await rounds()).toEqual(['2026-03-05T14:00:00Z Ben: Call them']);
    expect(await says()).toEqual([
      'Promised to Beta by Ana Silva, who has left: Call them, by tomorrow, Friday 6 March.',
    ]);
  });

  test('and so has the owner, the client’s cover is reminded, before the lead', async () => {
    await promise();
    await setAna({ kind: 'deactivated' });
    await savePerson(
      database.db,
      ID.team,
      { id: ID.gus, name: 'Chloe', kind: 'member', timeZone: null },
      TUESDAY_9_LONDON,
    );
    await database.db.updateTable('workspaces').set({ lead_id: ID.gus }).execute();
    await database.db.updateTable('clients').set({ cover_id: ID.ben }).execute();
    await plan('2026-03-05T14:00:00Z');
    expect(await rounds()).toEqual(['2026-03-05T14:00:00Z Ben: Send it']);
  });

  test('and so has the owner, and there is no cover, the lead is reminded', async () => {
    await promise();
    await setAna({ kind: 'deactivated' });
    await database.db.updateTable('workspaces').set({ lead_id: ID.ben }).execute();
    await plan('2026-03-05T14:00:00Z');
    expect(await rounds()).toEqual(['2026-03-05T14:00:00Z Ben: Send it']);
  });

  test('and nobody answers for the client, the reminder waits until somebody does', async () => {
    await promise();
    await setAna({ kind: 'deactivated' });
    await plan('2026-03-05T09:00:00Z');
    expect(await rounds()).toEqual([]);
    await database.db.updateTable('clients').set({ owner_id: ID.ben }).execute();
    await plan('2026-03-05T15:00:00Z');
    expect(await rounds()).toEqual(['2026-03-05T15:00:00Z Ben: Send it']);
  });
});

describe('the reminder’s message', () => {
  test('says what was promised, to which client and by when, and what became of it', async () => {
    const first = await promise();
    clock.at = clock.at.add({ minutes: 1 });
    const second = await promise({ what: 'Call them' });
    await plan('2026-03-05T09:00:00Z');
    expect(await says()).toEqual([
      'Promised to Acme: Send it, by tomorrow, Friday 6 March. Promised to Acme: Call them, by tomorrow, Friday 6 March.',
    ]);
    await change(ben, first.id, 'done');
    await move(ana, second.id, 'week');
    expect(await revisions()).toEqual([2]);
    expect(await says()).toEqual(['Still promised: Call them. Done: Send it.']);
    await change(ana, second.id, 'drop');
    expect(await says()).toEqual(['Done: Send it. No longer promised: Call them.']);
  });

  test('of the day before points to the newer one on the day', async () => {
    await promise();
    await plan('2026-03-05T09:00:00Z');
    await plan('2026-03-06T09:00:00Z');
    expect(await revisions()).toEqual([1, 0]);
    expect(await says()).toEqual([
      'Still promised: Send it.',
      'Promised to Acme: Send it, by today, Friday 6 March.',
    ]);
  });

  test('is not sent when everything was done, moved or passed on before', async () => {
    const [done, moved] = [await promise(), await promise()];
    await plan('2026-03-05T09:00:00Z');
    expect(await says(false)).toHaveLength(1);
    await change(ana, done.id, 'done');
    await move(ana, moved.id, 'week');
    expect(await says(false)).toEqual([null]);
  });

  test('says so when the client was ended', async () => {
    await promise();
    await plan('2026-03-05T09:00:00Z');
    await database.db.transaction().execute(async (trx) => {
      await dropPrompts(trx, { workspaceId: ID.team, clientId: acme.id }, ID.ana, clock.now());
      await trx.updateTable('clients').set({ status: 'ended', ended_at: clock.now() }).execute();
    });
    expect(await revisions()).toEqual([1]);
    expect(await says()).toEqual(['No longer promised: Send it.']);
  });
});

test('the next reminder counts open promises, and not those that are done', async () => {
  expect(String(await nextReminderAt(database.db))).toBe(String(LATER));
  const { id } = await promise();
  expect(String(await nextReminderAt(database.db))).toBe('2026-03-05T09:00:00Z');
  await change(ana, id, 'done');
  expect(String(await nextReminderAt(database.db))).toBe(String(LATER));
});

test('people are not reminded of another workspace’s promises', async () => {
  await seedAgency(database.db, 'T0OTHER');
  await promise();
  await savePerson(
    database.db,
    'T0OTHER',
    { id: ID.ana, name: 'Another Ana', kind: 'member', timeZone: 'Europe/London' },
    clock.now(),
  );
  await plan('2026-03-05T09:00:00Z');
  const found = await database.db.selectFrom('round_follow_ups').select('workspace_id').execute();
  expect(found).toEqual([{ workspace_id: ID.team }]);
});
