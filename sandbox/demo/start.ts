import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { createApp } from '../../src/app.ts';
import { AdjustableClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { createQueue } from '../../src/jobs/queue.ts';
import type { Logger } from '../../src/log.ts';
import { nextReminderAt } from '../../src/reminders/store.ts';
import { StartError } from '../../src/start-error.ts';
import { connectDatabase, type Database } from '../../src/storage/database.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded/start.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { saveWorkspace } from '../../src/workspaces/store.ts';
import { startSandbox } from '../server/start.ts';
import { moveClock, type Timeline } from './move-clock.ts';
import { nextEventAt } from './next-event.ts';
import { seed } from './seed.ts';
import { ID, northlight } from './world.ts';

export interface DemoOptions {
  /** Where the database lies. */
  dataDir: string;
  /** 0 takes a free one. */
  port: number;
  /** Where the built page is; without it there is none. */
  pageDir?: string;
  /** What the demo's clock shows at first. */
  start: Temporal.Instant;
  log: Logger;
}

export interface Demo {
  url: string;
  clock: AdjustableClock;
  /** Bot, queue, database, sandbox, and the embedded Postgres last. */
  stop(): Promise<void>;
}

/** Milliseconds that running listeners and jobs are given at the end. */
const STOP_MS = 5_000;

/** Starts the bot as in production, but with its Slack address pointed at a sandbox, and a small agency in it. */
export async function startDemo({ dataDir, port, pageDir, start, log }: DemoOptions): Promise<Demo> {
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log, durable: false });
    closing.push(postgres.stop);
    await migrateToLatest(postgres.url, log);

    const clock = new AdjustableClock(start);
    const db = connectDatabase(postgres.url, log);
    closing.push(() => db.destroy());
    const queue = createQueue({ databaseUrl: postgres.url, clock, log });
    const timeline: Timeline = {
      clock,
      nextEvent: () => nextEventAt(db),
      nextReminder: () => nextReminderAt(db),
      catchUp: async () => {
        await queue.runTick();
        await queue.idle();
      },
    };

    const sandbox = await startSandbox({
      world: northlight,
      manifest: parse(await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8')),
      clock,
      port,
      moveClock: (move) => moveClock(timeline, move),
      nextReminder: timeline.nextReminder,
      ...(pageDir ? { pageDir } : {}),
    }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      throw new StartError(`Port ${port} is taken. Choose another one, or leave --port out.`);
    });
    closing.push(sandbox.stop);

    await seedOnce(db, clock.now());
    const config = readConfig(
      {
        SLACK_BOT_TOKEN: sandbox.botToken,
        SLACK_APP_TOKEN: sandbox.appToken,
        SLACK_API_URL: sandbox.slackApiUrl,
        DATABASE_URL: postgres.url,
      },
      { platform: process.platform, uid: process.getuid?.(), home: dataDir },
    );
    const app = await createApp(config, { database: db, queue, clock, log });
    closing.push(() => app.stop(STOP_MS));
    await app.start();
    await sandbox.whenConnected();
    await timeline.catchUp();
    return { url: sandbox.url, clock, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seedOnce(db: Database, now: Temporal.Instant): Promise<void> {
  const kept = await db.selectFrom('clients').select('id').limit(1).executeTakeFirst();
  if (kept) return;
  await saveWorkspace(
    db,
    { workspaceId: ID.team, workspaceName: northlight.team.name, botUserId: 'U0RAPPORT' },
    now,
  );
  await seed(db, northlight, now);
}
