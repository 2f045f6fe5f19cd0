import { beforeEach, expect, test } from 'vitest';
import { type Plan, runTick } from '../../src/jobs/tick.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { DELIVER, enqueueDue } from '../../src/slack/outbound/delivery-job.ts';
import type { DeliveryKey } from '../../src/slack/outbound/rules.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
/** In office hours both in London and in New York. */
const clock = new StillClock(TUESDAY_9_LONDON.add({ hours: 6 }));
let queued: { data: DeliveryKey; id: string }[] = [];

beforeEach(async () => {
  queued = [];
  await clearAgency(database.db);
  await seedAgency(database.db);
  await seedClient(database.db, 'Acme');
  await seedClient(database.db, 'Beta', { ownerId: ID.ben });
});

const planned = () => planRounds(database.db, clock);

const tick = (plans: Plan[] = [planned]) =>
  runTick(plans, async () => {
    await enqueueDue(database.db, clock, async (data, { id }) => {
      queued.push({ data, id });
    });
  });

const queuedIds = () => [...new Set(queued.map(({ id }) => id))].sort();

test('a tick queues what it has planned, with ids only', async () => {
  await tick();
  expect(queued).toHaveLength(2);
  for (const { data, id } of queued) {
    expect(DELIVER.schema.parse(data)).toEqual({ workspaceId: ID.team, deliveryId: id });
  }
});

test('a delivery whose job was lost is queued again by the next tick under the same id', async () => {
  await tick();
  const forgotten = queuedIds();
  queued = [];
  await tick();
  expect(queuedIds()).toEqual(forgotten);
});

test('deliveries that are due are queued before anything is planned', async () => {
  await tick();
  const owed = queuedIds();
  queued = [];
  let before: string[] = [];
  const looks = async () => {
    before = queuedIds();
  };
  await tick([looks]);
  expect(before).toEqual(owed);
  expect(owed).toHaveLength(2);
});

test('a plan that fails is reported, and stops neither the other plans nor the messages', async () => {
  const fails = async () => {
    throw new Error('The plan is broken');
  };
  const failure = await tick([fails, planned]).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AggregateError);
  expect((failure as AggregateError).errors).toMatchObject([{ message: 'The plan is broken' }]);
  expect(queuedIds()).toHaveLength(2);
});

test.each([
  {},
  { workspaceId: ID.team },
  { workspaceId: ID.team, deliveryId: 'one' },
  { workspaceId: 'somewhere', deliveryId: '00000000-0000-4000-8000-000000000000' },
  { workspaceId: ID.team, deliveryId: '00000000-0000-4000-8000-000000000000', text: 'words' },
])('a payload %j is refused', (payload) => {
  expect(DELIVER.schema.safeParse(payload).success).toBe(false);
});
