/**
 * When owners are asked, written a second time as simply as possible: days are counted one by one, and a zone is a list of
 * stretches. Moments are minutes since 1970. Uses neither `Temporal` nor `src`.
 */
import { type Day, day } from './days.ts';
import type { Stretch } from './offsets.ts';

/** Like `Cadence`, with its time in minutes after midnight. */
export type PlainCadence = { every: number; minute: number } & (
  | { unit: 'week'; weekdays: readonly number[] }
  | { unit: 'month-weekday'; nth: number; weekday: number }
  | { unit: 'month-day'; day: number }
);

const DAY = 24 * 60;

export function first(cadence: PlainCadence, zone: readonly Stretch[], now: number): number {
  let number = localDay(zone, now) - 1;
  while (!isOn(cadence, day(number)) || moment(zone, number, cadence.minute) <= now) number += 1;
  return moment(zone, number, cadence.minute);
}

/** All occurrences before `end`, starting with the day `number`. */
export function series(
  cadence: PlainCadence,
  zone: readonly Stretch[],
  number: number,
  end: number,
): number[] {
  const found: number[] = [];
  for (let on = number; ; on = step(cadence, on)) {
    const at = moment(zone, on, cadence.minute);
    if (at >= end) return found;
    found.push(at);
  }
}

export function afterContact(cadence: PlainCadence, zone: readonly Stretch[], contact: number): number {
  const spoken = localDay(zone, contact);
  const due =
    cadence.unit === 'week'
      ? step(cadence, nearest(cadence, spoken))
      : nearest(cadence, monthsLater(spoken, cadence.every));
  return moment(zone, due, cadence.minute);
}

/** The nearest in time of all occurrences within six weeks; the earlier of two. */
export function nearestOccurrence(
  cadence: PlainCadence,
  zone: readonly Stretch[],
  occurrence: number,
): number {
  const around = localDay(zone, occurrence);
  let best = Number.POSITIVE_INFINITY;
  for (let number = around - 42; number <= around + 42; number += 1) {
    if (!isOn(cadence, day(number))) continue;
    const at = moment(zone, number, cadence.minute);
    if (Math.abs(at - occurrence) < Math.abs(best - occurrence)) best = at;
  }
  return best;
}

/** The local day of a moment. */
export function localDay(zone: readonly Stretch[], at: number): number {
  const stretch = zone.find(({ from, until }) => from <= at && at < until);
  return Math.floor((at + (stretch?.offset ?? 0)) / DAY);
}

/** The first moment at which clocks show this; if none does, the moment they jump over it. */
export function moment(zone: readonly Stretch[], number: number, minute: number): number {
  const local = number * DAY + minute;
  for (const { from, until, offset } of zone) {
    const at = local - offset;
    if (at < from) return from;
    if (at < until) return at;
  }
  throw new Error('The last stretch has no end');
}

function isOn(cadence: PlainCadence, { weekday, date, monthLength }: Day): boolean {
  switch (cadence.unit) {
    case 'week':
      return cadence.weekdays.includes(weekday);
    case 'month-weekday':
      return (
        weekday === cadence.weekday &&
        (cadence.nth === 5 ? date + 7 > monthLength : Math.ceil(date / 7) === cadence.nth)
      );
    case 'month-day':
      return date === cadence.day || (date === monthLength && cadence.day > date);
  }
}

/** The next matching day of the same week, or of the week or month `every` later. */
function step(cadence: PlainCadence, number: number): number {
  const from = day(number);
  for (let next = number + 1; ; next += 1) {
    const to = day(next);
    const isInTurn =
      cadence.unit === 'week'
        ? to.week === from.week || to.week === from.week + cadence.every
        : to.month === from.month + cadence.every;
    if (isInTurn && isOn(cadence, to)) return next;
  }
}

function nearest(cadence: PlainCadence, number: number): number {
  for (let away = 0; ; away += 1) {
    if (isOn(cadence, day(number + away))) return number + away;
    if (isOn(cadence, day(number - away))) return number - away;
  }
}

/** The same date some months later, or that month's last. */
function monthsLater(number: number, months: number): number {
  const from = day(number);
  let last = number;
  for (let next = number + 1; ; next += 1) {
    const to = day(next);
    if (to.month > from.month + months) return last;
    last = next;
    if (to.month === from.month + months && to.date === from.date) return next;
  }
}
