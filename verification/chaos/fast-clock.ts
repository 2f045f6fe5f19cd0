import type { Clock } from '../../src/runtime/clock.ts';

/**
 * A clock that runs faster than real time, and the same in all processes with the same start. Rapport's waits, such as its
 * leases, keep their proportions but take less time.
 *
 * At three times a second, the 30 s that a send leaves of its lease are the 10 s for which Slack's client waits; faster
 * than that, the clock itself would break the test.
 */
export class FastClock implements Clock {
  readonly #realStartMs: number;
  readonly #start: Temporal.Instant;
  readonly #speed: number;

  constructor(realStartMs: number, start: Temporal.Instant, speed: number) {
    this.#realStartMs = realStartMs;
    this.#start = start;
    this.#speed = speed;
  }

  now(): Temporal.Instant {
    const passedMs = (Date.now() - this.#realStartMs) * this.#speed;
    return this.#start.add({ milliseconds: Math.round(passedMs) });
  }
}
