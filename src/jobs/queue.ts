import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from 'bullmq';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/log.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import { type Backend, type BullQueue, type BullWorker, openBackend } from './backend.ts';
import type { JobContext, JobKind, JobSpec, Tick } from './job-kind.ts';
import { runJob } from './run-job.ts';

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
  /** Runs the tick here and now, outside of its schedule: for a clock that was moved. */
  runTick(): Promise<void>;
  /**
   * Resolves once no job is waiting or being done, in any process; later tries and the next tick do not count.
   * @throws Error when that takes longer than `deadlineMs`, 30 seconds by default.
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
  return new BullJobQueue(options);
}

class BullJobQueue implements JobQueue {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #tickEveryMs: number;
  readonly #backend: Backend;
  readonly #running = new Map<Job, Promise<void>>();
  readonly #stopping = new AbortController();
  #worker: BullWorker | undefined;
  #watch: NodeJS.Timeout | undefined;
  #tick: Tick | undefined;
  #isClosing = false;
  #closed: Promise<void> | undefined;

  constructor(options: QueueOptions) {
    this.#log = options.log;
    this.#clock = options.clock;
    this.#tickEveryMs = options.tickEveryMs ?? 30_000;
    this.#backend = openBackend({
      ...options,
      name: options.name ?? 'rapport',
      // Closing cuts connections off that BullMQ waits on: nothing to worry about.
      onError: (err) => this.#log[this.#isClosing ? 'debug' : 'warn']({ err }, 'The queue reports an error'),
    });
  }

  async enqueue<T>(
    kind: JobSpec<T>,
    data: T,
    { id, canWait = false }: { id: string; canWait?: boolean },
  ): Promise<void> {
    if (id.includes(':')) throw new TypeError(`A job's id may not hold a colon: ${id}`);
    const deduplication = { id: `${kind.name}-${id}`, keepLastIfActive: true };
    const priority = canWait ? { priority: LOW_PRIORITY } : {};
    try {
      await this.#backend.queue.add(kind.name, data, { ...JOB_OPTIONS, ...priority, deduplication });
    } catch (error) {
      this.#log.warn({ err: error, job: kind.name, id }, 'A job could not be queued; the tick will find it');
    }
  }

  async start({ kinds, tick }: { kinds: readonly JobKind[]; tick: Tick }): Promise<void> {
    await this.#backend.waitUntilReady();
    this.#tick = tick;
    const ticking: JobKind = { name: TICK, run: (_, context) => tick.run(context) };
    const all = new Map([...kinds, ticking].map((kind) => [kind.name, kind]));
    this.#worker = this.#backend.createWorker((job) => this.#work(job, all));
    await this.#worker.waitUntilReady();
    this.#worker.run().catch((error) => this.#log.error({ err: error }, 'The worker ended'));
    await this.ensureTick();
    // The schedule may exist from before, with its next run still to come.
    await this.#backend.queue.add(TICK, {}, { ...TICK_OPTIONS, deduplication: { id: TICK } });
    this.#watch = setInterval(() => {
      this.#restoreLostTick().catch((error) =>
        this.#log.warn({ err: error }, 'Could not look at the queue; trying again soon'),
      );
    }, this.#tickEveryMs);
  }

  async ensureTick(): Promise<void> {
    await this.#backend.queue.upsertJobScheduler(
      TICK,
      { every: this.#tickEveryMs, tz: 'UTC' },
      { name: TICK, data: {}, opts: TICK_OPTIONS },
    );
  }

  async runTick(): Promise<void> {
    if (!this.#tick) throw new Error('The queue has not been started');
    await this.#tick.run(this.#contextFor({ job: TICK }));
  }

  async idle(deadlineMs = 30_000): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      const counts = await this.#backend.queue.getJobCounts('waiting', 'active', 'prioritized');
      if (Object.values(counts).every((count) => count === 0)) return;
      if (Date.now() > deadline) throw new Error(`The queue was still busy after ${deadlineMs} ms`);
      await pause(IDLE_POLL_MS);
    }
  }

  close(deadlineMs: number): Promise<void> {
    this.#closed ??= this.#close(deadlineMs);
    return this.#closed;
  }

  async #close(deadlineMs: number): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    const worker = this.#worker;
    await endedWithin(CLOSING_MS, worker?.pause(true));
    const inTime = await endedWithin(deadlineMs, Promise.allSettled(this.#running.values()));
    if (!inTime) {
      const jobs = [...this.#running.keys()].map((job) => `${job.name} ${job.id}`);
      this.#log.warn(
        { jobs },
        'Jobs are still running at the deadline; they are done again after the next start',
      );
      this.#stopping.abort();
    }
    if (worker) await shut(worker, () => worker.close(!inTime));
    await shut(this.#backend.queue, () => this.#backend.queue.close());
    await this.#backend.close();
  }

  #work(job: Job, kinds: ReadonlyMap<string, JobKind>): Promise<void> {
    if (this.#isClosing) return Promise.reject(new Error('Not taken: this process is stopping'));
    const context = this.#contextFor({ job: job.name, jobId: job.id });
    const ended = runJob(job, kinds, context).finally(() => this.#running.delete(job));
    this.#running.set(job, ended);
    return ended;
  }

  /** The next tick is always waiting in the queue, unless the queue was emptied or the chain of ticks has broken. */
  async #restoreLostTick(): Promise<void> {
    const counts = await this.#backend.queue.getJobCounts('delayed', 'waiting', 'active', 'prioritized');
    if (this.#isClosing || Object.values(counts).some((count) => count > 0)) return;
    this.#log.warn({}, 'The queue was emptied; the tick is scheduled again');
    await this.ensureTick();
  }

  #contextFor(job: Record<string, unknown>): JobContext {
    return { now: () => this.#clock.now(), signal: this.#stopping.signal, log: this.#log.child(job) };
  }
}

/**
 * A worker that was about to wait for work does not notice the closing before that wait is over, so its connection is then
 * cut.
 */
async function shut(what: BullWorker | BullQueue, close: () => Promise<void>): Promise<void> {
  if (await endedWithin(CLOSING_MS, close())) return;
  await endedWithin(CLOSING_MS, what.disconnect());
}

/** Whether `work` ended in time; what it throws counts as an end. */
function endedWithin(ms: number, work: Promise<unknown> | undefined): Promise<boolean> {
  const ended = Promise.allSettled([work]).then(() => true);
  return withTimeout(ended, ms, () => false);
}
