import { Client } from 'pg';
import type { Logger } from '../runtime/log.ts';
import { StartError } from '../runtime/start-error.ts';
import { startEmbeddedPostgres } from './embedded/start.ts';
import { migrateToLatest } from './migrate.ts';

/** A Postgres of the operator's own, or the embedded one with its data in `dataDir`. */
export type DatabaseLocation = { url: string } | { dataDir: string };

export interface PreparedDatabase {
  /** Where to connect, password included: a secret. */
  url: string;
  /** Stops the embedded server, if there is one. Everything that uses it must be closed before. */
  stop(): Promise<void>;
}

/** No connection, no permission, no such database. */
const UNREACHABLE = /^(08|28|3D000|53|57P|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENOENT|EACCES)/;
const OLDEST_MAJOR = 15;

/**
 * Makes the database ready for use: starts the embedded one where none is configured, and migrates it.
 *
 * @throws StartError when it cannot be reached, is too old, or was migrated by a newer Rapport.
 */
export async function prepareDatabase(location: DatabaseLocation, log: Logger): Promise<PreparedDatabase> {
  if ('url' in location) {
    await assertReachable(location.url);
    await migrateToLatest(location.url, log);
    return { url: location.url, stop: async () => {} };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: location.dataDir, log });
  try {
    await migrateToLatest(embedded.url, log);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return embedded;
}

async function assertReachable(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    );
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < OLDEST_MAJOR) {
      throw new StartError(
        `DATABASE_URL points to Postgres ${major}, but Rapport needs ${OLDEST_MAJOR} or newer.`,
      );
    }
  } catch (error) {
    throw toStartError(error);
  } finally {
    await client.end().catch(() => {});
  }
}

function toStartError(error: unknown): unknown {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return error;
  const code = 'code' in first ? String(first.code) : '';
  if (!UNREACHABLE.test(code) && !/timeout|Connection terminated/.test(first.message)) return error;
  return new StartError(
    `Can’t reach the database (${code || 'no answer in time'}). Check DATABASE_URL, and that Postgres is running there.`,
  );
}
