/** Where the present comes from. Domain code is given `now`; nothing else asks what time it is, SQL included. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** A clock that runs on from wherever it was last set: the demo's "next day" button, and tests that let time pass. */
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

/** Days from `instant` to `now`, with fractions; 0 for the future. */
export function daysBetween(instant: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, now.since(instant).total('hours') / 24);
}

/** Whole days from `instant` to `now`, to the nearest one, as `ago` says them; 0 for the future. */
export function wholeDaysBetween(instant: Temporal.Instant, now: Temporal.Instant): number {
  return Math.round(daysBetween(instant, now));
}
