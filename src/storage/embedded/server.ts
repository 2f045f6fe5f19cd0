import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Logger } from '../../runtime/log.ts';
import { StartError } from '../../runtime/start-error.ts';
import { type Cluster, lastLine } from './cluster.ts';
import { runProgram } from './run-program.ts';

const START_SECONDS = 60;
const PORT_TRIES = 5;

/** Postgres's log never holds a statement or a value: they are about clients. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_checkpoints=off',
  'max_connections=120',
];

/** For throwaway data: a crash of the machine may lose all of it. */
const THROWAWAY_SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=48MB',
  'max_wal_size=256MB',
];

/**
 * Leaves the cluster's server running, whether it ran before (a start that crashed) or is started now.
 *
 * @returns its loopback port, and whether it was running before.
 */
export async function ensureRunning(
  cluster: Cluster,
  durable: boolean,
  log: Logger,
): Promise<{ port: number; adopted: boolean }> {
  removeStalePidFile(cluster, log);
  if (await isRunning(cluster)) return { port: readPort(cluster), adopted: true };
  const logFile = join(cluster.data, 'server.log');
  for (let attempt = 1; ; attempt++) {
    rmSync(logFile, { force: true });
    const given = [...SETTINGS, ...(durable ? [] : THROWAWAY_SETTINGS), `port=${await findFreePort()}`];
    const options = given.map((setting) => `-c ${setting}`).join(' ');
    const { exitCode } = await pgCtl(
      cluster,
      'start',
      '-t',
      String(START_SECONDS),
      '-l',
      logFile,
      '-o',
      options,
    );
    if (exitCode === 0) return { port: readPort(cluster), adopted: false };
    if (await isRunning(cluster)) return { port: readPort(cluster), adopted: true };
    const reason = startFailure(logFile);
    if (!/Address already in use/.test(reason) || attempt === PORT_TRIES) {
      throw new StartError(`The embedded Postgres in ${cluster.data} didn’t start: ${lastLine(reason)}`);
    }
  }
}

/** Ends every connection, and returns when the server is down and its data written. */
export async function stopServer(cluster: Cluster, log: Logger): Promise<void> {
  const { exitCode, output } = await pgCtl(cluster, 'stop', '-m', 'fast', '-t', '30');
  if (exitCode === 0 || !(await isRunning(cluster))) return;
  log.warn(
    { output },
    'The embedded Postgres did not stop in time and is stopped at once; it recovers at its next start',
  );
  await pgCtl(cluster, 'stop', '-m', 'immediate', '-t', '10');
}

async function isRunning(cluster: Cluster): Promise<boolean> {
  return (await pgCtl(cluster, 'status')).exitCode === 0;
}

function pgCtl(cluster: Cluster, action: string, ...args: string[]) {
  const all = [action, '-D', cluster.data, ...(action === 'status' ? [] : ['-w', '-s']), ...args];
  return runProgram(cluster.binaries.pgCtl, all, { cwd: cluster.data, account: cluster.account });
}

/** Postgres writes its own port, and whether it is ready, into its pid file. */
function readPort(cluster: Cluster): number {
  const port = Number(readPidFile(cluster)?.[3]);
  if (Number.isInteger(port) && port > 0) return port;
  throw new StartError(
    `The embedded Postgres in ${cluster.data} is just starting or stopping. Try again in a moment.`,
  );
}

function readPidFile(cluster: Cluster): string[] | undefined {
  try {
    return readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

/**
 * After a crash of the machine the pid file may name a process that is something else by now, which `pg_ctl` would take for the
 * server. Linux tells what it is.
 */
function removeStalePidFile(cluster: Cluster, log: Logger): void {
  const pid = readPidFile(cluster)?.[0]?.trim();
  if (process.platform !== 'linux' || !pid || !/^\d+$/.test(pid)) return;
  const program = programOf(pid);
  if (program === undefined || program === 'postgres') return;
  log.warn({ pid: Number(pid) }, 'Removed the pid file of an embedded Postgres that is no longer there');
  rmSync(join(cluster.data, 'postmaster.pid'), { force: true });
}

function programOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function startFailure(logFile: string): string {
  try {
    const lines = readFileSync(logFile, 'utf8').trim().split('\n');
    return (
      lines.filter((line) => /FATAL|PANIC|could not|Address already/.test(line)).join('\n') ||
      (lines.at(-1) ?? '')
    );
  } catch {
    return 'it wrote no log';
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
