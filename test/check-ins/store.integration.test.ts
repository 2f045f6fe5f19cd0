import { beforeAll, describe, expect, test } from 'vitest';
import type { Answers } from '../../src/check-ins/rules.ts';
import { addCheckIn, checkInsSince, findCheckIn, latestCheckIns } from '../../src/check-ins/store.ts';
import { useDatabase } from '../support/database.ts';
import { NOW, someAnswers } from './samples.ts';
import { addSomeClient, setUpWorkspace } from './workspace.ts';

const database = useDatabase();
let views = 0;

beforeAll(async () => {
  for (const workspaceId of ['T1', 'T2']) await setUpWorkspace(database.db, workspaceId);
});

async function add(clientId: string, hoursAgo = 0, but: Partial<Answers> = {}, workspaceId = 'T1') {
  views += 1;
  const viewId = `V${views}`;
  const at = NOW.subtract({ hours: hoursAgo });
  const answers = someAnswers(but);
  const checkIn = { workspaceId, clientId, authorId: 'UANA', viewId, answers, spokeAt: at };
  const added = await database.db.transaction().execute((trx) => addCheckIn(trx, checkIn, at));
  if (!added) throw new Error('A view of its own was taken for a second submission');
  return added;
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

  test('cannot be found from another workspace', async () => {
    const client = await addSomeClient(database.db, 'T1', 'Ours');
    const { id } = await add(client.id);
    expect(await findCheckIn(database.db, 'T2', id)).toBeNull();
    expect(await latestCheckIns(database.db, 'T2', [client.id], 3)).toEqual(new Map());
  });

  test('come newest first for each of several clients, up to a number', async () => {
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

  test('are none for no clients', async () => {
    expect(await latestCheckIns(database.db, 'T1', [], 3)).toEqual(new Map());
  });

  test('since a time come oldest first, that time included', async () => {
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
