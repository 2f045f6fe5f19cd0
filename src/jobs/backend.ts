import { createPostgresBackend, type Processor, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { StartError } from '../runtime/start-error.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import { SteadyClient, steadyAllClients } from '../storage/steady-client.ts';

/** The part of BullMQ that the queue uses; the same on Redis and on Postgres. */
export type BullQueue = Pick<
  Queue,
  'add' | 'upsertJobScheduler' | 'getJobCounts' | 'waitUntilReady' | 'close' | 'disconnect'
>;
export type BullWorker = Pick<Worker, 'run' | 'pause' | 'close' | 'disconnect' | 'waitUntilReady'>;

export interface Backend {
  queue: BullQueue;
  createWorker(process: Processor): BullWorker;
  /** Resolves when the server answers. @throws StartError when it does not. */
  waitUntilReady(): Promise<void>;
  /** Closes the connections, and does not wait for anything on them. */
  close(): Promise<void>;
}

export interface BackendOptions {
  /** Redis when it is given, otherwise the database itself. */
  redisUrl?: string | undefined;
  databaseUrl: string;
  /** The queue's name. */
  name: string;
  /** Gets every error of BullMQ and of the connections; they are not thrown. */
  onError(error: Error): void;
}

/**
 * The jobs of a process that was killed are taken over by another within half a minute, any number of times: doing a job twice
 * does nothing more, and a process rarely dies of its job.
 */
const WORKER_OPTIONS = {
  autorun: false,
  concurrency: 8,
  drainDelay: 5,
  lockDuration: 15_000,
  stalledInterval: 15_000,
  maxStalledCount: 100,
};
const COMMAND_TIMEOUT_MS = 5_000;
const READY_MS = 15_000;

export function openBackend(options: BackendOptions): Backend {
  return options.redisUrl === undefined ? postgresBackend(options) : redisBackend(options, options.redisUrl);
}

/** Enqueueing ends soon, with an error if Redis is away; the worker waits for Redis for as long as it takes. */
function redisBackend({ name, onError }: BackendOptions, url: string): Backend {
  const producing = connectRedis(url, onError, {
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
  });
  const working: Redis[] = [];
  const queue = new Queue(name, { connection: producing, prefix: 'rapport' });
  queue.on('error', onError);
  return {
    queue,
    createWorker: (process) => {
      const connection = connectRedis(url, onError, { maxRetriesPerRequest: null });
      working.push(connection);
      const worker = new Worker(name, process, { ...WORKER_OPTIONS, connection, prefix: 'rapport' });
      worker.on('error', onError);
      return worker;
    },
    waitUntilReady: () =>
      withinReadyTime(
        producing.ping(),
        'Can’t reach Redis. Check REDIS_URL, or unset it to use Postgres alone.',
      ),
    close: async () => {
      for (const connection of [producing, ...working]) connection.disconnect();
    },
  };
}

/** BullMQ's tables are in a schema of their own, `bullmq`, which it migrates itself under a lock. */
function postgresBackend({ name, onError, databaseUrl }: BackendOptions): Backend {
  steadyAllClients();
  const connection = {
    connectionString: databaseUrl,
    schema: 'bullmq',
    migrate: true,
    max: 4,
    keepAlive: true,
    application_name: 'rapport-jobs',
    Client: SteadyClient,
  };
  const queue = new Queue(name, { connection }, createPostgresBackend);
  queue.on('error', onError);
  return {
    queue,
    createWorker: (process) => {
      const worker = new Worker(name, process, { ...WORKER_OPTIONS, connection }, createPostgresBackend);
      worker.on('error', onError);
      return worker;
    },
    waitUntilReady: () =>
      withinReadyTime(queue.waitUntilReady(), 'The queue can’t use the database. Check DATABASE_URL.'),
    close: async () => {},
  };
}

function connectRedis(
  url: string,
  onError: (error: Error) => void,
  options: { maxRetriesPerRequest: number | null; commandTimeout?: number },
): Redis {
  const redis = new Redis(url, { ...options, connectionName: 'rapport', keepAlive: 10_000 });
  redis.on('error', onError);
  return redis;
}

async function withinReadyTime(ready: Promise<unknown>, message: string): Promise<void> {
  try {
    await withTimeout(ready, READY_MS, () => {
      throw new Error(`No answer within ${READY_MS} ms`);
    });
  } catch (error) {
    throw new StartError(message, { cause: error });
  }
}
