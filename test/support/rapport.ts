import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import { parse } from 'yaml';
import { AdjustableClock } from '../../sandbox/clock.ts';
import { connectSandbox, type SandboxDriver } from '../../sandbox/driver/sandbox-driver.ts';
import type { World } from '../../sandbox/protocol.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server/start.ts';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createQueue, type JobQueue } from '../../src/jobs/queue.ts';
import { type Logger, silentLog } from '../../src/runtime/log.ts';
import type { Database } from '../../src/storage/database.ts';
import { cloneDatabase, type OwnDatabase } from './database.ts';
import { freePort } from './free-port.ts';
import { studio } from './studio.ts';

/** The whole of Rapport, against a sandbox and a database of its own. */
export interface TestRapport {
  db: Database;
  databaseUrl: string;
  sandbox: Sandbox;
  driver: SandboxDriver;
  /** Starts on Monday 2 March 2026, 08:00 in London, and runs on from there. */
  clock: AdjustableClock;
  queue: JobQueue;
  workspaceId: string;
  /** Where Slack delivers to, with `delivery: 'http'`. */
  requestUrl: string | undefined;
  /** Does all that is due now, and resolves once the queue has nothing left to do. */
  tick(): Promise<void>;
  /** Moves the clock on to this instant, in ISO 8601, and does what is due then. */
  moveTo(instant: string): Promise<void>;
}

export interface RapportOptions {
  world?: World;
  /** How Slack reaches the app. Default Socket Mode. */
  delivery?: 'socket' | 'http';
  redisUrl?: string;
  /** Default: a clone of the migrated one. It is dropped in the end. */
  database?: OwnDatabase;
  log?: Logger;
  /** ISO 8601. */
  now?: string;
}

/** One Rapport for the tests of a file (or of a `describe`). Its fields can be read once tests run. */
export function useRapport(options: RapportOptions = {}): Readonly<TestRapport> {
  let running: (TestRapport & { stop(): Promise<void> }) | undefined;
  beforeAll(async () => {
    running = await startRapport(options);
  }, 60_000);
  afterAll(() => running?.stop(), 60_000);
  return new Proxy({} as TestRapport, {
    get(_, field: keyof TestRapport) {
      if (!running) throw new Error('useRapport() has nothing before the tests run');
      return running[field];
    },
  });
}

export async function startRapport(
  options: RapportOptions,
): Promise<TestRapport & { stop(): Promise<void> }> {
  const world = options.world ?? studio;
  const log = options.log ?? silentLog;
  const clock = new AdjustableClock(Temporal.Instant.from(options.now ?? '2026-03-02T08:00:00Z'));
  const database = options.database ?? (await cloneDatabase());
  const port = options.delivery === 'http' ? await freePort() : undefined;
  const requestUrl = port ? `http://127.0.0.1:${port}/slack/events` : undefined;
  const sandbox = await startSandbox({
    world,
    manifest: await readManifest(),
    clock,
    rateLimits: 'off',
    ...(requestUrl ? { requestUrl } : {}),
  });
  const config = readConfig(
    {
      SLACK_BOT_TOKEN: sandbox.botToken,
      SLACK_API_URL: sandbox.slackApiUrl,
      DATABASE_URL: database.url,
      ...(port
        ? { SLACK_SIGNING_SECRET: sandbox.signingSecret, PORT: String(port) }
        : { SLACK_APP_TOKEN: sandbox.appToken }),
    },
    { platform: process.platform, uid: process.getuid?.(), home: '/nowhere' },
  );
  const queue = createQueue({ redisUrl: options.redisUrl, databaseUrl: database.url, clock, log });
  const app = await createApp(config, { database: database.db, queue, clock, log });
  await app.start();
  await sandbox.whenConnected();
  const tick = async () => {
    await queue.runTick();
    await queue.idle();
  };
  return {
    db: database.db,
    databaseUrl: database.url,
    sandbox,
    driver: connectSandbox(sandbox.url),
    clock,
    queue,
    workspaceId: world.team.id,
    requestUrl,
    tick,
    async moveTo(instant) {
      clock.moveTo(Temporal.Instant.from(instant));
      await tick();
    },
    async stop() {
      await app.stop(5_000);
      await sandbox.stop();
      await database.drop();
    },
  };
}

export async function readManifest(): Promise<unknown> {
  return parse(await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8'));
}
