import { beforeAll, expect, test } from 'vitest';
import { DELIVER } from '../../src/slack/outbound/delivery-job.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { captureLog, expectLine } from './captured-log.ts';

const log = captureLog();
const rapport = useRapport({ log: log.log });
const SECRET = 'what the client said';

beforeAll(async () => {
  await seedAgency(rapport.db);
  await seedClient(rapport.db, 'Acme');
});

test.each([
  ['nothing', {}, 'workspaceId'],
  ['no delivery', { workspaceId: ID.team }, 'deliveryId'],
  ['words for ids', { workspaceId: SECRET, deliveryId: SECRET }, 'workspaceId'],
  ['an object for an id', { workspaceId: ID.team, deliveryId: { text: SECRET } }, 'deliveryId'],
])('a job that holds %s is dropped, and logged by the fields that are wrong', async (what, wrong, field) => {
  log.clear();
  await rapport.queue.enqueue(DELIVER, wrong as never, { id: what.replaceAll(' ', '-') });
  await rapport.queue.idle();
  const dropped = { job: 'deliver', level: 'error', fields: expect.arrayContaining([field]) };
  await expectLine(log, dropped, [SECRET]);
  expect(await rapport.db.selectFrom('deliveries').select('id').execute()).toEqual([]);
});

test('a job for a message that does not exist, or is another workspace’s, sends nothing', async () => {
  const deliveryId = '00000000-0000-4000-8000-000000000001';
  for (const workspaceId of [ID.team, ID.otherTeam]) {
    await rapport.queue.enqueue(DELIVER, { workspaceId, deliveryId }, { id: `${workspaceId}-${deliveryId}` });
  }
  await rapport.queue.idle();
  expect(await rapport.driver.calls('chat.postMessage')).toEqual([]);
});

test('after them the next reminder goes out as ever', async () => {
  await rapport.moveTo('2026-03-03T09:00:00Z');
  expect((await rapport.driver.as(ID.ana).waitForMessage('Acme')).text).toBe('Time to check in with Acme.');
});
