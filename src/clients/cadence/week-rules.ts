import { weekdaysText } from '../../runtime/formats/dates.ts';
import { type CadenceKind, nearest } from './kind-rules.ts';

/** On some weekdays of every so many weeks. */
export interface WeekDays {
  unit: 'week';
  every: number;
  /** ISO: 1 is Monday, 7 is Sunday. At least one. */
  weekdays: readonly number[];
}

export const week: CadenceKind<WeekDays> = {
  unit: 'week',
  everyMax: 52,
  noun: 'week',
  onOrAfter({ weekdays }, day) {
    const ahead = weekdays.map((weekday) => (weekday - day.dayOfWeek + 7) % 7);
    return day.add({ days: Math.min(...ahead) });
  },
  lastBefore({ weekdays }, day) {
    const back = weekdays.map((weekday) => (day.dayOfWeek - weekday + 6) % 7);
    return day.subtract({ days: Math.min(...back) + 1 });
  },
  /** A later weekday of the same week, or else `every` weeks on. */
  next({ every, weekdays }, day) {
    const laterThisWeek = weekdays.filter((weekday) => weekday > day.dayOfWeek);
    if (laterThisWeek.length > 0) return day.add({ days: Math.min(...laterThisWeek) - day.dayOfWeek });
    const monday = day.subtract({ days: day.dayOfWeek - 1 });
    return monday.add({ weeks: every, days: Math.min(...weekdays) - 1 });
  },
  /** Where it would be had they spoken on the nearest of the cadence's days. */
  afterContact: (days, day) => week.next(days, nearest(week, days, day)),
  gapDays: ({ every, weekdays }) => every * 7 - (Math.max(...weekdays) - Math.min(...weekdays)),
  describeDays: ({ weekdays }) => weekdaysText(weekdays),
  toColumns: ({ weekdays }) => ({ weekdays: [...weekdays], nth: null, day: null }),
  fromColumns: (every, { weekdays }) => ({ unit: 'week', every, weekdays }),
};
