import { instantAt } from '../../calendars/rules.ts';
import { timeText } from '../../runtime/formats/dates.ts';
import { count } from '../../runtime/formats/numbers.ts';
import type { CadenceColumns, CadenceKind } from './kind-rules.ts';
import { monthDay } from './month-day-rules.ts';
import { monthWeekday } from './month-weekday-rules.ts';
import { week } from './week-rules.ts';

/** How often an owner is asked: on which days, and at a time in the owner's own zone. */
export type Cadence = { time: Temporal.PlainTime } & CadenceDays;

/** Every kind of cadence, by its unit. To add one: its rules, a line here, and its fields in `form.ts`. */
export const CADENCE_KINDS = {
  week,
  'month-weekday': monthWeekday,
  'month-day': monthDay,
} as const satisfies { [unit: string]: object };

export type CadenceUnit = keyof typeof CADENCE_KINDS;
/** @internal */
export const CADENCE_UNITS = Object.keys(CADENCE_KINDS) as CadenceUnit[];

export type CadenceDays = {
  [U in CadenceUnit]: (typeof CADENCE_KINDS)[U] extends CadenceKind<infer D> ? D : never;
}[CadenceUnit];

function kindOf({ unit }: { unit: CadenceUnit }): CadenceKind<CadenceDays> {
  return CADENCE_KINDS[unit] as CadenceKind<CadenceDays>;
}

/** The cadence at the time of day that its owner chose for all clients, if they did. */
export function withOwnerTime(
  cadence: Cadence,
  { remindAt }: { remindAt: Temporal.PlainTime | null },
): Cadence {
  return remindAt ? { ...cadence, time: remindAt } : cadence;
}

/** The first occurrence for a client who was just added or resumed: the first such day and time after `now`. */
export function firstDue(cadence: Cadence, zone: string, now: Temporal.Instant): Temporal.Instant {
  const { onOrAfter } = kindOf(cadence);
  let day = onOrAfter(cadence, now.toZonedDateTimeISO(zone).toPlainDate());
  while (isUpTo(at(day, cadence, zone), now)) day = onOrAfter(cadence, day.add({ days: 1 }));
  return at(day, cadence, zone);
}

/** The occurrence after a contact, always on a later day. */
export function dueAfterContact(cadence: Cadence, zone: string, contact: Temporal.Instant): Temporal.Instant {
  const day = contact.toZonedDateTimeISO(zone).toPlainDate();
  return at(kindOf(cadence).afterContact(cadence, day), cadence, zone);
}

/**
 * The first occurrence after `now`, in steps of the cadence from `occurrence`; its local day and hour never drift. What lies
 * between is skipped; `occurrencesBetween` lists it.
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
    day = kindOf(cadence).next(cadence, day);
    next = at(day, cadence, zone);
  }
  return next;
}

/** The series from `first` on, up to and without `end`. */
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

/** The cadence's day and time nearest to `occurrence`: where that belongs once its owner is in another zone. */
export function nearestOccurrence(
  cadence: Cadence,
  zone: string,
  occurrence: Temporal.Instant,
): Temporal.Instant {
  const day = occurrence.toZonedDateTimeISO(zone).toPlainDate();
  const distance = (candidate: Temporal.Instant) =>
    Math.abs(candidate.epochMilliseconds - occurrence.epochMilliseconds);
  const { lastBefore, onOrAfter } = kindOf(cadence);
  return [lastBefore(cadence, day), onOrAfter(cadence, day), onOrAfter(cadence, day.add({ days: 1 }))]
    .map((around) => at(around, cadence, zone))
    .reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

/** The ideal gap in days, for comparing with how long it has been. */
export function gapDays(days: CadenceDays): number {
  return kindOf(days).gapDays(days);
}

/** The longest acceptable gap where nobody chose one: half as long again as the ideal gap, and at least two weeks more. */
export function usualLongestGap(cadence: CadenceDays): number {
  const ideal = gapDays(cadence);
  return Math.ceil(Math.max(ideal * 1.5, ideal + 14) / 7) * 7;
}

export function sameCadence(a: Cadence, b: Cadence): boolean {
  return describeCadence(a) === describeCadence(b);
}

/** "Every 2 weeks on Tuesday, 09:00". */
export function describeCadence(cadence: Cadence): string {
  const { noun, describeDays } = kindOf(cadence);
  const every = cadence.every === 1 ? noun : count(cadence.every, noun);
  return `Every ${every} on ${describeDays(cadence)}, ${timeText(cadence.time)}`;
}

export function toCadenceColumns(days: CadenceDays): CadenceColumns {
  return kindOf(days).toColumns(days);
}

export function fromCadenceColumns(unit: CadenceUnit, every: number, columns: CadenceColumns): CadenceDays {
  return kindOf({ unit }).fromColumns(every, columns);
}

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
