import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLog } from '../../src/runtime/log.ts';
import { chooseAccount, firstClosedDirectory } from '../../src/storage/embedded/account.ts';
import { findPackage } from '../../src/storage/embedded/binaries.ts';
import {
  type EmbeddedPostgres,
  makeTemporaryDir,
  startEmbeddedPostgres,
} from '../../src/storage/embedded/start.ts';

// Whole servers and installations: slow where many tests run at once.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const script = fileURLToPath(new URL('../support/embedded-process.ts', import.meta.url));
const asRoot = process.getuid?.() === 0;

let dataDir: string;
beforeEach(() => {
  dataDir = makeTemporaryDir('rapport-embedded-');
});
const atEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of atEnd.splice(0).reverse()) await end();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(directory = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: directory, log: silentLog, durable: false });
  atEnd.push(() => postgres.stop());
  return postgres;
}

interface StartedProcess {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** What it printed once Postgres was up. */
  started: { url: string; adopted: boolean };
}

async function startProcess(
  directory: string,
  owner: { uid?: number; gid?: number } = {},
  ...args: string[]
): Promise<StartedProcess> {
  const child = spawn(process.execPath, [script, directory, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    ...owner,
  });
  atEnd.push(() => child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(errors))),
  ]);
  return { child, started: JSON.parse(line) };
}

async function query<T>(url: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function serverPid(directory = dataDir): string {
  return readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
}

describe('a running server', () => {
  let directory: string;
  let postgres: EmbeddedPostgres;
  beforeAll(async () => {
    directory = makeTemporaryDir('rapport-embedded-');
    postgres = await startEmbeddedPostgres({ dataDir: directory, log: silentLog, durable: false });
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('nobody gets in without the password, and only this machine gets to the port', async () => {
    const wrong = new URL(postgres.url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    const rows = await query(
      postgres.url,
      `select name, setting from pg_settings where name in
    ('listen_addresses', 'unix_socket_directories', 'password_encryption') order by name`,
    );
    expect(rows).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'password_encryption', setting: 'scram-sha-256' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
  });

  test('letters of every script are compared without case', async () => {
    expect(await query(postgres.url, "select lower('ÄÖ Žižka ΔΈΛΤΑ') as folded")).toEqual([
      { folded: 'äö žižka δέλτα' },
    ]);
  });

  test("the terminal's Ctrl-C does not reach it", async () => {
    const sessionOf = (pid: string) =>
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3];
    expect(sessionOf(serverPid(directory))).not.toBe(sessionOf('self'));
  });

  test.runIf(asRoot)('as root the server runs as somebody else, who owns the data', async () => {
    expect(statSync(`/proc/${serverPid(directory)}`).uid).not.toBe(0);
    expect(statSync(join(directory, 'data')).uid).not.toBe(0);
    expect(statSync(directory).uid).toBe(0);
  });
});

test('what was written is there after a stop and a start', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  expect(existsSync(join(dataDir, 'data', 'postmaster.pid'))).toBe(false);
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('what goes wrong is logged without the words it was about', async () => {
  const postgres = await start();
  const attempt = `do $$ begin raise exception 'the client said %', 'never write me down' using detail = 'nor me'; end $$`;
  await expect(query(postgres.url, attempt)).rejects.toThrow('never write me down');
  await postgres.stop();
  const log = readFileSync(join(dataDir, 'data', 'server.log'), 'utf8');
  expect(log).toContain('database system is shut down');
  expect(log).not.toMatch(/never write me down|nor me/);
});

test('a server that outlived a crash is taken over, with what was in it', async () => {
  const { child, started } = await startProcess(dataDir);
  await query(started.url, 'create table kept as select 42 as answer');
  const pid = serverPid();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const postgres = await start();
  expect(postgres.adopted).toBe(true);
  expect(serverPid()).toBe(pid);
  expect(await query(postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test.skipIf(process.platform === 'win32')(
  'a server that is to end with us does so when we are killed',
  async () => {
    const { child } = await startProcess(dataDir, {}, 'ends-with-us');
    expect(serverPid()).toMatch(/^\d+$/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect
      .poll(() => existsSync(join(dataDir, 'data', 'postmaster.pid')), { timeout: 10_000 })
      .toBe(false);
  },
);

test('a pid file that names some other process does not keep it from starting', async () => {
  const first = await start();
  await first.stop();
  writeFileSync(
    join(dataDir, 'data', 'postmaster.pid'),
    `${process.pid}\n${dataDir}/data\n1\n1\n\n127.0.0.1\n\nready\n`,
  );
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(serverPid()).not.toBe(String(process.pid));
});

test('a second Rapport on the same directory is refused, and the first is not disturbed', async () => {
  const first = await start();
  await expect(startEmbeddedPostgres({ dataDir, log: silentLog, durable: false })).rejects.toThrow(
    /Another Rapport \(process \d+\) is already using/,
  );
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('of two that start at once on an empty directory, one gets it', async () => {
  const results = await Promise.allSettled([1, 2].map(() => start()));
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = results.find((result) => result.status === 'rejected');
  expect(String(refused?.reason)).toContain('Another Rapport');
});

test.each([
  ['made by another version', '16\n', /made by Postgres 16, but this Rapport comes with Postgres 18/],
  ['that are something else', undefined, /isn’t Postgres data/],
])('data %s are refused with what to do', async (_, version, message) => {
  await (await start()).stop();
  const file = join(dataDir, 'data', 'PG_VERSION');
  rmSync(file);
  if (version) writeFileSync(file, version);
  await expect(start()).rejects.toThrow(message);
});

test('throwaway data is not synced to disk; other data is', async () => {
  const show = 'show fsync';
  const quick = await start();
  expect(await query(quick.url, show)).toEqual([{ fsync: 'off' }]);
  await quick.stop();
  const durable = await startEmbeddedPostgres({ dataDir, log: silentLog });
  atEnd.push(() => durable.stop());
  expect(await query(durable.url, show)).toEqual([{ fsync: 'on' }]);
});

describe.runIf(asRoot)('as root', () => {
  test('a directory that its user cannot enter is refused by name, and nothing is made in it', async () => {
    const closed = join(dataDir, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    await expect(start(join(closed, 'inner'))).rejects.toThrow(`cannot enter ${closed}.`);
    expect(existsSync(join(closed, 'inner'))).toBe(false);
  });

  test('a closed directory of its own is opened just so far that it can be passed through', async () => {
    const own = join(dataDir, 'own');
    mkdirSync(own, { mode: 0o700 });
    await (await start(own)).stop();
    expect(statSync(own).mode & 0o777).toBe(0o711);
  });
});

const nobody = asRoot ? chooseAccount(undefined) : undefined;
const closedToNobody =
  nobody &&
  [process.execPath, script, findPackage().root].find((path) => firstClosedDirectory(dirname(path), nobody));

describe.runIf(asRoot)('as an ordinary user, started by root', () => {
  test.skipIf(closedToNobody)(
    closedToNobody ? `skipped: ${closedToNobody} is closed to ordinary users` : 'it runs as that user',
    async () => {
      const own = join(dataDir, 'own');
      const { uid, gid } = nobody ?? {};
      mkdirSync(own, { mode: 0o777 });
      chownSync(own, uid ?? 0, gid ?? 0);
      const { child, started } = await startProcess(own, { ...(uid && { uid }), ...(gid && { gid }) });
      expect(await query(started.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(statSync(`/proc/${serverPid(own)}`).uid).toBe(uid);
      child.stdin.end();
      await once(child, 'exit');
      expect(existsSync(join(own, 'data', 'postmaster.pid'))).toBe(false);
    },
  );
});
