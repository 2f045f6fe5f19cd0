/** Tells the time. Domain code is given `now`; nothing else asks what time it is, SQL included. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** The date in `zone` at `instant`. */
export function dateIn(zone: string, instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate();
}

/** Days from `instant` to `now`, with fractions; 0 for the future. */
export function daysBetween(instant: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, now.since(instant).total('hours') / 24);
}

/** Whole days from `instant` to `now`, to the nearest one, as `ago` says them; 0 for the future. */
export function wholeDaysBetween(instant: Temporal.Instant, now: Temporal.Instant): number {
  return Math.round(daysBetween(instant, now));
}
