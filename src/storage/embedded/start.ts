import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import type { Logger } from '../../runtime/log.ts';
import { StartError } from '../../runtime/start-error.ts';
import { type Cluster, openCluster, SUPERUSER } from './cluster.ts';
import { guardServer } from './guard.ts';
import { ensureRunning, stopServer } from './server.ts';

export interface EmbeddedPostgres {
  /** Where to connect, password included: a secret. */
  url: string;
  /** True where it took over a server that was left running by a process that crashed. */
  adopted: boolean;
  /** Stops the server once everything else is closed. Calling it again waits for the same stop. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** A directory of Rapport's own, created when missing: the data is in `data` inside it. */
  dataDir: string;
  log: Logger;
  /** False for throwaway data (tests, a demo): much faster, and a power cut may lose it. Default true. */
  durable?: boolean;
  /** True for a server that is to stop with this process, even when that is killed. Default false. */
  endsWithUs?: boolean;
}

const DATABASE_NAME = 'rapport';
/** Any number, as long as it stays the same: the process that holds this lock in the database `postgres` owns the server. */
const OWNER_LOCK = 7_260_133;
const CONNECT_SECONDS = 30;
const OWNER_SECONDS = 2;
const OWNER_TRIES = 3;

/**
 * Runs Postgres for this process alone, in `dataDir`, on a free loopback port with a generated password; as another user where
 * we are root. The terminal's Ctrl-C does not reach it: only `stop()` ends it, and a server that outlived a crash is taken
 * over at the next start.
 *
 * @throws StartError when it cannot run there, or when another Rapport is using that directory.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true, endsWithUs = false } = options;
  const cluster = await openCluster(resolve(options.dataDir), durable);
  const { owner, port, adopted } = await startOwned(cluster, durable, log);
  const releaseGuard = endsWithUs ? guardServer(cluster) : () => {};
  await createDatabase(owner);
  log.info({ port, adopted, dataDir: options.dataDir }, 'Embedded Postgres is ready');

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await owner.end();
    await stopServer(cluster, log);
    releaseGuard();
  };
  return {
    url: addressOf(cluster, port, DATABASE_NAME),
    adopted,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/**
 * A new, empty directory for throwaway data, which Postgres's user can enter too when we are root. The caller removes it.
 */
export function makeTemporaryDir(prefix: string): string {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(directory, 0o711);
  return directory;
}

/** Another Rapport may be stopping the server just as we find it running: then it is started once more. */
async function startOwned(cluster: Cluster, durable: boolean, log: Logger) {
  for (let attempt = 1; ; attempt++) {
    const { port, adopted } = await ensureRunning(cluster, durable, log);
    try {
      return { owner: await becomeOwner(cluster, port, log), port, adopted };
    } catch (error) {
      if (error instanceof StartError || attempt === OWNER_TRIES) throw error;
    }
  }
}

/** The lock lasts as long as the connection, so it is free again however its owner ends. */
async function becomeOwner(cluster: Cluster, port: number, log: Logger): Promise<Client> {
  const client = await connect(addressOf(cluster, port, 'postgres'));
  client.on('error', (error) => log.error({ err: error }, 'The embedded Postgres went away'));
  const deadline = Date.now() + OWNER_SECONDS * 1000;
  for (;;) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [OWNER_LOCK]);
    if (rows[0]?.mine) return client;
    if (Date.now() > deadline) break;
    await pause(100);
  }
  const { rows } = await client.query(
    `select application_name from pg_stat_activity join pg_locks using (pid)
     where locktype = 'advisory' and objid = $1 and granted`,
    [OWNER_LOCK],
  );
  await client.end();
  throw new StartError(
    `Another Rapport (${rows[0]?.application_name ?? 'unknown process'}) is already using ${cluster.data}. ` +
      'Stop it first, or set RAPPORT_DATA_DIR to another directory.',
  );
}

/** Waits while the server is still starting. */
async function connect(url: string): Promise<Client> {
  const deadline = Date.now() + CONNECT_SECONDS * 1000;
  for (;;) {
    const client = new Client({
      connectionString: url,
      application_name: `process ${process.pid}`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const starting = error instanceof DatabaseError && error.code === '57P03';
      if (!starting || Date.now() > deadline) throw error;
      await pause(100);
    }
  }
}

async function createDatabase(owner: Client): Promise<void> {
  const { rowCount } = await owner.query('select from pg_database where datname = $1', [DATABASE_NAME]);
  if (rowCount === 0) await owner.query(`create database ${DATABASE_NAME}`);
}

function addressOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}
