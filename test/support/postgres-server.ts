import { readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { silentLog } from '../../src/runtime/log.ts';
import { makeTemporaryDir, startEmbeddedPostgres } from '../../src/storage/embedded/start.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server of this test run, connected to the migrated database that test files clone. Unit tests have none. */
    postgresUrl?: string;
  }
}

const prefix = 'rapport-test-';

/** Vitest's global setup: one Postgres for the whole run, with a migrated database `rapport` as the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = makeTemporaryDir(`${prefix}${process.pid}-`);
  const postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, durable: false, endsWithUs: true });
  const stop = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await migrateToLatest(postgres.url, silentLog);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('postgresUrl', postgres.url);
  return stop;
}

/** A test run that was killed leaves its server running: the next one stops it. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dataDir = join(tmpdir(), name);
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!pid || isAlive(pid) || statSync(dataDir).uid !== process.getuid?.()) continue;
    const postgres = await startEmbeddedPostgres({
      dataDir,
      log: silentLog,
      durable: false,
      endsWithUs: true,
    }).catch(() => undefined);
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
