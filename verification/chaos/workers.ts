import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Random } from '../random.ts';

const script = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** How often a process that is still starting is killed if no other can be. Always would mean that none ever gets to work. */
const KILLED_WHILE_STARTING = 0.2;

/** How long a process that has started work is spared at most, in milliseconds. */
const AT_WORK_MS = 3_000;

/** Keeps a number of Rapport's processes running, whatever ends them. */
export class Workers {
  /** How often one was killed, and how often one ended by itself, such as when the database was away at its start. */
  readonly ended = { killed: 0, byItself: 0 };
  readonly #environment: Record<string, string>;
  readonly #children = new Set<ChildProcess>();
  /** Those at work, with the time until which they are spared. */
  readonly #atWork = new Map<ChildProcess, number>();
  readonly #random: Random;
  #stopped = false;

  constructor(count: number, environment: Record<string, string>, random: Random) {
    this.#environment = environment;
    this.#random = random;
    for (let i = 0; i < count; i += 1) this.#start();
  }

  /** Kills one without warning, unless all are spared. Another replaces it right away. @returns whether it did */
  kill(): boolean {
    const now = performance.now();
    const ripe = [...this.#atWork].filter(([, spared]) => spared < now).map(([child]) => child);
    if (ripe.length === 0 && this.#random.next() > KILLED_WHILE_STARTING) return false;
    const [first, ...others] = ripe.length > 0 ? ripe : this.#starting();
    if (!first) return false;
    this.ended.killed += 1;
    return this.#random.pick([first, ...others]).kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const gone = [...this.#children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of this.#children) child.kill('SIGKILL');
    await Promise.all(gone);
  }

  #starting(): ChildProcess[] {
    return [...this.#children].filter((child) => !this.#atWork.has(child));
  }

  #start(): void {
    if (this.#stopped) return;
    const child = fork(script, { env: this.#environment, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#children.add(child);
    child.once('message', () =>
      this.#atWork.set(child, performance.now() + this.#random.between(0, AT_WORK_MS)),
    );
    child.once('exit', (_, signal) => {
      this.#children.delete(child);
      this.#atWork.delete(child);
      if (signal !== 'SIGKILL') this.ended.byItself += 1;
      // One that cannot start while the database is away would be started a hundred times a second.
      setTimeout(() => this.#start(), signal === 'SIGKILL' ? 0 : 300);
    });
  }
}
