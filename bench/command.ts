/** `/client-health <client>`: the whole of Rapport against a bare Bolt app that answers with the very same message. */

import { readFile } from 'node:fs/promises';
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { parse } from 'yaml';
import { buildChannel, buildPerson } from '../sandbox/build-world.ts';
import { AdjustableClock } from '../sandbox/clock.ts';
import type { PersonDriver } from '../sandbox/driver/person-driver.ts';
import { connectSandbox } from '../sandbox/driver/sandbox-driver.ts';
import type { ScreenMessage, World } from '../sandbox/protocol.ts';
import { type Sandbox, startSandbox } from '../sandbox/server/start.ts';
import { createApp } from '../src/app.ts';
import { createQueue } from '../src/jobs/queue.ts';
import { silentLog } from '../src/runtime/log.ts';
import { COMMAND } from '../src/slack/inbound/rules.ts';
import { clientName, DUE, personId, seedAgency, seedCheckIns, TEAM } from './agency.ts';
import { compare, percentile, timed } from './measure.ts';
import { runBenchmark, type Workbench } from './workbench.ts';

const COMMANDS = 30;
const ROUNDS = 7;
const WARM_UPS = 2;
const CLIENTS = 200;
const CHANNEL = 'C0BENCH';
/** The sandbox answers with all that is on the asker's screen, so that each round has an asker with an empty one. */
const ASKERS = ROUNDS + WARM_UPS + 1;

const world: World = {
  team: { id: TEAM, name: 'Bench', domain: 'bench' },
  people: Array.from({ length: ASKERS }, (_, number) =>
    buildPerson({ id: personId(number), realName: `Person ${number}`, teamId: TEAM }),
  ),
  channels: [
    buildChannel({
      id: CHANNEL,
      name: 'bench',
      memberIds: Array.from({ length: ASKERS }, (_, number) => personId(number)),
    }),
  ],
};

async function openSandbox(bench: Workbench, clock: AdjustableClock): Promise<Sandbox> {
  const manifest = parse(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8'));
  const sandbox = await startSandbox({ world, manifest, clock, rateLimits: 'off' });
  bench.atEnd(sandbox.stop);
  return sandbox;
}

async function startOurs(bench: Workbench, sandbox: Sandbox, clock: AdjustableClock): Promise<void> {
  const { db: database, databaseUrl } = bench;
  const queue = createQueue({ databaseUrl, clock, log: silentLog });
  const { botToken, appToken, slackApiUrl: apiUrl } = sandbox;
  const config = {
    slack: { botToken, apiUrl, receive: { mode: 'socket' as const, appToken } },
    ...{ database: { url: databaseUrl }, redisUrl: undefined, health: undefined },
    logLevel: 'silent' as const,
  };
  const app = await createApp(config, { database, queue, clock, log: silentLog });
  bench.atEnd(() => app.stop(1_000));
  await app.start();
  await sandbox.whenConnected();
  await queue.idle();
}

async function startBare(bench: Workbench, sandbox: Sandbox, { text, blocks }: ScreenMessage): Promise<void> {
  const clientOptions = { slackApiUrl: sandbox.slackApiUrl };
  const app = new App({
    token: sandbox.botToken,
    receiver: new SocketModeReceiver({
      appToken: sandbox.appToken,
      installerOptions: { clientOptions },
      logLevel: LogLevel.ERROR,
    }),
    clientOptions,
    logLevel: LogLevel.ERROR,
  });
  app.command(COMMAND, async ({ ack, respond }) => {
    await ack();
    await respond({ text, blocks, response_type: 'ephemeral' });
  });
  bench.atEnd(() => app.stop());
  await app.start();
  await sandbox.whenConnected();
}

/** Types the command, and waits until one more answer is on the screen. @returns the newest answer. */
async function ask(person: PersonDriver, answersBefore: number): Promise<ScreenMessage> {
  await person.act({ do: 'command', channel: CHANNEL, text: `${COMMAND} ${clientName(7)}` });
  return person.waitFor('an answer', ({ conversations }) => {
    const answers = conversations.find(({ id }) => id === CHANNEL)?.messages.filter((one) => one.ephemeral);
    return answers && answers.length > answersBefore && answers.at(-1);
  });
}

/** One round of an asker of their own after the other, on the same sandbox. */
function rounds(sandbox: Sandbox): () => Promise<{ p50: number; p95: number }> {
  const driver = connectSandbox(sandbox.url);
  let asker = 0;
  return async () => {
    asker += 1;
    const person = driver.as(personId(asker));
    const times: number[] = [];
    for (let n = 0; n < COMMANDS; n++) times.push(await timed(() => ask(person, n)));
    return { p50: percentile(times, 50), p95: percentile(times, 95) };
  };
}

await runBenchmark(`Command: ${COMMANDS} times ${COMMAND} with a client's name a round`, async (bench) => {
  await seedAgency(bench.db, { owners: ASKERS, clients: CLIENTS });
  await seedCheckIns(bench.db, 12);
  const clock = new AdjustableClock(DUE.subtract({ hours: 24 }));
  const whole = await openSandbox(bench, clock);
  await startOurs(bench, whole, clock);
  const plain = await openSandbox(bench, clock);
  await startBare(bench, plain, await ask(connectSandbox(whole.url).as(personId(0)), 0));
  await compare('Answer on the screen', { ours: rounds(whole), bare: rounds(plain) }, ROUNDS, WARM_UPS);
});
