import type { Clock } from '../../clock.ts';
import type { ClockMove, ClockState } from '../../protocol.ts';

/** How the page's buttons move time on. The program that starts the sandbox decides. */
export interface ClockControl {
  /** The buttons, as they are now. */
  moves(): ClockMove[] | Promise<ClockMove[]>;
  /** Moves the clock. Resolves once everything that falls due on the way has happened. */
  move(id: string): void | Promise<void>;
}

/** The clock in the page's header, moved one step at a time. */
export class SandboxClock {
  #clock: Clock;
  #control: ClockControl | undefined;
  #moving: Promise<void> | null = null;

  constructor(clock: Clock, control: ClockControl | undefined) {
    this.#clock = clock;
    this.#control = control;
  }

  async state(): Promise<ClockState> {
    return {
      now: this.#clock.now().toString(),
      moves: (await this.#control?.moves()) ?? [],
      moving: this.#moving !== null,
    };
  }

  /** A second move waits for the first. @throws RangeError when the clock has no such move. */
  async move(id: string): Promise<void> {
    while (this.#moving) await this.#moving.catch(() => {});
    const control = this.#control;
    if (!control) throw new RangeError('This clock cannot be moved.');
    this.#moving = this.#take(control, id);
    try {
      await this.#moving;
    } finally {
      this.#moving = null;
    }
  }

  async #take(control: ClockControl, id: string): Promise<void> {
    const known = (await control.moves()).map((move) => move.id);
    if (!known.includes(id)) {
      throw new RangeError(`This clock has no move "${id}". It has: ${known.join(', ')}.`);
    }
    await control.move(id);
  }
}
