import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { ID } from '../../demo/world.ts';
import { renderView } from '../../sandbox/driver/render-text.ts';
import { connectSandbox } from '../../sandbox/driver/sandbox-driver.ts';
import { makeTemporaryDir } from '../../src/storage/embedded/start.ts';

const script = new URL('../../demo/main.ts', import.meta.url).pathname;
const started: ChildProcess[] = [];
const dirs: string[] = [];

afterEach(() => {
  for (const child of started.splice(0))
    if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGKILL');
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** In a process group of its own, as a terminal would start it. */
function demo(...args: string[]) {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR },
  });
  started.push(child);
  const lines: string[] = [];
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  const address = new Promise<string>((resolve, reject) => {
    output.on('line', (line) => {
      const url = /^Rapport demo: (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
      if (url) resolve(url);
    });
    void ended.then((code) => reject(new Error(`The demo ended with ${code}: ${errors.join('\n')}`)));
  });
  address.catch(() => {});
  return { child, lines, errors, ended, address };
}

/** As the terminal's Ctrl-C does: to the whole group at once. */
function pressCtrlC({ pid }: ChildProcess): void {
  if (pid) process.kill(-pid, 'SIGINT');
}

function temporaryDir(): string {
  const dir = makeTemporaryDir('rapport-test-demo-');
  dirs.push(dir);
  return dir;
}

/** Command lines of running processes that name `dir`. */
function processesIn(dir: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(dir));
}

test('the tour walks the loop and ends well', async () => {
  const { ended, lines, errors } = demo('--tour');
  expect(await ended, errors.join('\n')).toBe(0);
  const text = lines.join('\n');
  expect(text).toContain('Harbor Foods');
  expect(text).toContain('The tour is over: every step was as it should be.');
}, 60_000);

test('the tour ends with an error at the first step that is not as it should be', async () => {
  const dir = temporaryDir();
  expect(await demo('--tour', '--keep', dir).ended).toBe(0);
  const { ended, lines, errors } = demo('--tour', '--keep', dir);
  expect(await ended).toBe(1);
  expect(errors.join('\n')).toContain('The tour stops: it should be so that there is exactly one DM.');
  expect(lines.join('\n')).toContain('1. Monday');
  expect(lines.join('\n')).not.toContain('2. She presses');
}, 60_000);

test.skipIf(process.platform !== 'linux')(
  'Ctrl-C stops all of it, and what was kept is there the next time (looks into /proc: Linux only)',
  async () => {
    const dir = temporaryDir();
    const first = demo('--keep', dir);
    const driver = connectSandbox(await first.address);
    const ana = driver.as(ID.ana);
    await ana.press('Check in', { near: 'Harbor Foods', in: (await ana.dm()).id });
    await ana.waitForModal('Check in');
    await ana.choose('How did you hear?', 'My own impression');
    await ana.waitFor('the modal for an own read', ({ modals: [modal] }) => {
      return modal && !renderView(modal).includes('How did they say they feel?');
    });
    await ana.choose('How do you think they really feel?', '😀 Delighted');
    await ana.type('What went well?', 'The demo was kept');
    await ana.submit();
    await driver.moveClock('day');
    const { now } = await driver.clock();
    expect(processesIn(dir)).not.toHaveLength(0);
    const messages = (await ana.dm()).messages.length;

    pressCtrlC(first.child);
    expect(await first.ended, first.errors.join('\n')).toBe(0);
    expect(processesIn(dir)).toEqual([]);

    const second = demo('--keep', dir);
    const again = connectSandbox(await second.address);
    expect(Date.parse((await again.clock()).now)).toBeGreaterThanOrEqual(Date.parse(now));
    expect((await again.as(ID.ana).dm()).messages.length).toBe(messages);
    await again.as(ID.ana).command('/client-health harbor', { in: ID.general });
    await again.as(ID.ana).waitForMessage('The demo was kept', ID.general);
    pressCtrlC(second.child);
    expect(await second.ended).toBe(0);
    expect(processesIn(dir)).toEqual([]);
  },
  90_000,
);

test.each([
  [['--port', 'many'], '--port takes a number'],
  [['--nonsense'], '--nonsense'],
])('%j is refused in plain words', async (args, words) => {
  const { ended, errors } = demo(...args);
  expect(await ended).toBe(1);
  expect(errors.join('\n')).toContain(words);
  expect(errors.join('\n')).not.toMatch(/^\s+at /m);
});

test('a port that is taken is refused in one line', async () => {
  const first = demo();
  const port = new URL(await first.address).port;
  const second = demo('--port', port, '--tour');
  expect(await second.ended).toBe(1);
  expect(second.errors).toEqual([`Port ${port} is taken. Choose another one, or leave --port out.`]);
  pressCtrlC(first.child);
  expect(await first.ended).toBe(0);
}, 60_000);
