import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { createEmptyDatabase, dropDatabase } from '../support/database.ts';

let url: string;
let folder: string;

beforeEach(async () => {
  url = await createEmptyDatabase();
  folder = mkdtempSync(join(tmpdir(), 'rapport-migrations-'));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await dropDatabase(url);
});

function write(name: string, up: string): void {
  writeFileSync(
    join(folder, `${name}.ts`),
    `export async function up(db: { schema: any }): Promise<void> { await ${up}; }\n`,
  );
}

const createTable = (name: string) => `db.schema.createTable('${name}').addColumn('id', 'integer').execute()`;

async function tableNames(): Promise<string[]> {
  const db = connectDatabase(url, silentLog);
  try {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%'
      order by relname`.execute(db);
    return rows.map((row) => row.name);
  } finally {
    await db.destroy();
  }
}

test('the shipped migrations make a database from nothing, once', async () => {
  const first = await migrateToLatest(url, silentLog);
  expect(first[0]).toBe('0001_foundation');
  expect(await tableNames()).toContain('clients');
  expect(await migrateToLatest(url, silentLog)).toEqual([]);
});

test('two processes that start at once run each migration once', async () => {
  write('0001_one', createTable('one'));
  write('0002_two', createTable('two'));
  const both = await Promise.all([
    migrateToLatest(url, silentLog, folder),
    migrateToLatest(url, silentLog, folder),
  ]);
  expect(both.flat().sort()).toEqual(['0001_one', '0002_two']);
  expect(await tableNames()).toEqual(['one', 'two']);
});

test('a migration that fails leaves nothing behind, and can be fixed and run again', async () => {
  write('0001_one', createTable('one'));
  write('0002_two', `${createTable('two')}; throw new Error('no such luck')`);
  await expect(migrateToLatest(url, silentLog, folder)).rejects.toThrow('no such luck');
  expect(await tableNames()).not.toContain('two');
  rmSync(join(folder, '0002_two.ts'));
  write('0002_two_mended', createTable('two'));
  await migrateToLatest(url, silentLog, folder);
  expect(await tableNames()).toEqual(['one', 'two']);
});

test('a database of a newer Rapport is refused with advice', async () => {
  write('0001_one', createTable('one'));
  write('0002_newer', createTable('newer'));
  await migrateToLatest(url, silentLog, folder);
  rmSync(join(folder, '0002_newer.ts'));
  await expect(migrateToLatest(url, silentLog, folder)).rejects.toThrow(
    /migrated by a newer Rapport.*0002_newer.*Start that version/,
  );
});

test('a migration may run longer than other statements', async () => {
  writeFileSync(
    join(folder, '0001_slow.ts'),
    `import { sql } from '${import.meta.resolve('kysely')}';
     export const up = async (db: any) => {
       const { rows } = await sql\`show statement_timeout\`.execute(db);
       if ((rows[0] as any).statement_timeout !== '0') throw new Error('limited');
     };\n`,
  );
  await expect(migrateToLatest(url, silentLog, folder)).resolves.toEqual(['0001_slow']);
});
