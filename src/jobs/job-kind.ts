import type { z } from 'zod';
import type { Logger } from '../runtime/log.ts';

/**
 * What one kind of job carries: its name and the shape of its payload. Enough to enqueue it.
 *
 * A payload holds ids and nothing else; what they stand for is read from the database when the job runs.
 */
export interface JobSpec<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/**
 * A kind of job and what to do about one. `handle` may run twice for the same id, late, or beside itself in another
 * process: it reads its row under a lock and does what the row still needs.
 *
 * What it throws is logged. A failure that passes by itself (the database away, a deadlock) is tried again a few times;
 * any other is dropped, for the tick to find if the row still needs it.
 */
export interface JobKind<T = unknown> extends JobSpec<T> {
  handle(data: T, context: JobContext): Promise<void>;
}

export interface JobContext {
  now(): Temporal.Instant;
  /** Aborted when the process stops and its deadline has passed: leave off as soon as nothing is half done. */
  signal: AbortSignal;
  log: Logger;
}

/** What runs every 30 seconds, in one process at a time as a rule: it looks in the database for what has fallen due. */
export interface Tick {
  run(context: JobContext): Promise<void>;
}
