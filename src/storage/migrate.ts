import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import type { Logger } from '../runtime/log.ts';
import { StartError } from '../runtime/start-error.ts';
import { connectDatabase } from './database.ts';

const SHIPPED_MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));

/**
 * Runs the migrations that the database does not have yet. An advisory lock makes processes that start together wait for one
 * another; the connection is its own, without a statement time-out. Each migration is one transaction with its record, so a
 * failed one leaves nothing behind.
 *
 * @param folder of migrations, as `0001_name.ts` exporting `up`; only tests pass another than the shipped one.
 * @returns the names of the migrations that it ran, in order.
 * @throws StartError when the database was migrated by a newer Rapport.
 */
export async function migrateToLatest(
  url: string,
  log: Logger,
  folder = SHIPPED_MIGRATIONS,
): Promise<string[]> {
  const db = connectDatabase(url, log, { statementTimeoutMs: 0, maxConnections: 2, name: 'rapport-migrate' });
  try {
    const known = await readMigrations(folder);
    const provider: MigrationProvider = { getMigrations: async () => known };
    const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
    if (error) throw newerDatabaseError(error) ?? error;
    const done = results.map((result) => result.migrationName);
    for (const migration of done) log.info({ migration }, 'Migrated the database');
    return done;
  } finally {
    await db.destroy();
  }
}

/** Kysely's only sign of an unknown migration in the database is this message. */
function newerDatabaseError(error: unknown): StartError | undefined {
  const message = error instanceof Error ? error.message : '';
  const missing = /previously executed migration (\S+) is missing/.exec(message)?.[1];
  if (!missing) return undefined;
  return new StartError(
    `The database was migrated by a newer Rapport (it knows "${missing}", which this version does not). ` +
      'Start that version or a later one, or restore the backup made before the upgrade.',
  );
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_[\w-]+\.ts$/.test(file)).sort();
  const entries = files.map(async (file): Promise<[string, Migration]> => {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Migration;
    return [file.slice(0, -'.ts'.length), module];
  });
  return Object.fromEntries(await Promise.all(entries));
}
