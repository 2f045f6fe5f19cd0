/** Enqueues and finishes jobs: Rapport's queue against bare BullMQ with the same options. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  createPostgresBackend,
  type JobsOptions,
  type PostgresConnectionOptions,
  Queue,
  type RedisOptions,
  Worker,
} from 'bullmq';
import { z } from 'zod';
import { defineJob } from '../src/jobs/job-kind.ts';
import { createQueue } from '../src/jobs/queue.ts';
import { systemClock } from '../src/runtime/clock.ts';
import { silentLog } from '../src/runtime/log.ts';
import { redisMissing, startRedis } from '../test/support/redis.ts';
import { compare, timed } from './measure.ts';
import { runBenchmark, type Workbench } from './workbench.ts';

const JOBS = 200;
const KIND = { name: 'count', schema: z.strictObject({ id: z.string() }) };

/** Does `JOBS` jobs in turn, as the tick enqueues them, and resolves when the last has been done. */
type DoJobs = () => Promise<void>;

async function ours(bench: Workbench, redisUrl: string | undefined): Promise<DoJobs> {
  const done = new Countdown();
  const queue = createQueue({
    redisUrl,
    databaseUrl: bench.databaseUrl,
    clock: systemClock,
    log: silentLog,
    name: 'ours',
    tickEveryMs: 3_600_000,
  });
  bench.atEnd(() => queue.close(1_000));
  await queue.start({
    kinds: [defineJob(KIND, async () => done.count())],
    tick: { run: async () => {} },
  });
  return async () => {
    const ended = done.from(JOBS);
    for (let id = 0; id < JOBS; id++) await queue.enqueue(KIND, { id: `${id}` }, { id: `${id}` });
    await ended;
    await queue.idle();
  };
}

async function bare(
  bench: Workbench,
  redisUrl: string | undefined,
  optionsOf: (id: string) => JobsOptions,
  name: string,
): Promise<DoJobs> {
  const done = new Countdown();
  const process = async () => done.count();
  const workerOptions = { concurrency: 8, drainDelay: 5 };
  let queue: Pick<Queue, 'add' | 'getJobCountByTypes' | 'close'>;
  let worker: Pick<Worker, 'waitUntilReady' | 'close'>;
  if (redisUrl === undefined) {
    const connection: PostgresConnectionOptions = {
      connectionString: bench.databaseUrl,
      schema: 'bullmq',
      migrate: true,
      max: 4,
    };
    queue = new Queue(name, { connection }, createPostgresBackend);
    worker = new Worker(name, process, { connection, ...workerOptions }, createPostgresBackend);
  } else {
    const connection: RedisOptions = { port: Number(new URL(redisUrl).port), maxRetriesPerRequest: null };
    queue = new Queue(name, { connection });
    worker = new Worker(name, process, { connection, ...workerOptions });
  }
  bench.atEnd(() => queue.close());
  bench.atEnd(() => worker.close(true));
  await worker.waitUntilReady();
  return async () => {
    const ended = done.from(JOBS);
    for (let id = 0; id < JOBS; id++) await queue.add(KIND.name, { id: `${id}` }, optionsOf(`${id}`));
    await ended;
    while ((await queue.getJobCountByTypes('waiting', 'active', 'prioritized')) > 0) await pause(20);
  };
}

const plainOptions: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 0,
};

/** As `src/jobs/queue.ts` has them: a job that is waiting already is not put in again. */
const sameOptions = (id: string): JobsOptions => ({
  ...plainOptions,
  deduplication: { id: `${KIND.name}-${id}`, keepLastIfActive: true },
});

class Countdown {
  #left = 0;
  #reached = () => {};

  from(start: number): Promise<void> {
    this.#left = start;
    return new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  count(): void {
    this.#left -= 1;
    if (this.#left === 0) this.#reached();
  }
}

await runBenchmark(`Queue: ${JOBS} jobs enqueued in turn, and finished`, async (bench) => {
  const servers: [string, string | undefined][] = [['Postgres', undefined]];
  if (redisMissing) console.log(`Redis ${redisMissing}`);
  else {
    const redis = await startRedis();
    bench.atEnd(redis.stop);
    servers.push(['Redis', redis.url]);
  }
  for (const [server, redisUrl] of servers) {
    const jobs = await ours(bench, redisUrl);
    for (const [how, name, optionsOf] of [
      ['same options', 'bare', sameOptions],
      ['no deduplication', 'plain', () => plainOptions],
    ] as const) {
      const others = await bare(bench, redisUrl, optionsOf, name);
      await compare(`${server}, ${how}`, {
        ours: async () => ({ total: await timed(jobs) }),
        bare: async () => ({ total: await timed(others) }),
      });
    }
  }
});
