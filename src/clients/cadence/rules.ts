import { instantAt } from '../../calendars/rules.ts';
import { timeText, weekdayName } from '../../runtime/formats/dates.ts';
import { count, ordinal } from '../../runtime/formats/numbers.ts';
import { listText } from '../../runtime/formats/text.ts';
import { lastBefore, nearest, onOrAfter, stepFrom } from './day-rules.ts';

/** How often an owner is asked: on which days, every so many weeks or months, at a time in the owner's own zone. */
export type Cadence = { time: Temporal.PlainTime } & CadenceDays;

export const CADENCE_UNITS = ['week', 'month-weekday', 'month-day'] as const;
export type CadenceUnit = (typeof CADENCE_UNITS)[number];

/** Weekdays are ISO's: 1 is Monday, 7 is Sunday. */
export type CadenceDays = { every: number } & (
  | { unit: 'week'; weekdays: readonly number[] }
  | {
      unit: 'month-weekday';
      /** Which of the month's such weekdays; 5 is the last. */
      nth: Nth;
      weekday: number;
    }
  | {
      unit: 'month-day';
      /** From 1 to 31; shorter months have it on their last day. */
      day: number;
    }
);

export type Nth = 1 | 2 | 3 | 4 | 5;

/** The most that `every` may be. */
export const EVERY_MAX = { week: 52, 'month-weekday': 12, 'month-day': 12 } as const;

/** The cadence at the time of day at which its owner wants to be asked about all clients, where they have chosen one. */
export function withOwnerTime(
  cadence: Cadence,
  { remindAt }: { remindAt: Temporal.PlainTime | null },
): Cadence {
  return remindAt ? { ...cadence, time: remindAt } : cadence;
}

/** The first occurrence for a client who has just been added or resumed: the first such day and time after `now`. */
export function firstDue(cadence: Cadence, zone: string, now: Temporal.Instant): Temporal.Instant {
  let day = onOrAfter(cadence, now.toZonedDateTimeISO(zone).toPlainDate());
  while (isUpTo(at(day, cadence, zone), now)) day = onOrAfter(cadence, day.add({ days: 1 }));
  return at(day, cadence, zone);
}

/**
 * The occurrence after a contact, always on a later day: by month, on the cadence's day nearest to as many months later;
 * by week, where it would be had they spoken on the nearest of the cadence's days. Of two equally near, the later one.
 */
export function dueAfterContact(cadence: Cadence, zone: string, contact: Temporal.Instant): Temporal.Instant {
  const day = contact.toZonedDateTimeISO(zone).toPlainDate();
  const next =
    cadence.unit === 'week'
      ? stepFrom(cadence, nearest(cadence, day))
      : nearest(cadence, day.add({ months: cadence.every }));
  return at(next, cadence, zone);
}

/**
 * The first occurrence after `now`, in steps of the cadence from `occurrence`, whose local day and hour never drift. What
 * lies between is passed over; `occurrencesBetween` tells what that was.
 */
export function nextDue(
  cadence: Cadence,
  zone: string,
  occurrence: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant {
  let day = dayOf(cadence, zone, occurrence);
  let next = occurrence;
  while (isUpTo(next, now) || isUpTo(next, occurrence)) {
    day = stepFrom(cadence, day);
    next = at(day, cadence, zone);
  }
  return next;
}

/** The series that `first` begins, itself included, up to `end`, which is not. */
export function occurrencesBetween(
  cadence: Cadence,
  zone: string,
  first: Temporal.Instant,
  end: Temporal.Instant,
): Temporal.Instant[] {
  const found: Temporal.Instant[] = [];
  for (let at = first; Temporal.Instant.compare(at, end) < 0; at = nextDue(cadence, zone, at, at)) {
    found.push(at);
  }
  return found;
}

/** The cadence's day and time nearest to `occurrence`: where it belongs once its owner has moved to another zone. */
export function nearestOccurrence(
  cadence: Cadence,
  zone: string,
  occurrence: Temporal.Instant,
): Temporal.Instant {
  const day = occurrence.toZonedDateTimeISO(zone).toPlainDate();
  const distance = (candidate: Temporal.Instant) =>
    Math.abs(candidate.epochMilliseconds - occurrence.epochMilliseconds);
  return [lastBefore(cadence, day), onOrAfter(cadence, day), onOrAfter(cadence, day.add({ days: 1 }))]
    .map((around) => at(around, cadence, zone))
    .reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

/** The ideal gap in days, the longest where the cadence has several, for comparing with how long it has been. */
export function gapDays(cadence: CadenceDays): number {
  if (cadence.unit !== 'week') return Math.round(cadence.every * 30.44);
  return cadence.every * 7 - (Math.max(...cadence.weekdays) - Math.min(...cadence.weekdays));
}

/** The longest acceptable gap in days where nobody says another: half as long again as the ideal one, and at least two weeks more. */
export function usualLongestGap(cadence: CadenceDays): number {
  const ideal = gapDays(cadence);
  return Math.ceil(Math.max(ideal * 1.5, ideal + 14) / 7) * 7;
}

export function sameCadence(a: Cadence, b: Cadence): boolean {
  return a.unit === b.unit && a.every === b.every && a.time.equals(b.time) && daysOf(a) === daysOf(b);
}

/** "Every 2 weeks on Tuesday, 09:00". */
export function describeCadence(cadence: Cadence): string {
  const unit = cadence.unit === 'week' ? 'week' : 'month';
  const every = cadence.every === 1 ? unit : count(cadence.every, unit);
  return `Every ${every} on ${daysOf(cadence)}, ${timeText(cadence.time)}`;
}

/** "Monday and Thursday", "the first Tuesday", "the 30th or the last day". */
function daysOf(cadence: CadenceDays): string {
  switch (cadence.unit) {
    case 'week':
      return describeWeekdays(cadence.weekdays.toSorted((a, b) => a - b));
    case 'month-weekday':
      return `the ${NTH_WORDS[cadence.nth]} ${weekdayName(cadence.weekday)}`;
    case 'month-day':
      if (cadence.day === 31) return 'the last day';
      return `the ${ordinal(cadence.day)}${cadence.day > 28 ? ' or the last day' : ''}`;
  }
}

/** "Monday and Thursday"; three and more in a row as "Monday to Friday". */
function describeWeekdays(inOrder: readonly number[]): string {
  const names = inOrder.map((weekday) => weekdayName(weekday));
  const [first = 1, last = 1] = [inOrder[0], inOrder.at(-1)];
  if (inOrder.length > 2 && last - first === inOrder.length - 1) return `${names[0]} to ${names.at(-1)}`;
  return listText(names);
}

export const NTH_WORDS: Record<Nth, string> = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', 5: 'last' };

/** The local day that `occurrence` was meant for: clocks that skip the end of a day move it into the next. */
function dayOf(cadence: Cadence, zone: string, occurrence: Temporal.Instant): Temporal.PlainDate {
  const local = occurrence.toZonedDateTimeISO(zone);
  const day = local.toPlainDate();
  if (local.toPlainTime().equals(cadence.time)) return day;
  const eve = day.subtract({ days: 1 });
  return at(eve, cadence, zone).equals(occurrence) ? eve : day;
}

function at(day: Temporal.PlainDate, { time }: Cadence, zone: string): Temporal.Instant {
  return instantAt(day, time, zone);
}

function isUpTo(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) <= 0;
}
