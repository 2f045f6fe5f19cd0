import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { AdjustableClock } from '../sandbox/clock.ts';
import { startSandbox } from '../sandbox/server/start.ts';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createQueue } from '../src/jobs/queue.ts';
import { nextReminderAt } from '../src/reminders/planning/store.ts';
import type { Logger } from '../src/runtime/log.ts';
import { StartError } from '../src/runtime/start-error.ts';
import { connectDatabase, type Database } from '../src/storage/database.ts';
import { startEmbeddedPostgres } from '../src/storage/embedded/start.ts';
import { migrateToLatest } from '../src/storage/migrate.ts';
import { saveWorkspace } from '../src/workspaces/store.ts';
import { clockControl, type Timeline } from './move-clock.ts';
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
  /** What an earlier demo kept; without it, the story begins. */
  kept: Kept | null;
  log: Logger;
}

/** Where a demo was when it stopped. */
export interface Kept {
  now: Temporal.Instant;
  conversations: Buffer;
}

export interface Demo {
  url: string;
  /** What the next demo goes on from, beside the database. */
  keep(): Kept;
  /** Bot, queue, database, sandbox, and the embedded Postgres last. */
  stop(): Promise<void>;
}

/** Milliseconds that running listeners and jobs are given at the end. */
const STOP_MS = 5_000;

/** Starts the bot as in production, but with its Slack address pointed at a sandbox, and a small agency in it. */
export async function startDemo({ dataDir, port, pageDir, kept, log }: DemoOptions): Promise<Demo> {
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log, durable: false, endsWithUs: true });
    closing.push(postgres.stop);
    await migrateToLatest(postgres.url, log);

    const clock = new AdjustableClock(kept?.now ?? mondayMorning());
    const db = connectDatabase(postgres.url, log);
    closing.push(() => db.destroy());
    const queue = createQueue({ databaseUrl: postgres.url, clock, log });
    const timeline: Timeline = {
      clock,
      nextEvent: () => nextEventAt(db, clock.now()),
      nextReminder: () => nextReminderAt(db),
      catchUp: async () => {
        await queue.runTick();
        await queue.idle();
      },
    };

    const sandbox = await startSandbox({
      world: northlight,
      manifest: parse(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8')),
      clock,
      port,
      clockControl: clockControl(timeline),
      ...(pageDir ? { pageDir } : {}),
      ...(kept ? { kept: kept.conversations } : {}),
    }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      throw new StartError(`Port ${port} is taken. Choose another one, or leave --port out.`);
    });
    closing.push(sandbox.stop);

    await seedOnce(db, sandbox.botUserId, clock.now());
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
    return {
      url: sandbox.url,
      keep: () => ({ now: clock.now(), conversations: sandbox.keep() }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seedOnce(db: Database, botUserId: string, now: Temporal.Instant): Promise<void> {
  const kept = await db.selectFrom('clients').select('id').limit(1).executeTakeFirst();
  if (kept) return;
  await saveWorkspace(db, { workspaceId: ID.team, workspaceName: northlight.team.name, botUserId }, now);
  await seed(db, northlight, now);
}

/** This week's Monday, a moment after nine in Lisbon: the week's first reminders have just come. */
function mondayMorning(): Temporal.Instant {
  const today = Temporal.Now.zonedDateTimeISO('Europe/Lisbon');
  return today
    .subtract({ days: today.dayOfWeek - 1 })
    .withPlainTime('09:00:05')
    .toInstant();
}
