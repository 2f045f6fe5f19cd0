import { spawn } from 'node:child_process';
import type { Cluster } from './cluster.ts';

/**
 * Stops the server however this process ends, kill -9 included: a shell waits at a pipe whose other end only we hold open.
 * For data that is thrown away; on Windows there is no such shell, and the server stays.
 *
 * @returns ends the guard, once the server has been stopped.
 */
export function guardServer({ binaries, data, account }: Cluster): () => void {
  if (process.platform === 'win32') return () => {};
  const guard = spawn(
    '/bin/sh',
    ['-c', 'read -r _; exec "$0" stop -D "$1" -m immediate -s', binaries.pgCtl, data],
    {
      cwd: data,
      env: { LC_ALL: 'C' },
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      ...(account && { uid: account.uid, gid: account.gid }),
    },
  );
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  return () => guard.kill('SIGKILL');
}
