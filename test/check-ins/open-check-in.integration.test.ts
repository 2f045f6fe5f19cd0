import { beforeAll, expect, test } from 'vitest';
import { openCheckIn, openEarlier } from '../../src/check-ins/open-check-in.ts';
import { recordCheckIn } from '../../src/check-ins/record-check-in.ts';
import { useDatabase } from '../support/database.ts';
import { CHECK_IN_ID, CLIENT_ID, NOW, someAnswers } from './samples.ts';
import { addSomeClient, setUpWorkspace } from './workspace.ts';

const database = useDatabase();
const clock = { now: () => NOW };
const ana = { workspaceId: 'T1', userId: 'UANA', name: 'Ana', timeZone: 'Europe/London' };
const ben = { ...ana, userId: 'UBEN', name: 'Ben' };

beforeAll(() => setUpWorkspace(database.db, 'T1'));

test('only its author opens an earlier check-in', async () => {
  const client = await addSomeClient(database.db, 'T1', 'Acme');
  const { checkIn } = await recordCheckIn(database.db, clock, async () => null, {
    workspaceId: 'T1',
    clientId: client.id,
    authorId: 'UANA',
    viewId: 'V1',
    answers: someAnswers(),
    promised: null,
  });
  const view = await openEarlier(database.db, clock, ana, checkIn.id, null);
  expect(JSON.stringify(view.blocks)).toContain('Good, but slow to answer');
  await expect(openEarlier(database.db, clock, ben, checkIn.id, null)).rejects.toThrow(
    /Only the one who wrote/,
  );
});

test.each([CLIENT_ID, 'not an id'])(
  'a button of a client that is not there (%s) says what to do',
  async (id) => {
    await expect(openCheckIn(database.db, clock, ana, id, null)).rejects.toThrow(/does not know that client/);
  },
);

test('a check-in that is not there says so', async () => {
  await expect(openEarlier(database.db, clock, ana, CHECK_IN_ID, null)).rejects.toThrow(/not there any more/);
});
