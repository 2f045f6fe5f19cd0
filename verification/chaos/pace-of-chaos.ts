/** How many times faster than the machine's the clock runs: see `FastClock`. */
export const SPEED = 3;

/** A Tuesday morning, when anybody may be asked. */
export const START = Temporal.Instant.from('2026-03-03T10:00:00Z');

/** Between two ticks, by the machine's clock. */
export const TICK_MS = 2_000;
