import { setTimeout as pause } from 'node:timers/promises';
import { type Job, UnrecoverableError } from 'bullmq';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/log.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import { type BullQueue, type BullWorker, openBackend } from './backend.ts';
import { InvalidPayload, type JobContext, type JobKind, type JobSpec, type Tick } from './job-kind.ts';
import { isTransientFailure } from './transient-failure.ts';

export interface JobQueue {
  /**
   * Adds a job of `kind` for `id`. Added again before it has begun, it is done once; added while it is being done, it is done
   * once more afterwards, since its row may have changed meanwhile.
   *
   * Never fails because the queue is away: that is logged, and the tick finds in the database what is still to do.
   *
   * @param options.id unique within the kind, without a colon.
   * @param options.canWait for a job that lets all others go first.
   */
  enqueue<T>(kind: JobSpec<T>, data: T, options: { id: string; canWait?: boolean }): Promise<void>;
  /** Starts to work on these kinds of jobs, and on the tick: at once and then every 30 seconds. */
  start(work: { kinds: readonly JobKind[]; tick: Tick }): Promise<void>;
  /** Schedules the tick again, in case it was lost with an emptied Redis. Happens at start, and whenever the queue is empty. */
  ensureTick(): Promise<void>;
  /** Runs the tick here and now, outside of its schedule: for a clock that was moved by hand. */
  runTick(): Promise<void>;
  /**
   * Resolves once no job is waiting or being done, in any process; later tries and the next tick do not count.
   * @throws Error when that takes longer than `deadlineMs`, 30 seconds unless told.
   */
  idle(deadlineMs?: number): Promise<void>;
  /**
   * Takes no more jobs and waits for the running ones, up to `deadlineMs`; what is left is done after the next start.
   * Calling it again waits for the same close.
   */
  close(deadlineMs: number): Promise<void>;
}

export interface QueueOptions {
  /** Redis when it is given, otherwise the database itself. */
  redisUrl?: string | undefined;
  databaseUrl: string;
  clock: Clock;
  log: Logger;
  /** The queue's name, the same in all processes that share the work. */
  name?: string;
  /** Milliseconds between two ticks. */
  tickEveryMs?: number;
}

const TICK = 'tick';
/** BullMQ does jobs without a priority before all that have one. */
const LOW_PRIORITY = 10;
const IDLE_POLL_MS = 20;
/** What closing connections may take once the jobs are through. */
const CLOSING_MS = 2_000;
const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 0,
};
const TICK_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 };

/** Opens the queue: jobs can be added at once, and `start` makes this process work on them. */
export function createQueue(options: QueueOptions): JobQueue {
  const { log } = options;
  const running = new Map<Job, Promise<void>>();
  const stopping = new AbortController();
  let worker: BullWorker | undefined;
  let watching: NodeJS.Timeout | undefined;
  let tick: Tick | undefined;
  let closing = false;
  const backend = openBackend({
    ...options,
    name: options.name ?? 'rapport',
    // Closing cuts connections off that BullMQ waits on: nothing to worry about.
    onError: (err) => log[closing ? 'debug' : 'warn']({ err }, 'The queue reports an error'),
  });
  let closed: Promise<void> | undefined;

  const contextFor = (job: Record<string, unknown>): JobContext => ({
    now: () => options.clock.now(),
    signal: stopping.signal,
    log: log.child(job),
  });

  const every = options.tickEveryMs ?? 30_000;
  const ensureTick = async () => {
    await backend.queue.upsertJobScheduler(
      TICK,
      { every, tz: 'UTC' },
      { name: TICK, data: {}, opts: TICK_OPTIONS },
    );
  };

  /** The next tick is always waiting in the queue, unless the queue was emptied or the chain of ticks has broken. */
  const restoreLostTick = async () => {
    const counts = await backend.queue.getJobCounts('delayed', 'waiting', 'active', 'prioritized');
    if (closing || Object.values(counts).some((count) => count > 0)) return;
    log.warn({}, 'The queue was emptied; the tick is scheduled again');
    await ensureTick();
  };

  const close = async (deadlineMs: number) => {
    closing = true;
    clearInterval(watching);
    await endedWithin(CLOSING_MS, worker?.pause(true));
    const inTime = await endedWithin(deadlineMs, Promise.allSettled(running.values()));
    if (!inTime) {
      const jobs = [...running.keys()].map((job) => `${job.name} ${job.id}`);
      log.warn({ jobs }, 'Jobs are still running at the deadline; they are done again after the next start');
      stopping.abort();
    }
    if (worker) await shut(worker, () => worker?.close(!inTime));
    await shut(backend.queue, () => backend.queue.close());
    await backend.close();
  };

  return {
    async enqueue(kind, data, { id, canWait = false }) {
      if (id.includes(':')) throw new TypeError(`A job's id may not hold a colon: ${id}`);
      const deduplication = { id: `${kind.name}-${id}`, keepLastIfActive: true };
      try {
        const priority = canWait ? { priority: LOW_PRIORITY } : {};
        await backend.queue.add(kind.name, data, { ...JOB_OPTIONS, ...priority, deduplication });
      } catch (error) {
        log.warn({ err: error, job: kind.name, id }, 'A job could not be queued; the tick will find it');
      }
    },

    async start(work) {
      await backend.waitUntilReady();
      tick = work.tick;
      const kinds = new Map(work.kinds.map((kind) => [kind.name, kind]));
      worker = backend.createWorker((job) => {
        if (closing) return Promise.reject(new Error('Not taken: this process is stopping'));
        const context = contextFor({ job: job.name, jobId: job.id });
        const run = job.name === TICK ? work.tick.run(context) : perform(job, kinds, context);
        const ended = run
          .catch((error: unknown) => fail(error, context.log))
          .finally(() => running.delete(job));
        running.set(job, ended);
        return ended;
      });
      await worker.waitUntilReady();
      worker.run().catch((error) => log.error({ err: error }, 'The worker ended'));
      await ensureTick();
      // The schedule may exist from before, with its next run still to come.
      await backend.queue.add(TICK, {}, { ...TICK_OPTIONS, deduplication: { id: TICK } });
      watching = setInterval(() => {
        restoreLostTick().catch((error) =>
          log.warn({ err: error }, 'Could not look at the queue; trying again soon'),
        );
      }, every);
    },

    ensureTick,

    async runTick() {
      if (!tick) throw new Error('The queue has not been started');
      await tick.run(contextFor({ job: TICK }));
    },

    async idle(deadlineMs = 30_000) {
      const deadline = Date.now() + deadlineMs;
      for (;;) {
        const counts = await backend.queue.getJobCounts('waiting', 'active', 'prioritized');
        if (Object.values(counts).every((count) => count === 0)) return;
        if (Date.now() > deadline) throw new Error(`The queue was still busy after ${deadlineMs} ms`);
        await pause(IDLE_POLL_MS);
      }
    },

    close(deadlineMs) {
      closed ??= close(deadlineMs);
      return closed;
    },
  };
}

async function perform(job: Job, kinds: Map<string, JobKind>, context: JobContext): Promise<void> {
  const kind = kinds.get(job.name);
  if (!kind) throw new Error('This version of Rapport does not know this kind of job');
  await kind.run(job.data, context);
}

/** BullMQ keeps the message of what is thrown, so it gets one that quotes nobody. */
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

/**
 * A worker that was about to wait for work does not notice the closing before that wait is over, so its connection is then
 * cut.
 */
async function shut(what: BullWorker | BullQueue, close: () => Promise<void> | undefined): Promise<void> {
  if (await endedWithin(CLOSING_MS, close())) return;
  await endedWithin(CLOSING_MS, what.disconnect());
}

/** Whether `work` ended in time; what it throws counts as an end. */
function endedWithin(ms: number, work: Promise<unknown> | undefined): Promise<boolean> {
  const ended = Promise.allSettled([work]).then(() => true);
  return withTimeout(ended, ms, () => false);
}
