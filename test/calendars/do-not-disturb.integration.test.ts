import { WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { AdjustableClock } from '../../sandbox/clock.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server/start.ts';
import { createDoNotDisturb } from '../../src/calendars/do-not-disturb.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { readManifest } from '../support/rapport.ts';
import { ID, studio } from '../support/studio.ts';

const now = Temporal.Instant.from('2026-03-02T08:00:00Z');
let sandbox: Sandbox;
let driver: SandboxDriver;
let web: WebClient;
let until: (workspaceId: string, personId: string) => Promise<Temporal.Instant | null>;

/** Rapport's; the sandbox has one of its own. */
let time = now;
const clock = { now: () => time };

beforeAll(async () => {
  sandbox = await startSandbox({
    world: studio,
    manifest: await readManifest(),
    clock: new AdjustableClock(now),
    rateLimits: 'off',
  });
  driver = connectSandbox(sandbox.url);
  const options = {
    slackApiUrl: sandbox.slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
  web = new WebClient(sandbox.botToken, options);
});
afterAll(() => sandbox.stop());
beforeEach(() => {
  time = now;
  until = createDoNotDisturb({ web, clock, log: silentLog });
});
afterEach(() => driver.clearFaults());

const timesAsked = async () => (await driver.calls('dnd.info')).length;

test('do-not-disturb lasts until the end that Slack gives', async () => {
  await driver.change({ person: { id: ID.ana, doNotDisturbUntil: '2026-03-02T10:30:00Z' } });
  await driver.change({ person: { id: ID.ben, doNotDisturbUntil: '2026-03-02T07:00:00Z' } });
  expect((await until(ID.team, ID.ana))?.toString()).toBe('2026-03-02T10:30:00Z');
  expect(await until(ID.team, ID.ben)).toBeNull();
  expect(await until(ID.team, ID.gus)).toBeNull();
});

test.each([
  { kind: 'rate_limited', retryAfterSeconds: 30 } as const,
  { kind: 'status', status: 500 } as const,
  { kind: 'error', error: 'missing_scope' } as const,
])('do-not-disturb counts as off where Slack does not answer: $kind', async (fault) => {
  await driver.change({ person: { id: ID.ana, doNotDisturbUntil: '2026-03-02T10:30:00Z' } });
  await driver.fault({ method: 'dnd.info', fault });
  expect(await until(ID.team, ID.ana)).toBeNull();
});

test('Slack is asked again after five minutes while do-not-disturb is on, so an early end is seen', async () => {
  await driver.change({ person: { id: ID.ana, doNotDisturbUntil: '2026-03-02T10:30:00Z' } });
  const before = await timesAsked();
  for (let tick = 0; tick < 9; tick += 1) {
    await until(ID.team, ID.ana);
    time = time.add({ seconds: 30 });
  }
  expect(await timesAsked()).toBe(before + 1);
  await driver.change({ person: { id: ID.ana, doNotDisturbUntil: '2026-03-02T07:00:00Z' } });
  time = time.add({ minutes: 1 });
  expect(await until(ID.team, ID.ana)).toBeNull();
});

test('Slack is asked again after five minutes while do-not-disturb is off, so its start is seen', async () => {
  const before = await timesAsked();
  expect(await until(ID.team, ID.ana)).toBeNull();
  await driver.change({ person: { id: ID.ana, doNotDisturbUntil: '2026-03-02T10:30:00Z' } });
  time = time.add({ minutes: 4 });
  expect(await until(ID.team, ID.ana)).toBeNull();
  expect(await timesAsked()).toBe(before + 1);
  time = time.add({ minutes: 1 });
  expect(await until(ID.team, ID.ana)).not.toBeNull();
});

test('Slack is not asked about anybody for a minute after it failed to answer', async () => {
  await driver.change({ person: { id: ID.ben, doNotDisturbUntil: '2026-03-02T10:30:00Z' } });
  const before = await timesAsked();
  await driver.fault({ method: 'dnd.info', fault: { kind: 'status', status: 500 } });
  await until(ID.team, ID.ana);
  expect(await until(ID.team, ID.ben)).toBeNull();
  expect(await timesAsked()).toBe(before + 1);
  time = time.add({ seconds: 61 });
  expect(await until(ID.team, ID.ben)).not.toBeNull();
});
