import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { freePort } from './free-port.ts';

/** Why tests on Redis are left out here, to put into their names; undefined when they run. */
export const redisMissing: string | undefined = findRedisServer()
  ? undefined
  : 'skipped: no redis-server on the PATH';

/**
 * A Redis of its own for the tests of one file (or one `describe`), gone at its end. Use it only where `redisMissing`
 * is undefined.
 *
 * @returns an object whose `url` can be read once tests run.
 */
export function useRedis(): { readonly url: string } {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());
  return {
    get url() {
      if (!server) throw new Error('useRedis() has no server before the tests run');
      return server.url;
    },
  };
}

export interface RedisServer {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/** Starts a server on a loopback port, a free one unless told, with nothing kept on disk. */
export async function startRedis(wantedPort?: number): Promise<RedisServer> {
  const binary = findRedisServer();
  if (!binary) throw new Error('There is no redis-server on the PATH');
  const directory = mkdtempSync(join(tmpdir(), 'rapport-redis-'));
  const port = wantedPort ?? (await freePort());
  const settings = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    directory,
  ];
  const child = spawn(binary, [...settings, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  try {
    await answering(url, child);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    url,
    port,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  redis.on('error', () => {});
  const died = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
  });
  try {
    await Promise.race([redis.ping(), died]);
  } finally {
    redis.disconnect();
  }
}

function findRedisServer(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'redis-server'))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
