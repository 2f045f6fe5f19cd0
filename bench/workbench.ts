import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog } from '../src/runtime/log.ts';
import { stopSignal } from '../src/runtime/stop-signal.ts';
import { connectDatabase, type Database } from '../src/storage/database.ts';
import { makeTemporaryDir, startEmbeddedPostgres } from '../src/storage/embedded/start.ts';
import { migrateToLatest } from '../src/storage/migrate.ts';
import { printHead } from './measure.ts';

/** What a benchmark works on: a migrated, empty database of its own. */
export interface Workbench {
  db: Database;
  databaseUrl: string;
  /** Has `close` called at the end, the last one given first; one that hangs is left after five seconds. */
  atEnd(close: () => Promise<unknown>): void;
}

const closingMs = 5_000;

/** Runs one benchmark and ends the process; whatever was started is stopped first, after Ctrl-C too. */
export async function runBenchmark(title: string, run: (bench: Workbench) => Promise<void>): Promise<never> {
  const ended = stopSignal(silentLog);
  const interrupted = new Promise<void>((resolve) => {
    ended.addEventListener('abort', () => resolve(), { once: true });
  });
  const closing: (() => Promise<unknown>)[] = [];
  const atEnd: Workbench['atEnd'] = (close) => void closing.push(close);
  try {
    const { databaseUrl, db } = await startDatabase(atEnd);
    printHead(title);
    if (!ended.aborted) await Promise.race([run({ db, databaseUrl, atEnd }), interrupted]);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    // What is interrupted half-way fails in its own way once its database is gone.
    process.on('unhandledRejection', () => {});
    for (let close = closing.pop(); close; close = closing.pop()) {
      await Promise.race([close(), pause(closingMs)]).catch((error) => console.error(error));
    }
  }
  process.exit(ended.aborted ? 130 : process.exitCode);
}

async function startDatabase(atEnd: Workbench['atEnd']): Promise<{ databaseUrl: string; db: Database }> {
  const dataDir = makeTemporaryDir('rapport-bench-');
  atEnd(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataDir, log: silentLog, durable: false });
  atEnd(postgres.stop);
  await migrateToLatest(postgres.url, silentLog);
  const db = connectDatabase(postgres.url, silentLog, { statementTimeoutMs: 0 });
  atEnd(() => db.destroy());
  return { databaseUrl: postgres.url, db };
}
