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

/** A kind of job that a process can do: see `defineJob`. */
export interface JobKind {
  readonly name: string;
  /** @throws InvalidPayload where the payload has another shape than the kind's. */
  run(payload: unknown, context: JobContext): Promise<void>;
}

export interface JobContext {
  now(): Temporal.Instant;
  /** Aborted when the process stops and its deadline has passed: end as soon as nothing is half done. */
  signal: AbortSignal;
  log: Logger;
}

/** A payload that does not fit its kind of job. It names the fields, never what is in them. */
export class InvalidPayload extends Error {
  override readonly name = 'InvalidPayload';
  readonly fields: string[];

  constructor(fields: string[]) {
    super('The payload has another shape than this kind of job');
    this.fields = fields;
  }
}

/**
 * A kind of job and what to do about one. `handle` may run twice for the same id, late, or at the same time in another
 * process: it reads its row under a lock and does what the row still needs.
 *
 * What it throws is logged. After a transient failure (the database away, a deadlock) it is tried again a few times; after any
 * other the job is dropped, and the tick finds its row if that still needs something.
 */
export function defineJob<T>(
  { name, schema }: JobSpec<T>,
  handle: (payload: T, context: JobContext) => Promise<void>,
): JobKind {
  return {
    name,
    async run(payload, context) {
      const parsed = schema.safeParse(payload);
      if (!parsed.success) {
        throw new InvalidPayload(parsed.error.issues.map((issue) => issue.path.join('.')));
      }
      await handle(parsed.data, context);
    },
  };
}

/** Runs every 30 seconds, usually in one process at a time: it looks in the database for what has fallen due. */
export interface Tick {
  run(context: JobContext): Promise<void>;
}
