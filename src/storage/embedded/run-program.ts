import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

export interface ProgramResult {
  exitCode: number | null;
  /** Standard output and error together, for a person to read. */
  output: string;
}

/**
 * Runs one of Postgres's programs to its end, as `account` if one is given, in a session of its own so that the terminal's
 * Ctrl-C does not reach it. It does not see our environment, in which Postgres's own variables may be set.
 */
export function runProgram(
  program: string,
  args: string[],
  options: { cwd: string; account: Account | undefined },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.account && { uid: options.account.uid, gid: options.account.gid }),
    });
    let output = '';
    const append = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output: output.trim() }));
  });
}
