import type { Calendar } from '../../src/calendars/rules.ts';

const time = (text: string) => Temporal.PlainTime.from(text);

/** Monday to Friday in Lisbon, quiet from 19:00 to 08:00, and nothing else. */
export function aCalendar(changes: Partial<Calendar> = {}): Calendar {
  return {
    zone: 'Europe/Lisbon',
    workingDays: [1, 2, 3, 4, 5],
    isHoliday: () => false,
    away: [],
    quiet: { from: time('19:00'), to: time('08:00') },
    doNotDisturbUntil: null,
    remindAt: null,
    roundWeekday: null,
    ...changes,
  };
}
