import { beforeAll, describe, expect, test } from 'vitest';
import {
  completeFollowUp,
  findFollowUp,
  followUpOf,
  keepFollowUp,
  openFollowUps,
  reopenFollowUp,
} from '../../src/check-ins/follow-up-store.ts';
import type { Answers, CheckIn } from '../../src/check-ins/rules.ts';
import { addCheckIn, checkInsSince, findCheckIn, latestCheckIns } from '../../src/check-ins/store.ts';
import { useDatabase } from '../support/database.ts';
import { NOW, someAnswers, TODAY } from './samples.ts';
import { addSomeClient, setUpWorkspace } from './workspace.ts';

const database = useDatabase();
let views = 0;

beforeAll(async () => {
  for (const workspaceId of ['T1', 'T2']) await setUpWorkspace(database.db, workspaceId);
});

async function add(clientId: string, hoursAgo = 0, but: Partial<Answers> = {}, workspaceId = 'T1') {
  views += 1;
  const viewId = `V${views}`;
  const checkIn = { workspaceId, clientId, authorId: 'UANA', viewId, answers: someAnswers(but) };
  const at = NOW.subtract({ hours: hoursAgo });
  const added = await database.db.transaction().execute((trx) => addCheckIn(trx, checkIn, at));
  if (!added) throw new Error('A view of its own was taken for a second submission');
  return added;
}

function promise(checkIn: CheckIn, what: string, dueOn = TODAY, whoId = 'UANA') {
  return database.db.transaction().execute((trx) => keepFollowUp(trx, checkIn, { what, whoId, dueOn }, NOW));
}

describe('check-ins', () => {
  test('come back as they were written', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Written');
    const written = await add(client.id, 0, {
      effort: 'more',
      hours: 12.25,
      signs: ['may-leave', 'praised-us'],
      betterTheirs: 'مرحبا 👩‍👩‍👧‍👦',
    });
    expect(await findCheckIn(database.db, 'T1', written.id)).toEqual(written);
    expect(written).toMatchObject({ hours: 12.25, signs: ['may-leave', 'praised-us'], clientSentiment: 4 });
    expect(written.createdAt.equals(NOW)).toBe(true);
  });

  test('are not found from another workspace', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Ours');
    const { id } = await add(client.id);
    expect(await findCheckIn(database.db, 'T2', id)).toBeNull();
    expect(await latestCheckIns(database.db, 'T2', [client.id], 3)).toEqual(new Map());
  });

  test('the latest of several clients are theirs, newest first, no more than asked for', async () => {
    const [one, other, silent] = await Promise.all(
      ['One', 'Other', 'Silent'].map((name) => addSomeClient(database.db, 'T1', name)),
    );
    if (!one || !other || !silent) throw new Error('no clients');
    const [old, middle, young] = [await add(one.id, 72), await add(one.id, 48), await add(one.id, 24)];
    const only = await add(other.id, 1);
    const latest = await latestCheckIns(database.db, 'T1', [one.id, other.id, silent.id], 2);
    expect(latest.get(one.id)?.map(({ id }) => id)).toEqual([young.id, middle.id]);
    expect(latest.get(other.id)?.map(({ id }) => id)).toEqual([only.id]);
    expect(latest.has(silent.id)).toBe(false);
    expect(old.id).not.toBe(young.id);
  });

  test('of no client are none', async () => {
    expect(await latestCheckIns(database.db, 'T1', [], 3)).toEqual(new Map());
  });

  test('since a time are those of that time and later, oldest first', async () => {
    const client = await addSomeClient(database.db, 'T2', 'Since');
    const [, second, third] = [
      await add(client.id, 50, {}, 'T2'),
      await add(client.id, 20, {}, 'T2'),
      await add(client.id, 1, {}, 'T2'),
    ];
    const since = await checkInsSince(database.db, 'T2', NOW.subtract({ hours: 20 }));
    expect(since.map(({ id }) => id)).toEqual([second?.id, third?.id]);
  });
});

describe('follow-ups', () => {
  test('open ones come most urgent first, by client, by person and by day', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Promised');
    const other = await addSomeClient(database.db, 'T1', 'Promised too');
    await promise(await add(client.id), 'later', TODAY.add({ days: 9 }));
    await promise(await add(client.id), 'soon', TODAY, 'UBEN');
    await promise(await add(other.id), 'elsewhere');
    const whats = async (filter: Parameters<typeof openFollowUps>[2]) =>
      (await openFollowUps(database.db, 'T1', filter)).map(({ what }) => what);

    expect(await whats({ clientIds: [client.id] })).toEqual(['soon', 'later']);
    expect(await whats({ clientIds: [client.id], dueOnOrBefore: TODAY })).toEqual(['soon']);
    expect(await whats({ clientIds: [client.id, other.id], whoId: 'UANA' })).toEqual(['elsewhere', 'later']);
    expect(await whats({ clientIds: [] })).toEqual([]);
  });

  test('of an ended client are not open', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Over');
    await promise(await add(client.id), 'too late');
    await database.db
      .updateTable('clients')
      .set({ status: 'ended', ended_at: NOW })
      .where('id', '=', client.id)
      .execute();
    expect(await openFollowUps(database.db, 'T1', { clientIds: [client.id] })).toEqual([]);
  });

  test('done twice stays done by the first, and can be opened again', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Kept');
    const checkIn = await add(client.id);
    await promise(checkIn, 'call back');
    const { id = '' } = (await followUpOf(database.db, 'T1', checkIn.id)) ?? {};
    await completeFollowUp(database.db, 'T1', id, 'UANA', NOW);
    const second = await completeFollowUp(database.db, 'T1', id, 'UBEN', NOW.add({ hours: 1 }));
    expect(second).toMatchObject({ doneBy: 'UANA' });
    expect(await openFollowUps(database.db, 'T1', { clientIds: [client.id] })).toEqual([]);
    expect(await reopenFollowUp(database.db, 'T1', id)).toMatchObject({ doneAt: null, doneBy: null });
  });

  test('one of another workspace cannot be done', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Across');
    const checkIn = await add(client.id);
    await promise(checkIn, 'stay');
    const { id = '' } = (await followUpOf(database.db, 'T1', checkIn.id)) ?? {};
    expect(await completeFollowUp(database.db, 'T2', id, 'UANA', NOW)).toBeNull();
    expect((await findFollowUp(database.db, 'T1', id))?.doneAt).toBeNull();
  });
});
