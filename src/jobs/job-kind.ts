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
 * What it throws is logged. After a transient failure (the database away, a deadlock) it is tried again a few times; after any
 * other the job is dropped, and the tick finds its row if that still needs something.
 */
export interface JobKind<T = unknown> extends JobSpec<T> {
  handle(data: T, context: JobContext): Promise<void>;
}

export interface JobContext {
  now(): Temporal.Instant;
  /** Aborted when the process stops and its deadline has passed: end as soon as nothing is half done. */
  signal: AbortSignal;
  log: Logger;
}

/** Runs every 30 seconds, usually in one process at a time: it looks in the database for what has fallen due. */
export interface Tick {
  run(context: JobContext): Promise<void>;
}
