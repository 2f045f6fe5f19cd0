import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../demo/start.ts';
import { ID } from '../../demo/world.ts';
import { renderMessage } from '../../sandbox/driver/render-text.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import type { ScreenMessage } from '../../sandbox/protocol.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeTemporaryDir } from '../../src/storage/embedded/start.ts';

let dir = '';
let demo: Demo;
let driver: SandboxDriver;

beforeAll(async () => {
  dir = makeTemporaryDir('rapport-test-clock-');
  demo = await startDemo({ dataDir: join(dir, 'postgres'), port: 0, kept: null, log: silentLog });
  driver = connectSandbox(demo.url);
}, 60_000);
afterAll(async () => {
  await demo.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const dmOf = async (id: string) => (await driver.as(id).dm()).messages;
const sentAt = ({ ts }: ScreenMessage) => Number(ts) * 1_000;

test('the clients are asked about in many ways', async () => {
  const ana = driver.as(ID.ana);
  for (const [client, cadence] of [
    ['Harbor Foods', 'Every 2 weeks on Monday, 09:00'],
    ['Kestrel Robotics', 'Every month on the first Tuesday, 09:00'],
    ['Lumen Theatre', 'Every month on the last day, 09:00'],
    ['Pine & Co Accountants', 'Every 3 months on the second Thursday, 09:00'],
  ] as const) {
    await ana.command(`/client-health ${client}`, { in: ID.general });
    await ana.waitForMessage(cadence, ID.general);
  }
});

test('an outage ends in one DM for each owner about what is still due, and nothing is said in between', async () => {
  const began = Date.parse((await driver.clock()).now);
  await driver.moveClock('outage');
  const over = Date.parse((await driver.clock()).now);
  expect(over - began).toBeGreaterThanOrEqual(14 * 24 * 3_600_000);
  const since = async (id: string) => (await dmOf(id)).filter((message) => sentAt(message) > began);
  const asked = async (id: string) =>
    (await since(id)).filter(({ text }) => text.startsWith('Time to check in'));
  while ((await asked(ID.ben)).length === 0) await driver.moveClock('next-reminder');
  for (const [id, client] of [
    [ID.ana, 'Harbor Foods'],
    [ID.chloe, 'Old Mill Bakery'],
    [ID.ben, 'Marisol Hotels'],
  ] as const) {
    expect((await asked(id)).map(renderMessage)).toEqual([expect.stringContaining(client)]);
    expect(Math.min(...(await since(id)).map(sentAt))).toBeGreaterThanOrEqual(over - 60_000);
  }
  const [waited] = await asked(ID.ben);
  expect(waited && renderMessage(waited)).toContain('Waiting since Wednesday');
}, 30_000);
