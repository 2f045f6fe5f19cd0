import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Migration, Migrator } from 'kysely/migration';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';

const folder = new URL('../../migrations/', import.meta.url);

/** Brings a database to where `name` was the last migration, up or down. @param name without `.ts`. */
export async function migrateTo(url: string, name: string): Promise<void> {
  const db = connectDatabase(url, silentLog, { statementTimeoutMs: 0, maxConnections: 1 });
  try {
    const { error } = await new Migrator({ db, provider: { getMigrations: readMigrations } }).migrateTo(name);
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

/** The migration that comes before `name`. */
export function migrationBefore(name: string): string {
  const names = migrationNames();
  const before = names[names.indexOf(name) - 1];
  if (!before) throw new Error(`No migration comes before ${name}`);
  return before;
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const name of migrationNames())
    migrations[name] = await import(fileURLToPath(new URL(`${name}.ts`, folder)));
  return migrations;
}

function migrationNames(): string[] {
  return readdirSync(folder)
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}
