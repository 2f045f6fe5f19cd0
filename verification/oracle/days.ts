/** A calendar of whole numbers: day 0 is 1970-01-01. */

/** The day of a date. Leap years by their rule, no library. */
export function dayNumber(year: number, month: number, day: number): number {
  let days = day - 1;
  for (let before = 1; before < month; before += 1) days += monthLength(year, before);
  return days + 365 * (year - 1970) + leapDaysBefore(year) - leapDaysBefore(1970);
}

function monthLength(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function leapDaysBefore(year: number): number {
  const past = year - 1;
  return Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

/** What there is to know about a day. */
export interface Day {
  /** Months since the year 0. */
  month: number;
  /** Day of the month. */
  date: number;
  monthLength: number;
  /** 1 is Monday. 1970-01-01 was a Thursday. */
  weekday: number;
  /** Weeks from Monday to Sunday, counted from the one of 1970-01-01. */
  week: number;
}

const FIRST_YEAR = 2022;
const LAST_YEAR = 2034;
const firstDay = dayNumber(FIRST_YEAR, 1, 1);
const days: Day[] = [];
for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
  for (let month = 1; month <= 12; month += 1) {
    for (let date = 1; date <= monthLength(year, month); date += 1) {
      const number = firstDay + days.length;
      const week = Math.floor((number + 3) / 7);
      const weekday = number + 3 - week * 7 + 1;
      days.push({ month: year * 12 + month, date, monthLength: monthLength(year, month), weekday, week });
    }
  }
}

/** @throws RangeError outside the oracle's years */
export function day(number: number): Day {
  const found = days[number - firstDay];
  if (!found) throw new RangeError(`No day ${number} in the oracle’s calendar`);
  return found;
}
