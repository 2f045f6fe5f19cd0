import { type Job, UnrecoverableError } from 'bullmq';
import type { Logger } from '../runtime/log.ts';
import { InvalidPayload, type JobContext, type JobKind } from './job-kind.ts';
import { isTransientFailure } from './transient-failure.ts';

/**
 * Runs one job as its kind says.
 *
 * @throws an error without the original's words, since BullMQ keeps the message; UnrecoverableError where the job is not tried again.
 */
export async function runJob(
  job: Job,
  kinds: ReadonlyMap<string, JobKind>,
  context: JobContext,
): Promise<void> {
  try {
    const kind = kinds.get(job.name);
    if (!kind) throw new Error('This version of Rapport does not know this kind of job');
    await kind.run(job.data, context);
  } catch (error) {
    fail(error, context.log);
  }
}

function fail(error: unknown, log: Logger): never {
  if (error instanceof InvalidPayload) {
    log.error({ fields: error.fields }, 'A job with an invalid payload was dropped');
    throw new UnrecoverableError('invalid payload');
  }
  if (isTransientFailure(error)) {
    log.warn({ err: error }, 'A job failed and is tried again');
    throw new Error('transient failure');
  }
  log.error({ err: error }, 'A job failed; the tick will find what it left undone');
  throw new UnrecoverableError('failed');
}
