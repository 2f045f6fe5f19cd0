import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { createApp } from './app.ts';
import { type Config, type Machine, readConfig, readStorageConfig } from './config.ts';
import { createQueue } from './jobs/queue.ts';
import { systemClock } from './runtime/clock.ts';
import { slackCode } from './runtime/errors.ts';
import { serveHealth } from './runtime/health-endpoint.ts';
import { createLog, type Logger } from './runtime/log.ts';
import { StartError } from './runtime/start-error.ts';
import { stopSignal } from './runtime/stop-signal.ts';
import { withTimeout } from './runtime/with-timeout.ts';
import { connectDatabase, isReachable } from './storage/database.ts';
import { prepareDatabase } from './storage/prepare.ts';

/** How long running listeners, and then running jobs, have when the process stops, in ms. */
const STOP_DEADLINE_MS = 10_000;
/** The same after an uncaught failure. */
const FAILED_DEADLINE_MS = 2_000;
/** How long closing one part may take, in ms: longer than it does, unless it hangs. */
const CLOSE_LIMIT_MS = 45_000;

const machine: Machine = { platform: process.platform, uid: process.getuid?.(), home: homedir() };

/** `start`, the default, runs the bot until it is stopped; `migrate` brings the database up to date and ends. */
async function main(role: string): Promise<void> {
  if (role === 'start') return runBot(readConfig(process.env, machine));
  if (role === 'migrate') return migrate();
  throw new StartError(`Rapport doesn’t know “${role}”. Use start or migrate.`);
}

async function migrate(): Promise<void> {
  const config = readStorageConfig(process.env, machine);
  const log = createLog(config.logLevel);
  const database = await prepareDatabase(config.database, log);
  await database.stop();
  log.info({}, 'The database is up to date');
}

/** However it ends, it closes what it opened, in reverse order: Slack and the jobs first, the embedded Postgres last. */
async function runBot(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const stop = stopSignal(log);
  const failure = uncaughtFailure(log);
  const deadlineMs = () => (failure.aborted ? FAILED_DEADLINE_MS : STOP_DEADLINE_MS);
  const closing: [what: string, close: () => Promise<void>][] = [];
  const ended = AbortSignal.any([stop, failure]);

  try {
    const prepared = await prepareDatabase(config.database, log);
    closing.push(['embedded Postgres', prepared.stop]);
    ended.throwIfAborted();

    const database = connectDatabase(prepared.url, log);
    closing.push(['database', () => database.destroy()]);
    const queue = createQueue({
      redisUrl: config.redisUrl,
      databaseUrl: prepared.url,
      clock: systemClock,
      log,
    });
    closing.push(['queue', () => queue.close(deadlineMs())]);

    const app = await createApp(config, { database, queue, clock: systemClock, log });
    if (config.health) {
      const health = await serveHealth(config.health, {
        database: () => isReachable(database),
        slack: () => !ended.aborted && app.connected(),
      });
      closing.push(['health endpoint', health.close]);
      log.info({ port: health.port }, 'Health endpoint is up');
    }
    closing.push(['app', () => app.stop(deadlineMs())]);
    ended.throwIfAborted();
    await app.start();
    log.info({}, 'Rapport is running');
    await whenAborted(ended);
  } catch (error) {
    if (!ended.aborted) throw error;
  } finally {
    for (const [part, close] of closing.reverse()) {
      await withinCloseLimit(close()).catch((error) =>
        log.error({ err: error, part }, 'A part did not close'),
      );
    }
  }
  if (failure.aborted)
    throw new StartError('Rapport stopped after a failure: see the log, then start it again.');
  log.info({}, 'Rapport has stopped');
}

/**
 * Aborted by an error that nothing caught: our state is unknown then, so the process stops, for its supervisor to start it
 * again. This is how Socket Mode reports that it cannot reconnect.
 */
function uncaughtFailure(log: Logger): AbortSignal {
  const controller = new AbortController();
  const onFailure = (error: unknown) => {
    log.fatal({ err: error }, 'An uncaught error; stopping');
    controller.abort();
  };
  process.on('unhandledRejection', onFailure);
  process.on('uncaughtException', onFailure);
  return controller.signal;
}

/** @throws Error when closing takes too long; what comes after it is closed all the same. */
async function withinCloseLimit(closed: Promise<void>): Promise<void> {
  await withTimeout(closed, CLOSE_LIMIT_MS, () => {
    throw new Error(`Not closed within ${CLOSE_LIMIT_MS} ms`);
  });
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What the person who started us reads: one line where they can fix it, the whole error where they cannot. */
function report(error: unknown): void {
  const advice = error instanceof StartError ? error.message : adviceOn(error);
  if (advice) console.error(advice);
  else createLog().fatal({ err: error }, 'Rapport could not start');
}

function adviceOn(error: unknown): string | undefined {
  const refused = slackCode(error);
  if (refused) {
    return (
      `Slack doesn’t accept the tokens (${refused}). Copy them again from https://api.slack.com/apps: ` +
      'SLACK_BOT_TOKEN under "OAuth & Permissions", SLACK_APP_TOKEN under "Basic Information".'
    );
  }
  const { code, port } = error as { code?: unknown; port?: unknown };
  if (code === 'slack_webapi_request_error') {
    return 'Can’t reach Slack. Check this machine’s network, and SLACK_API_URL if it is set.';
  }
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return `Can’t listen on port ${port} (${code}). Set PORT or HEALTH_PORT to another one.`;
  }
  return undefined;
}

/** What is set in the environment wins over the file. */
function readEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

try {
  readEnvFile();
  await main(process.argv[2] ?? 'start');
  process.exit(0);
} catch (error) {
  report(error);
  process.exit(1);
}
