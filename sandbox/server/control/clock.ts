import type { Clock } from '../../../src/runtime/clock.ts';
import type { ClockMove, ClockState } from '../../protocol.ts';

/** The header's clock: moved by whoever started the sandbox, one move at a time. */
export class SandboxClock {
  #clock: Clock;
  #move: ((move: ClockMove) => Promise<void>) | null;
  #next: (() => Promise<Temporal.Instant | null>) | null;
  #moving: Promise<void> | null = null;

  constructor(
    clock: Clock,
    move: ((move: ClockMove) => Promise<void>) | null,
    next: (() => Promise<Temporal.Instant | null>) | null,
  ) {
    this.#clock = clock;
    this.#move = move;
    this.#next = next;
  }

  get movable(): boolean {
    return this.#move !== null;
  }

  async state(): Promise<ClockState> {
    const next = this.#next ? await this.#next() : null;
    return {
      now: this.#clock.now().toString(),
      nextReminder: next?.toString() ?? null,
      movable: this.movable,
      moving: this.#moving !== null,
    };
  }

  /** Settles when all that falls due on the way has happened. A second move waits for the first. */
  async move(move: ClockMove): Promise<void> {
    while (this.#moving) await this.#moving.catch(() => {});
    if (!this.#move) throw new Error('This clock cannot be moved');
    this.#moving = this.#move(move);
    try {
      await this.#moving;
    } finally {
      this.#moving = null;
    }
  }
}
