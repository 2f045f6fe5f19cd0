/** Which days a cadence falls on, in calendar days alone. */
import type { CadenceDays } from './rules.ts';

/** The first of the cadence's days that is not before `day`, whichever week or month it is. */
export function onOrAfter(cadence: CadenceDays, day: Temporal.PlainDate): Temporal.PlainDate {
  if (cadence.unit === 'week') {
    const ahead = cadence.weekdays.map((weekday) => (weekday - day.dayOfWeek + 7) % 7);
    return day.add({ days: Math.min(...ahead) });
  }
  const thisMonth = inMonth(cadence, day);
  return Temporal.PlainDate.compare(thisMonth, day) < 0
    ? inMonth(cadence, day.add({ months: 1 }))
    : thisMonth;
}

/** The last of the cadence's days that is before `day`. */
export function lastBefore(cadence: CadenceDays, day: Temporal.PlainDate): Temporal.PlainDate {
  if (cadence.unit === 'week') {
    const back = cadence.weekdays.map((weekday) => (day.dayOfWeek - weekday + 6) % 7);
    return day.subtract({ days: Math.min(...back) + 1 });
  }
  const thisMonth = inMonth(cadence, day);
  return Temporal.PlainDate.compare(thisMonth, day) < 0
    ? thisMonth
    : inMonth(cadence, day.subtract({ months: 1 }));
}

/** The cadence's day nearest to `day`, the later of two that are equally near. */
export function nearest(cadence: CadenceDays, day: Temporal.PlainDate): Temporal.PlainDate {
  const later = onOrAfter(cadence, day);
  const earlier = lastBefore(cadence, day);
  return earlier.until(day).days < day.until(later).days ? earlier : later;
}

/** From one of the cadence's days to the next: a later weekday of that week, or else `every` weeks or months on. */
export function stepFrom(cadence: CadenceDays, day: Temporal.PlainDate): Temporal.PlainDate {
  if (cadence.unit !== 'week') {
    return inMonth(cadence, day.add({ months: cadence.every }));
  }
  const laterThisWeek = cadence.weekdays.filter((weekday) => weekday > day.dayOfWeek);
  if (laterThisWeek.length > 0) return day.add({ days: Math.min(...laterThisWeek) - day.dayOfWeek });
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  return monday.add({ weeks: cadence.every, days: Math.min(...cadence.weekdays) - 1 });
}

/** The cadence's day in the month of `day`. */
function inMonth(
  cadence: Exclude<CadenceDays, { unit: 'week' }>,
  { year, month, daysInMonth }: Temporal.PlainDate,
): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  if (cadence.unit === 'month-day') return first.with({ day: Math.min(cadence.day, daysInMonth) });
  const { nth, weekday } = cadence;
  const firstSuch = 1 + ((weekday - first.dayOfWeek + 7) % 7);
  const weeks = nth === 5 ? Math.floor((daysInMonth - firstSuch) / 7) : nth - 1;
  return first.with({ day: firstSuch + weeks * 7 });
}
