/** Times and dates as people say them. The zone is the reader's. */
import { count } from './numbers.ts';
import { listText } from './text.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "Tuesday 24 November, 09:00", in `zone`. Given `now`, the year is said where it is another than this one. */
export function dayAndTimeText(instant: Temporal.Instant, zone: string, now?: Temporal.Instant): string {
  const there = instant.toZonedDateTimeISO(zone);
  return `${dayText(there.toPlainDate(), now?.toZonedDateTimeISO(zone).toPlainDate())}, ${timeText(there.toPlainTime())}`;
}

/** "Tuesday 24 November". Given `today`, the year is said where it is another than this one. */
export function dayText(date: Temporal.PlainDate, today?: Temporal.PlainDate): string {
  const day = `${weekdayName(date.dayOfWeek)} ${dayAndMonthText(date)}`;
  return today && today.year !== date.year ? `${day} ${date.year}` : day;
}

/** The last day of what ends at `until`: "Thursday 3 December", in `zone`; the midnight after a day belongs to that day. */
export function lastDayBefore(until: Temporal.Instant, zone: string, now: Temporal.Instant): string {
  const dayIn = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
  return dayText(dayIn(until.subtract({ seconds: 1 })), dayIn(now));
}

/** "24 November". */
export function dayAndMonthText(date: Temporal.PlainDate): string {
  return `${date.day} ${MONTHS[date.month - 1]}`;
}

/** "24 Nov": for where there is no room for more. */
export function shortDayText(date: Temporal.PlainDate): string {
  return `${date.day} ${MONTHS[date.month - 1]?.slice(0, 3)}`;
}

/** "09:00". */
export function timeText(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: 'minute' });
}

/** "Monday" for ISO weekday 1, "Sunday" for 7. */
export function weekdayName(weekday: number): string {
  const name = WEEKDAYS[weekday - 1];
  if (!name) throw new RangeError('A weekday is between 1 and 7');
  return name;
}

/** "Monday and Thursday"; three and more in a row as "Monday to Friday". */
export function weekdaysText(weekdays: readonly number[]): string {
  const inOrder = weekdays.toSorted((a, b) => a - b);
  const names = inOrder.map(weekdayName);
  const [first = 1, last = 1] = [inOrder[0], inOrder.at(-1)];
  const inARow = inOrder.length > 2 && last - first === inOrder.length - 1;
  return inARow ? `${names[0]} to ${names.at(-1)}` : listText(names);
}

/**
 * "just now", "5 minutes ago", "12 days ago", "3 months ago". What lies ahead counts as now. Days and more are
 * counted to the nearest one: two weeks less an hour are 14 days, as a calendar says.
 */
export function ago(instant: Temporal.Instant, now: Temporal.Instant): string {
  const seconds = Math.floor((now.epochMilliseconds - instant.epochMilliseconds) / 1_000);
  if (seconds < MINUTE) return 'just now';
  if (seconds < HOUR) return `${count(Math.floor(seconds / MINUTE), 'minute')} ago`;
  if (seconds < DAY) return `${count(Math.floor(seconds / HOUR), 'hour')} ago`;
  const days = Math.round(seconds / DAY);
  if (days < 60) return `${count(days, 'day')} ago`;
  if (days < 730) return `${count(Math.round(days / 30.44), 'month')} ago`;
  return `${count(Math.round(days / 365.25), 'year')} ago`;
}

/** The place that a zone is named after: "Lisbon" for Europe/Lisbon. */
export function zonePlace(zone: string): string {
  const place = zone.split('/').at(-1) ?? zone;
  return place.replaceAll('_', ' ');
}
