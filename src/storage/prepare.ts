import { Client } from 'pg';
import type { StorageConfig } from '../config.ts';
import type { Logger } from '../runtime/log.ts';
import { StartError } from '../runtime/start-error.ts';
import { startEmbeddedPostgres } from './embedded/start.ts';
import { migrateToLatest } from './migrate.ts';

export interface PreparedDatabase {
  /** Where to connect, password included: a secret. */
  url: string;
  /** Stops the embedded server, if there is one. Everything that uses it must be closed before. */
  stop(): Promise<void>;
}

/** No connection, no permission, no such database. */
const unreachable = /^(08|28|3D000|53|57P|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENOENT|EACCES)/;
const oldestMajor = 15;

/**
 * Makes a database ready for use: starts the embedded one where none is configured, and brings it to this code's shape.
 *
 * @throws StartError when it cannot be reached, is too old, or was migrated by a newer Rapport.
 */
export async function prepareDatabase(
  database: StorageConfig['database'],
  log: Logger,
): Promise<PreparedDatabase> {
  if ('url' in database) {
    await reach(database.url);
    await migrateToLatest(database.url, log);
    return { url: database.url, stop: async () => {} };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: database.dataDir, log });
  try {
    await migrateToLatest(embedded.url, log);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return embedded;
}

async function reach(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    );
    const major = Math.floor(Number(rows[0]?.version) / 10_000);
    if (major < oldestMajor) {
      throw new StartError(
        `DATABASE_URL leads to Postgres ${major}, and Rapport needs ${oldestMajor} or newer.`,
      );
    }
  } catch (error) {
    throw asStartError(error);
  } finally {
    await client.end().catch(() => {});
  }
}

function asStartError(error: unknown): unknown {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return error;
  const code = 'code' in first ? String(first.code) : '';
  if (!unreachable.test(code) && !/timeout|Connection terminated/.test(first.message)) return error;
  return new StartError(
    `The database cannot be reached (${code || 'no answer in time'}). Check DATABASE_URL, and that Postgres runs there.`,
  );
}
