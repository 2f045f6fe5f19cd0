import { setTimeout as pause } from 'node:timers/promises';
import { type Job, UnrecoverableError } from 'bullmq';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/log.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import { type BullQueue, type BullWorker, openBackend } from './backend.ts';
import type { JobContext, JobKind, JobSpec, Tick } from './job-kind.ts';
import { isPassingFailure } from './passing-failure.ts';

export interface JobQueue {
  /**
   * Asks for `kind` to be done for `id`. Asked again before it has begun, it is done once; asked while it is being
   * done, it is done once more afterwards, since its row may have changed meanwhile.
   *
   * Never fails because the queue is away: that is logged, and the tick finds in the database what is still to do.
   *
   * @param options.id unique within the kind, without a colon.
   * @param options.canWait lets all others go first that cannot.
   */
  enqueue<T>(kind: JobSpec<T>, data: T, options: { id: string; canWait?: boolean }): Promise<void>;
  /** Begins to work: the kinds' jobs, and the tick at once and then every 30 seconds. */
  start(work: { kinds: readonly JobKind[]; tick: Tick }): Promise<void>;
  /** Puts the tick back, should it have been lost with an emptied Redis. Done at start, and whenever the queue is empty. */
  ensureTick(): Promise<void>;
  /** Runs the tick here and now, beside the schedule: for a clock that was moved by hand. */
  runTick(): Promise<void>;
  /**
   * Resolves once no job is waiting or being done, in any process; later tries and the next tick do not count.
   * @throws Error when that takes longer than `deadlineMs`, 30 seconds unless told.
   */
  idle(deadlineMs?: number): Promise<void>;
  /**
   * Takes no more jobs and waits for those that run, up to `deadlineMs`; what is left is taken up at the next start.
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

const tickName = 'tick';
/** BullMQ does jobs without a priority before all that have one. */
const CAN_WAIT = 10;
const idlePollMs = 20;
/** What closing connections may take once the jobs are through. */
const closingMs = 2_000;
const jobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 0,
};
const tickOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 };

/** Opens the queue, to be enqueued into at once; `start` makes this process work on it too. */
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
    // Closing cuts off what BullMQ waits for: nothing to look at.
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
      tickName,
      { every, tz: 'UTC' },
      { name: tickName, data: {}, opts: tickOptions },
    );
  };

  /** The next tick always waits in the queue, unless the queue was emptied or the chain of ticks has broken. */
  const putBackLostTick = async () => {
    const counts = await backend.queue.getJobCounts('delayed', 'waiting', 'active', 'prioritized');
    if (closing || Object.values(counts).some((count) => count > 0)) return;
    log.warn({}, 'The queue was emptied; the tick is put back');
    await ensureTick();
  };

  const close = async (deadlineMs: number) => {
    closing = true;
    clearInterval(watching);
    await endedWithin(closingMs, worker?.pause(true));
    const inTime = await endedWithin(deadlineMs, Promise.allSettled(running.values()));
    if (!inTime) {
      const jobs = [...running.keys()].map((job) => `${job.name} ${job.id}`);
      log.warn({ jobs }, 'Jobs are still running at the deadline; they are taken up again at the next start');
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
        const priority = canWait ? { priority: CAN_WAIT } : {};
        await backend.queue.add(kind.name, data, { ...jobOptions, ...priority, deduplication });
      } catch (error) {
        log.warn({ err: error, job: kind.name, id }, 'A job could not be queued; the tick will find it');
      }
    },

    async start(work) {
      await backend.waitUntilReady();
      tick = work.tick;
      const kinds = new Map(work.kinds.map((kind) => [kind.name, kind]));
      worker = backend.createWorker((job) => {
        if (closing) return Promise.reject(new Error('Handed back: this process is stopping'));
        const context = contextFor({ job: job.name, jobId: job.id });
        const run = job.name === tickName ? work.tick.run(context) : perform(job, kinds, context);
        const ended = run
          .catch((error: unknown) => fail(error, context.log))
          .finally(() => running.delete(job));
        running.set(job, ended);
        return ended;
      });
      await worker.waitUntilReady();
      worker.run().catch((error) => log.error({ err: error }, 'The worker ended'));
      await ensureTick();
      // The schedule may stand from before, with its next turn still to come.
      await backend.queue.add(tickName, {}, { ...tickOptions, deduplication: { id: tickName } });
      watching = setInterval(() => {
        putBackLostTick().catch((error) =>
          log.warn({ err: error }, 'The queue could not be looked at; it is tried again soon'),
        );
      }, every);
    },

    ensureTick,

    async runTick() {
      if (!tick) throw new Error('The queue has not been started');
      await tick.run(contextFor({ job: tickName }));
    },

    async idle(deadlineMs = 30_000) {
      const deadline = Date.now() + deadlineMs;
      for (;;) {
        const counts = await backend.queue.getJobCounts('waiting', 'active', 'prioritized');
        if (Object.values(counts).every((count) => count === 0)) return;
        if (Date.now() > deadline) throw new Error(`The queue was still busy after ${deadlineMs} ms`);
        await pause(idlePollMs);
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
  if (!kind) throw new Error('This Rapport knows no such kind of job');
  const parsed = kind.schema.safeParse(job.data);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
    context.log.error({ fields }, 'A job of the wrong shape was dropped');
    throw new UnrecoverableError('wrong shape');
  }
  await kind.handle(parsed.data, context);
}

/** BullMQ keeps the message of what is thrown, so it gets none that could quote somebody. */
function fail(error: unknown, log: Logger): never {
  if (error instanceof UnrecoverableError) throw error;
  if (isPassingFailure(error)) {
    log.warn({ err: error }, 'A job failed and is tried again');
    throw new Error('passing failure');
  }
  log.error({ err: error }, 'A job failed; the tick will find what it left undone');
  throw new UnrecoverableError('failed');
}

/**
 * A worker that was just about to wait for work does not hear that it is to close before that wait is over, so its
 * connection is then taken from it.
 */
async function shut(what: BullWorker | BullQueue, close: () => Promise<void> | undefined): Promise<void> {
  if (await endedWithin(closingMs, close())) return;
  await endedWithin(closingMs, what.disconnect());
}

/** Whether `work` ended in time; what it throws counts as an end. */
function endedWithin(ms: number, work: Promise<unknown> | undefined): Promise<boolean> {
  const ended = Promise.allSettled([work]).then(() => true);
  return withTimeout(ended, ms, () => false);
}
