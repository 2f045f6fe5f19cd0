import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { JobQueue } from './jobs/queue.ts';
import type { Logger } from './log.ts';
import { connectSlack } from './slack/connection.ts';
import type { Database } from './storage/database.ts';

export interface AppParts {
  database: Database;
  queue: JobQueue;
  clock: Clock;
  log: Logger;
}

export interface App {
  start(): Promise<void>;
  /** Stops taking from Slack, then waits for listeners and jobs, up to `deadlineMs` for each. */
  stop(deadlineMs: number): Promise<void>;
  /** Whether Slack can reach us now. */
  connected(): boolean;
}

/** Joins the features to Slack, the queue and the database: the only place that knows everyone. */
export async function createApp(config: Config, parts: AppParts): Promise<App> {
  const slack = await connectSlack(config.slack, parts.log);
  return {
    async start() {
      await parts.queue.start({ kinds: [], tick: { run: async () => {} } });
      await slack.start();
    },
    async stop(deadlineMs) {
      await slack.stop(deadlineMs);
      await parts.queue.close(deadlineMs);
    },
    connected: () => slack.connected(),
  };
}
