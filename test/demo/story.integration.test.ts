import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../demo/start.ts';
import { ID } from '../../demo/world.ts';
import { renderMessage } from '../../sandbox/driver/render-text.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeTemporaryDir } from '../../src/storage/embedded/start.ts';

let dir = '';
let demo: Demo;
let driver: SandboxDriver;

beforeAll(async () => {
  dir = makeTemporaryDir('rapport-test-story-');
  demo = await startDemo({ dataDir: join(dir, 'postgres'), port: 0, kept: null, log: silentLog });
  driver = connectSandbox(demo.url);
}, 60_000);
afterAll(async () => {
  await demo.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

/** What a person reads in the DM with Rapport, the oldest first. */
const read = async (id: string) => (await driver.as(id).dm()).messages.map(renderMessage);
const alertsTo = async (id: string) => (await read(id)).filter((message) => /^(🚨|🔴|🔻|🔕)/u.test(message));

test('there are clients in each band, and the list begins with who may leave', async () => {
  const ana = driver.as(ID.ana);
  await ana.command('/client-health', { in: ID.general });
  const list = renderMessage(await ana.waitForMessage('need attention', ID.general));
  for (const row of [
    /^Harbor Foods +\| Ana +\| 🔴 At risk +\| +30 \| ↘ falling/mu,
    /^Lumen Theatre +\| Chloé +\| 🟡 Watch +\| +51 \| ↘ falling/mu,
    /^Kestrel Robotics +\| Ben +\| 🟡 Watch +\| +73 \| ↘ falling/mu,
    /^Fjord Outdoor +\| Ana +\| 🟡 Watch \(set manually\) +\| +93 \| ↗ improving/mu,
    /^Marisol Hotels +\| Ben +\| ⚪ Unknown/mu,
    /^Old Mill Bakery +\| Chloé +\| 🟢 Healthy +\| +99 \| → steady/mu,
    /^Pine & Co Accountants +\| Ana +\| 🟢 Healthy +\| +93 \| → steady/mu,
    /^Brightwater Clinics +\| Ben +\| 🟢 Healthy +\| +100 \| ↗ improving/mu,
  ]) {
    expect(list).toMatch(row);
  }
  expect(list.indexOf('Harbor Foods')).toBeLessThan(list.indexOf('Lumen Theatre'));
});

test.each([
  ['harbor', 'They said they might leave', 'fell from 100 to 30'],
  ['lumen', 'You’re more optimistic than they are', 'fell from 92 to 51'],
  ['kestrel', 'More work than agreed (63 h of 40 h a month)', 'fell from 100 to 73'],
  ['fjord', 'set by Ana until', 'rose from 49 to 93'],
  ['brightwater', 'They said they’re delighted', 'rose from 89 to 100'],
])('the card of %s says why, and tells its twelve weeks', async (name, reason, course) => {
  const ana = driver.as(ID.ana);
  await ana.command(`/client-health ${name}`, { in: ID.general });
  const card = await ana.waitForMessage(course, ID.general);
  expect(renderMessage(card)).toContain(reason);
  expect(renderMessage(card)).toContain('Score in the last 12 weeks');
});

test('nobody is alerted about the past; a week later a happy client has gone quiet, and a broken promise is told', async () => {
  for (const id of [ID.ana, ID.ben, ID.chloe]) expect(await alertsTo(id)).toEqual([]);

  await driver.moveClock('week');

  expect((await alertsTo(ID.chloe)).toSorted()).toEqual([
    expect.stringMatching(/^🔕 Nobody has spoken with Old Mill Bakery in 3\d days\. 🟡 Watch/u),
    expect.stringContaining('🔴 Lumen Theatre is at risk.'),
  ]);
  for (const id of [ID.ana, ID.ben]) expect(await alertsTo(id)).toEqual([]);
  const digest = await driver.as(ID.ben).waitForMessage('Happy but quiet', ID.leads);
  expect(digest.text).toContain('Changed: Lumen Theatre, Old Mill Bakery.');
  expect(digest.text).toContain('Happy but quiet: Old Mill Bakery.');
}, 60_000);
