import { beforeAll, expect, test } from 'vitest';
import { openCheckIn, openEarlier } from '../../src/check-ins/open-check-in.ts';
import { recordCheckIn } from '../../src/check-ins/record-check-in.ts';
import { useDatabase } from '../support/database.ts';
import { CHECK_IN_ID, CLIENT_ID, NOW, someAnswers } from './samples.ts';
import { addSomeClient, setUpWorkspace } from './workspace.ts';

const database = useDatabase();
const deps = () => ({ db: database.db, clock: { now: () => NOW } });
const ana = { workspaceId: 'T1', userId: 'UANA', name: 'Ana', timeZone: 'Europe/London' };
const ben = { ...ana, userId: 'UBEN', name: 'Ben' };

beforeAll(() => setUpWorkspace(database.db, 'T1'));

test('only the author can open an earlier check-in', async () => {
  const client = await addSomeClient(database.db, 'T1', 'Acme');
  const { checkIn } = await recordCheckIn({ ...deps(), answerPrompt: async () => null }, ana, {
    clientId: client.id,
    viewId: 'V1',
    answers: someAnswers(),
    promised: null,
  });
  const view = await openEarlier(deps(), ana, { checkInId: checkIn.id, from: null });
  expect(JSON.stringify(view.blocks)).toContain('Good, but slow to answer');
  await expect(openEarlier(deps(), ben, { checkInId: checkIn.id, from: null })).rejects.toThrow(
    /Only the person who wrote/,
  );
});

test.each([CLIENT_ID, 'not an id'])(
  'a button of a client that is not there (%s) says what to do',
  async (id) => {
    await expect(openCheckIn(deps(), ana, { clientId: id, from: null })).rejects.toThrow(
      /couldn’t find that client/,
    );
  },
);

test('opening a check-in that is gone says so', async () => {
  await expect(openEarlier(deps(), ana, { checkInId: CHECK_IN_ID, from: null })).rejects.toThrow(/is gone/);
});
