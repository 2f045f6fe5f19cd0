/** How often an owner is asked: every so many weeks or months, on a weekday, at a time in the owner's own zone. */
export interface Cadence {
  every: number;
  unit: 'week' | 'month';
  /** ISO weekday: 1 is Monday, 7 is Sunday. */
  weekday: number;
  time: Temporal.PlainTime;
}

/** The most that `every` may be. */
export const EVERY_MAX = { week: 52, month: 12 } as const;

/** The first occurrence for a client who has just been added or resumed: the next such weekday and time after `now`. */
export function firstDue(cadence: Cadence, zone: string, now: Temporal.Instant): Temporal.Instant {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const date = onOrAfter(today, cadence.weekday);
  const first = at(date, cadence, zone);
  return Temporal.Instant.compare(first, now) > 0 ? first : at(date.add({ days: 7 }), cadence, zone);
}

/**
 * The occurrence after a contact (or after an occurrence that passed): one gap later, on the cadence's weekday nearest to
 * that, and never on the day of the contact itself.
 */
export function dueAfterContact(cadence: Cadence, zone: string, contact: Temporal.Instant): Temporal.Instant {
  const day = contact.toZonedDateTimeISO(zone).toPlainDate();
  const date = nearest(plusGap(day, cadence), cadence.weekday);
  return at(Temporal.PlainDate.compare(date, day) > 0 ? date : date.add({ days: 7 }), cadence, zone);
}

/** The first occurrence after `now`, in steps of the cadence from `occurrence`: what an outage skipped is not asked twice. */
export function nextDue(
  cadence: Cadence,
  zone: string,
  occurrence: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant {
  let next = dueAfterContact(cadence, zone, occurrence);
  while (Temporal.Instant.compare(next, now) <= 0) next = dueAfterContact(cadence, zone, next);
  return next;
}

/** The cadence's weekday and time nearest to `occurrence`: where it belongs once its owner has moved to another zone. */
export function movedTo(cadence: Cadence, zone: string, occurrence: Temporal.Instant): Temporal.Instant {
  const day = occurrence.toZonedDateTimeISO(zone).toPlainDate();
  const later = onOrAfter(day, cadence.weekday);
  const distance = (date: Temporal.PlainDate) =>
    Math.abs(at(date, cadence, zone).epochMilliseconds - occurrence.epochMilliseconds);
  const earlier = later.subtract({ days: 7 });
  return at(distance(earlier) < distance(later) ? earlier : later, cadence, zone);
}

/** The ideal gap in days, for comparing with how long it has been. */
export function gapDays(cadence: Cadence): number {
  return cadence.unit === 'week' ? cadence.every * 7 : Math.round(cadence.every * 30.44);
}

function plusGap(day: Temporal.PlainDate, { every, unit }: Cadence): Temporal.PlainDate {
  return day.add(unit === 'week' ? { weeks: every } : { months: every });
}

function onOrAfter(day: Temporal.PlainDate, weekday: number): Temporal.PlainDate {
  return day.add({ days: (weekday - day.dayOfWeek + 7) % 7 });
}

function nearest(day: Temporal.PlainDate, weekday: number): Temporal.PlainDate {
  const later = onOrAfter(day, weekday);
  return day.until(later).days > 3 ? later.subtract({ days: 7 }) : later;
}

/** A time that clocks skip comes as much later as they skipped; one that they repeat, at its first. */
function at(date: Temporal.PlainDate, { time }: Cadence, zone: string): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
}
