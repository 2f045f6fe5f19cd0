import { weekdayName } from '../../runtime/formats/dates.ts';
import { byMonth, type CadenceKind } from './kind-rules.ts';

/** On a weekday of every so many months, such as the first Tuesday. */
export interface MonthWeekdayDays {
  unit: 'month-weekday';
  every: number;
  /** Which of the month's such weekdays; 5 is the last. */
  nth: Nth;
  /** ISO. */
  weekday: number;
}

export const NTHS = [1, 2, 3, 4, 5] as const;
export type Nth = (typeof NTHS)[number];

export const NTH_WORDS: Record<Nth, string> = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', 5: 'last' };

export const monthWeekday: CadenceKind<MonthWeekdayDays> = {
  unit: 'month-weekday',
  ...byMonth(({ nth, weekday }, { year, month, daysInMonth }) => {
    const first = Temporal.PlainDate.from({ year, month, day: 1 });
    const firstSuch = 1 + ((weekday - first.dayOfWeek + 7) % 7);
    const weeks = nth === 5 ? Math.floor((daysInMonth - firstSuch) / 7) : nth - 1;
    return first.with({ day: firstSuch + weeks * 7 });
  }),
  describeDays: ({ nth, weekday }) => `the ${NTH_WORDS[nth]} ${weekdayName(weekday)}`,
  toColumns: ({ nth, weekday }) => ({ weekdays: [weekday], nth, day: null }),
  fromColumns: (every, { weekdays, nth }) => ({
    unit: 'month-weekday',
    every,
    nth: nth as Nth,
    weekday: weekdays[0] ?? 1,
  }),
};
