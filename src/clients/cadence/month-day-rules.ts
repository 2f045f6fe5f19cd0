import { ordinal } from '../../runtime/formats/numbers.ts';
import { byMonth, type CadenceKind } from './kind-rules.ts';

/** On a date of every so many months. */
export interface MonthDayDays {
  unit: 'month-day';
  every: number;
  /** From 1 to 31; shorter months have it on their last day. */
  day: number;
}

export const monthDay: CadenceKind<MonthDayDays> = {
  unit: 'month-day',
  ...byMonth(({ day }, { year, month, daysInMonth }) =>
    Temporal.PlainDate.from({ year, month, day: Math.min(day, daysInMonth) }),
  ),
  describeDays({ day }) {
    if (day === 31) return 'the last day';
    return `the ${ordinal(day)}${day > 28 ? ' or the last day' : ''}`;
  },
  toColumns: ({ day }) => ({ weekdays: [], nth: null, day }),
  fromColumns: (every, { day }) => ({ unit: 'month-day', every, day: day ?? 1 }),
};
