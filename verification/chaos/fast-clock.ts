import type { Clock } from '../../src/runtime/clock.ts';

/**
 * A clock that runs some times faster than the machine's, the same in all processes that are given the same start. So the
 * waits that Rapport is built with, such as its leases, keep their proportions and take less time to sit through.
 *
 * At three times a second, the 30 s that a send leaves of its lease are the 10 s for which Slack's client waits; faster
 * than that, the clock itself would break what is tried here.
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
