/** How many times faster than real time the clock runs: see `FastClock`. */
export const SPEED = 3;

/** A Tuesday morning, when everyone may be asked. */
export const START = Temporal.Instant.from('2026-03-03T10:00:00Z');

/** Between two ticks, in real time. */
export const TICK_MS = 2_000;
