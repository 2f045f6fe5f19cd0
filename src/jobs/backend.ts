import { createPostgresBackend, type Processor, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { StartError } from '../runtime/start-error.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import { SteadyClient, steadyAllClients } from '../storage/steady-client.ts';

/** What of BullMQ the queue uses; the same on Redis and on Postgres. */
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
  /** Gets every error of BullMQ and of the connections; none of them is thrown. */
  onError(error: Error): void;
}

/**
 * What a process that was killed had in hand is taken up by another within half a minute. A job may be taken up any number
 * of times: doing it twice does nothing more, and the process that died of it was not its fault.
 */
const workerOptions = {
  autorun: false,
  concurrency: 8,
  drainDelay: 5,
  lockDuration: 15_000,
  stalledInterval: 15_000,
  maxStalledCount: 100,
};
const commandTimeoutMs = 5_000;
const readyMs = 15_000;

export function openBackend(options: BackendOptions): Backend {
  return options.redisUrl === undefined ? onPostgres(options) : onRedis(options, options.redisUrl);
}

/** Whoever enqueues is answered soon, with an error if need be; the worker waits for Redis for as long as it takes. */
function onRedis({ name, onError }: BackendOptions, url: string): Backend {
  const producing = connectRedis(url, onError, { maxRetriesPerRequest: 1, commandTimeout: commandTimeoutMs });
  const working: Redis[] = [];
  const queue = new Queue(name, { connection: producing, prefix: 'rapport' });
  queue.on('error', onError);
  return {
    queue,
    createWorker: (process) => {
      const connection = connectRedis(url, onError, { maxRetriesPerRequest: null });
      working.push(connection);
      const worker = new Worker(name, process, { ...workerOptions, connection, prefix: 'rapport' });
      worker.on('error', onError);
      return worker;
    },
    waitUntilReady: () =>
      withinReadyTime(
        producing.ping(),
        'Redis cannot be reached. Check REDIS_URL, or unset it to use Postgres alone.',
      ),
    close: async () => {
      for (const connection of [producing, ...working]) connection.disconnect();
    },
  };
}

/** BullMQ's tables live in a schema of their own, `bullmq`, which it migrates itself under a lock. */
function onPostgres({ name, onError, databaseUrl }: BackendOptions): Backend {
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
      const worker = new Worker(name, process, { ...workerOptions, connection }, createPostgresBackend);
      worker.on('error', onError);
      return worker;
    },
    waitUntilReady: () =>
      withinReadyTime(queue.waitUntilReady(), 'The queue cannot use the database. Check DATABASE_URL.'),
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
    await withTimeout(ready, readyMs, () => {
      throw new Error(`No answer within ${readyMs} ms`);
    });
  } catch (error) {
    throw new StartError(message, { cause: error });
  }
}
