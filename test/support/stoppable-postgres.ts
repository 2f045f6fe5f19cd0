import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { makeTemporaryDir, startEmbeddedPostgres } from '../../src/storage/embedded/start.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import type { OwnDatabase } from './database.ts';

/** A Postgres of one's own that can be stopped and started again at the same address, migrated. */
export interface StoppablePostgres {
  database: OwnDatabase;
  stop(): Promise<void>;
  /** Ends it as a crash does: nothing is put in order, and the next start recovers from the log. */
  crash(): Promise<void>;
  start(): Promise<void>;
}

/**
 * A started server takes any free port, so that a door in front of it keeps the address. It is durable, since a crash must
 * lose nothing that was committed.
 */
export async function startStoppablePostgres(): Promise<StoppablePostgres> {
  const dataDir = makeTemporaryDir('rapport-outage-');
  const boot = () => startEmbeddedPostgres({ dataDir, log: silentLog, endsWithUs: true });
  let postgres = await boot();
  await migrateToLatest(postgres.url, silentLog);
  const door = new Door();
  await door.open(0, portOf(postgres.url));
  const url = new URL(postgres.url);
  url.port = String(door.port);
  const db = connectDatabase(url.href, silentLog);

  const stop = async () => {
    await postgres.stop();
    await door.close();
  };
  return {
    database: {
      db,
      url: url.href,
      async drop() {
        await db.destroy();
        await stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    },
    stop,
    async crash() {
      await door.close();
      const pid = Number(readFileSync(join(dataDir, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGQUIT');
      while (isAlive(pid)) await pause(20);
    },
    async start() {
      postgres = await boot();
      await door.open(door.port, portOf(postgres.url));
    },
  };
}

/** Passes a port on to another one. Closed, it refuses connections as a stopped server does. */
class Door {
  port = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  async open(port: number, target: number): Promise<void> {
    const server = createServer((outside) => {
      const inside = connect(target, '127.0.0.1');
      for (const [from, to] of [
        [outside, inside],
        [inside, outside],
      ] as const) {
        this.#sockets.add(from);
        from.pipe(to);
        from.on('error', () => {});
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
