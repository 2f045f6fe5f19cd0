import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AdjustableClock } from '../../sandbox/clock.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server/start.ts';
import { refreshPeople } from '../../src/people/refresh-people.ts';
import { findPerson, savePerson } from '../../src/people/store.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import { useDatabase } from '../support/database.ts';
import { readManifest } from '../support/rapport.ts';
import { ID, studio } from '../support/studio.ts';

const database = useDatabase();
const now = Temporal.Instant.from('2026-03-02T08:00:00Z');
const clock = new AdjustableClock(now);
let sandbox: Sandbox;
let driver: SandboxDriver;
let refresh: () => Promise<void>;

beforeAll(async () => {
  const manifest = await readManifest();
  sandbox = await startSandbox({ world: studio, manifest, clock, rateLimits: 'off' });
  driver = connectSandbox(sandbox.url);
  const web = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  refresh = () => refreshPeople({ db: database.db, web, clock }, ID.team);
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  await driver.clearFaults();
  await database.db.deleteFrom('workspaces').execute();
  await saveWorkspace(
    database.db,
    { workspaceId: ID.team, workspaceName: 'Studio', botUserId: 'U0BOT' },
    now,
  );
});

/** Somebody who was in Oslo when Slack was last asked. */
async function seen(id: string, hoursAgo: number): Promise<void> {
  const person = { id, name: 'Somebody', kind: 'member', timeZone: 'Europe/Oslo' } as const;
  await savePerson(database.db, ID.team, person, clock.now().subtract({ hours: hoursAgo }));
}
const zoneOf = async (id: string) => (await findPerson(database.db, ID.team, id))?.timeZone;
const timesAsked = async () => (await driver.calls('users.info')).length;

test('a change of zone without an event is known within a day', async () => {
  await seen(ID.ana, 24);
  await seen(ID.ben, 12);
  await refresh();
  expect(await zoneOf(ID.ana)).toBe('Europe/London');
  expect(await zoneOf(ID.ben)).toBe('Europe/Oslo');
});

test('each person is refreshed once, ten at a time, the oldest answers first', async () => {
  const others = Array.from({ length: 14 }, (_, i) => `U0OTHER${i}`);
  for (const id of others) await seen(id, 24);
  await seen(ID.ana, 48);
  const before = await timesAsked();
  await refresh();
  expect(await timesAsked()).toBe(before + 10);
  expect(await zoneOf(ID.ana)).toBe('Europe/London');
  await refresh();
  await refresh();
  expect(await timesAsked()).toBe(before + 15);
});

test('somebody whom Slack no longer shows stays as they were, and does not hold up others', async () => {
  await seen('U0NOBODY', 48);
  await seen(ID.ana, 24);
  await refresh();
  expect(await zoneOf('U0NOBODY')).toBe('Europe/Oslo');
  expect(await zoneOf(ID.ana)).toBe('Europe/London');
});

test('when Slack limits the rate, the rest waits for the next tick', async () => {
  await seen(ID.ana, 48);
  await seen(ID.ben, 24);
  const before = await timesAsked();
  await driver.fault({ method: 'users.info', fault: { kind: 'rate_limited', retryAfterSeconds: 30 } });
  await refresh();
  expect(await timesAsked()).toBe(before + 1);
  expect(await zoneOf(ID.ana)).toBe('Europe/Oslo');
  await refresh();
  expect(await zoneOf(ID.ana)).toBe('Europe/London');
  expect(await zoneOf(ID.ben)).toBe('America/New_York');
});
