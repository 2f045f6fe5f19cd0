import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase, type Database } from '../../src/storage/database.ts';

export interface TestDatabase {
  db: Database;
  url: string;
}

export interface OwnDatabase extends TestDatabase {
  drop(): Promise<void>;
}

/**
 * A database for the tests of one file (or one `describe`): migrated, empty, dropped at its end.
 *
 * @returns an object whose fields can be read once tests run, not while they are being declared.
 */
export function useDatabase(): Readonly<TestDatabase> {
  let own: OwnDatabase | undefined;
  beforeAll(async () => {
    own = await cloneDatabase();
  });
  afterAll(() => own?.drop());
  const ready = () => {
    if (!own) throw new Error('useDatabase() has no database before the tests run');
    return own;
  };
  return {
    get db() {
      return ready().db;
    },
    get url() {
      return ready().url;
    },
  };
}

/** One more database like the one of `useDatabase()`, for a test that needs its own. */
export async function cloneDatabase(): Promise<OwnDatabase> {
  const url = await createDatabase('template rapport');
  const db = connectDatabase(url, silentLog);
  return {
    db,
    url,
    drop: async () => {
      await db.destroy();
      await dropDatabase(url);
    },
  };
}

/** A database without any table, for tests of the migrations and of the queue. */
export function createEmptyDatabase(): Promise<string> {
  return createDatabase('');
}

/** Drops a database made here, even while connections to it are open. */
export async function dropDatabase(url: string): Promise<void> {
  await administer(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`);
}

async function createDatabase(options: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name} ${options}`);
  return addressOf(name);
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: addressOf('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function addressOf(name: string): string {
  const server = inject('postgresUrl');
  if (!server) throw new Error('A unit test has no database. Rename its file to *.integration.test.ts.');
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
