import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Rapport as a process of its own, in a process group of its own, with no environment but the one it is given. */
export interface BotProcess {
  child: ChildProcess;
  /** Its log, one parsed line each. */
  log: Record<string, unknown>[];
  /** What it wrote for a person, on standard error. */
  said(): string;
  /** Resolves with the first log line that has this message. @throws Error when the process ends without it. */
  logged(message: string): Promise<Record<string, unknown>>;
  /** As the terminal's Ctrl-C does: to every process of the group. */
  interrupt(): void;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

export function startBot(
  environment: Record<string, string>,
  options: { role?: string; script?: string; cwd?: string } = {},
): BotProcess {
  const args = [options.script ?? main, ...(options.role === undefined ? [] : [options.role])];
  const child = spawn(process.execPath, args, {
    cwd: options.cwd ?? tmpdir(),
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: Record<string, unknown>[] = [];
  const waiting = new Map<string, PromiseWithResolvers<Record<string, unknown>>>();
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  createInterface(child.stdout).on('line', (text) => {
    const line: Record<string, unknown> = JSON.parse(text);
    log.push(line);
    waiting.get(String(line.msg))?.resolve(line);
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      for (const [message, { reject }] of waiting) {
        reject(new Error(`Ended (${code ?? signal}) without "${message}": ${said}${JSON.stringify(log)}`));
      }
      resolve(code ?? signal);
    });
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    child,
    log,
    said: () => said,
    ended,
    logged(message) {
      const found = log.find((line) => line.msg === message);
      if (found) return Promise.resolve(found);
      const waiter = Promise.withResolvers<Record<string, unknown>>();
      waiting.set(message, waiter);
      return waiter.promise;
    },
    interrupt() {
      if (child.pid) process.kill(-child.pid, 'SIGINT');
    },
  };
}
