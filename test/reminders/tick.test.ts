import { beforeEach, expect, test } from 'vitest';
import { planDue } from '../../src/reminders/plan.ts';
import { runTick } from '../../src/reminders/tick.ts';
import { DELIVER, type DeliverPayload } from '../../src/slack/jobs.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
let queued: { data: DeliverPayload; id: string }[] = [];

beforeEach(async () => {
  queued = [];
  await clearAgency(database.db);
  await seedAgency(database.db);
  await seedClient(database.db, 'Acme');
  await seedClient(database.db, 'Beta', { ownerId: ID.ben });
});

const tick = (plans = [planDue]) =>
  runTick({
    db: database.db,
    clock,
    plans,
    enqueue: async (data, { id }) => {
      queued.push({ data, id });
    },
  });

test('a tick queues what was planned in it, by ids alone', async () => {
  await tick();
  expect(queued).toHaveLength(2);
  for (const { data, id } of queued) {
    expect(DELIVER.schema.parse(data)).toEqual({ workspaceId: ID.team, deliveryId: id });
  }
});

test('what a lost queue has forgotten, the next tick queues again under the same id', async () => {
  await tick();
  const forgotten = queued.map(({ id }) => id);
  queued = [];
  await tick();
  expect(queued.map(({ id }) => id).sort()).toEqual(forgotten.sort());
});

test('a plan that fails keeps neither the other plans nor the messages from their turn, and is told', async () => {
  const fails = async () => {
    throw new Error('The plan is broken');
  };
  const failure = await tick([fails, planDue]).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AggregateError);
  expect((failure as AggregateError).errors).toMatchObject([{ message: 'The plan is broken' }]);
  expect(queued).toHaveLength(2);
});

test.each([
  {},
  { workspaceId: ID.team },
  { workspaceId: ID.team, deliveryId: 'one' },
  { workspaceId: 'somewhere', deliveryId: '00000000-0000-4000-8000-000000000000' },
  { workspaceId: ID.team, deliveryId: '00000000-0000-4000-8000-000000000000', text: 'words' },
])('a payload %j is not taken for a delivery’s', (payload) => {
  expect(DELIVER.schema.safeParse(payload).success).toBe(false);
});
