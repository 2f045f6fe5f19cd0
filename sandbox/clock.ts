/** Where the sandbox's present comes from. Any object with this `now` will do. */
export interface Clock {
  now(): Temporal.Instant;
}

/** A clock that runs on from wherever it was last set. */
export class AdjustableClock implements Clock {
  #aheadMs: number;

  constructor(start: Temporal.Instant = Temporal.Now.instant()) {
    this.#aheadMs = start.epochMilliseconds - Date.now();
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(Date.now() + this.#aheadMs);
  }

  /** Moves to `instant`. @throws RangeError when that lies in the past: sent messages cannot be unsent. */
  moveTo(instant: Temporal.Instant): void {
    if (Temporal.Instant.compare(instant, this.now()) < 0) {
      throw new RangeError('A clock cannot be moved back');
    }
    this.#aheadMs = instant.epochMilliseconds - Date.now();
  }
}
