/** Days as the score counts them: whole days since 1 January 1970, so that a client's row is plain numbers. */

export type EpochDay = number;

const DAY_MS = 86_400_000;
const MONDAY = 4;
const WEEK = 7;

export function epochDayOf({ year, month, day }: Temporal.PlainDate): EpochDay {
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  return Math.round(midnight.getTime() / DAY_MS);
}

export function dateOf(day: EpochDay): Temporal.PlainDate {
  const midnight = new Date(day * DAY_MS);
  return new Temporal.PlainDate(midnight.getUTCFullYear(), midnight.getUTCMonth() + 1, midnight.getUTCDate());
}

/** So many Mondays before `day`, the newest first. */
export function mondaysBefore(day: EpochDay, count: number): EpochDay[] {
  const newest = MONDAY + WEEK * Math.floor((day - 1 - MONDAY) / WEEK);
  return Array.from({ length: count }, (_, index) => newest - WEEK * index);
}

/** What is left of 1 after some days, where half is left after `halving` days; never more than 1. */
export function fade(days: number, halving: number): number {
  return 2 ** (-Math.max(0, days) / halving);
}
