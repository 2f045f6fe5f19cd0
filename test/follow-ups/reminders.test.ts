import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calendar, isGoodMoment, isWorkday } from '../../src/calendars/rules.ts';
import { planReminder, reminderAfter, reminderAt } from '../../src/follow-ups/reminder-rules.ts';
import type { Reminder } from '../../src/follow-ups/rules.ts';
import { dayAfterMove } from '../../src/follow-ups/rules.ts';
import { aCalendar } from '../support/a-calendar.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const at = (text: string) => Temporal.Instant.from(text);
const time = (text: string) => Temporal.PlainTime.from(text);
const own = { isTheirOwn: true };

const said = (reminder: Reminder | null) => (reminder ? `${reminder.kind} ${reminder.at}` : 'none');

/** All reminders of a promise made at `now`, each sent when it is due. */
function all(dueOn: string, calendar: Calendar, now: string): string[] {
  const found: string[] = [];
  let next = planReminder(day(dueOn), calendar, at(now), own);
  while (next && found.length < 10) {
    found.push(said(next));
    next = reminderAfter(day(dueOn), calendar, next.at);
  }
  return found;
}

// Wednesday 4 March 2026, ten o'clock.
const WEDNESDAY = '2026-03-04T10:00:00Z';

describe('a promise', () => {
  test.each([
    ['next Thursday', '2026-03-12', ['day-before 2026-03-11T09:00:00Z', 'on-the-day 2026-03-12T09:00:00Z']],
    ['on Monday', '2026-03-09', ['day-before 2026-03-06T09:00:00Z', 'on-the-day 2026-03-09T09:00:00Z']],
    ['on Sunday', '2026-03-08', ['day-before 2026-03-06T09:00:00Z', 'on-the-day 2026-03-09T09:00:00Z']],
    ['tomorrow', '2026-03-05', ['on-the-day 2026-03-05T09:00:00Z']],
    ['today', '2026-03-04', []],
    ['in summer', '2026-04-01', ['day-before 2026-03-31T08:00:00Z', 'on-the-day 2026-04-01T08:00:00Z']],
  ])('due %s is reminded of on the working day before and on the day', (_, dueOn, reminders) => {
    expect(all(dueOn, aCalendar(), WEDNESDAY)).toEqual(reminders);
  });

  test('is reminded of at your chosen time, but not only on your weekday for rounds', () => {
    const calendar = aCalendar({ remindAt: time('14:30'), roundWeekday: 5 });
    expect(all('2026-03-11', calendar, WEDNESDAY)).toEqual([
      'day-before 2026-03-10T14:30:00Z',
      'on-the-day 2026-03-11T14:30:00Z',
    ]);
  });

  test('is reminded of when quiet hours end, where your chosen time is within them', () => {
    const calendar = aCalendar({ remindAt: time('20:00') });
    expect(all('2026-03-11', calendar, WEDNESDAY)).toEqual([
      'day-before 2026-03-10T08:00:00Z',
      'on-the-day 2026-03-11T08:00:00Z',
    ]);
  });

  test('is reminded of before you are away, and once you are back', () => {
    const away = [{ first: day('2026-03-09'), last: day('2026-03-13'), coverId: 'UBEN' }];
    expect(all('2026-03-11', aCalendar({ away }), WEDNESDAY)).toEqual([
      'day-before 2026-03-06T09:00:00Z',
      'on-the-day 2026-03-16T09:00:00Z',
    ]);
  });

  test('that falls on a holiday is reminded of before it and after it', () => {
    const isHoliday = (date: Temporal.PlainDate) => date.month === 4 && [3, 6].includes(date.day);
    expect(all('2026-04-06', aCalendar({ isHoliday }), WEDNESDAY)).toEqual([
      'day-before 2026-04-02T08:00:00Z',
      'on-the-day 2026-04-07T08:00:00Z',
    ]);
  });

  test('that somebody else made for today is told at the next good moment', () => {
    const plan = (now: string) =>
      said(planReminder(day('2026-03-04'), aCalendar(), at(now), { isTheirOwn: false }));
    expect(plan('2026-03-04T16:00:00Z')).toBe('on-the-day 2026-03-04T16:00:00Z');
    expect(plan('2026-03-04T23:00:00Z')).toBe('on-the-day 2026-03-05T09:00:00Z');
    expect(plan('2026-03-04T07:00:00Z')).toBe('on-the-day 2026-03-04T09:00:00Z');
  });

  test('that was reopened does not repeat a reminder that has gone out', () => {
    const how = { from: 'on-the-day', isTheirOwn: true } as const;
    const again = (now: string) => said(planReminder(day('2026-03-06'), aCalendar(), at(now), how));
    expect(again('2026-03-05T08:40:00Z')).toBe('on-the-day 2026-03-06T09:00:00Z');
    expect(again('2026-03-06T12:00:00Z')).toBe('none');
  });
});

describe('a reminder that comes late', () => {
  const late = (kind: Reminder['kind'], now: string) =>
    String(reminderAt(kind, day('2026-03-06'), aCalendar(), at(now)));

  test('comes right away, or at the next good moment', () => {
    expect(late('day-before', '2026-03-05T15:00:00Z')).toBe('2026-03-05T15:00:00Z');
    expect(late('day-before', '2026-03-05T21:00:00Z')).toBe('2026-03-06T09:00:00Z');
    expect(late('on-the-day', '2026-03-07T12:00:00Z')).toBe('2026-03-09T09:00:00Z');
  });

  test('stands for both reminders once the day has come', () => {
    expect(reminderAfter(day('2026-03-06'), aCalendar(), at('2026-03-06T09:00:00Z'))).toBeNull();
    expect(said(reminderAfter(day('2026-03-06'), aCalendar(), at('2026-03-05T15:00:00Z')))).toBe(
      'on-the-day 2026-03-06T09:00:00Z',
    );
  });
});

/** How long a day is not quiet. */
function openMinutes(from: Temporal.PlainTime, to: Temporal.PlainTime): number {
  return (to.until(from).total('minutes') + 1440) % 1440;
}

describe('with any calendar', () => {
  const minutes = fc.integer({ min: 0, max: 1439 }).map((m) => time('00:00').add({ minutes: m }));
  const instants = fc
    .integer({ min: Date.UTC(2024, 0) / 60_000, max: Date.UTC(2031, 0) / 60_000 })
    .map((m) => Temporal.Instant.fromEpochMilliseconds(m * 60_000));
  const calendars: fc.Arbitrary<Calendar> = fc.record({
    zone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    isHoliday: fc
      .integer({ min: 2, max: 60 })
      .map((n) => (date: Temporal.PlainDate) => date.dayOfYear % n === 0),
    away: fc.array(
      fc.record({ first: instants, length: fc.integer({ min: 0, max: 90 }) }).map(({ first, length }) => ({
        first: first.toZonedDateTimeISO('UTC').toPlainDate(),
        last: first.toZonedDateTimeISO('UTC').toPlainDate().add({ days: length }),
        coverId: null,
      })),
      { maxLength: 3 },
    ),
    // Open for longer than clocks ever skip, so that every day has a good moment.
    quiet: fc.option(
      fc.record({ from: minutes, to: minutes }).filter(({ from, to }) => openMinutes(from, to) > 120),
    ),
    doNotDisturbUntil: fc.constant(null),
    remindAt: fc.option(minutes),
    roundWeekday: fc.option(fc.integer({ min: 1, max: 7 })),
  });
  const dayIn = ({ zone }: Calendar, instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(zone).toPlainDate();
  /** The working days from `first` until just before `end`. */
  const workdays = (calendar: Calendar, first: Temporal.PlainDate, end: Temporal.PlainDate) => {
    const found: string[] = [];
    for (let date = first; Temporal.PlainDate.compare(date, end) < 0; date = date.add({ days: 1 })) {
      if (isWorkday(calendar, date)) found.push(String(date));
    }
    return found;
  };

  test('there is one reminder on the last working day before, and one on the first from the day on', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 200 }), (calendar, now, days) => {
        const dueOn = dayIn(calendar, now).add({ days });
        const found: Reminder[] = [];
        let next = planReminder(dueOn, calendar, now, own);
        for (let before = now; next && found.length < 5; next = reminderAfter(dueOn, calendar, before)) {
          expect(Temporal.Instant.compare(next.at, before)).toBe(1);
          expect(isGoodMoment(calendar, next.at)).toBe(true);
          const on = dayIn(calendar, next.at);
          if (next.kind === 'day-before') {
            expect(workdays(calendar, on, dueOn)).toEqual([String(on)]);
          } else {
            expect(Temporal.PlainDate.compare(on, dueOn)).toBeGreaterThanOrEqual(0);
            expect(workdays(calendar, dueOn, on)).toEqual([]);
          }
          found.push(next);
          before = next.at;
        }
        const kinds = found.map(({ kind }) => kind);
        expect([[], ['on-the-day'], ['day-before', 'on-the-day']]).toContainEqual(kinds);
        // With a working day between now and then, the reminder comes on the day before.
        const between = workdays(calendar, dayIn(calendar, now).add({ days: 1 }), dueOn);
        if (between.length > 0) expect(kinds[0]).toBe('day-before');
      }),
      { numRuns: 1_000 },
    );
  });

  test('whenever Rapport looks, it reminds at good moments, twice at most, and once from the day on', () => {
    const looks = fc.array(fc.integer({ min: 1, max: 60 * 24 * 4 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.integer({ min: 0, max: 30 }),
        looks,
        (calendar, made, days, gaps) => {
          const dueOn = dayIn(calendar, made).add({ days });
          let next = planReminder(dueOn, calendar, made, { isTheirOwn: false });
          const sent: Temporal.Instant[] = [];
          let now = made;
          for (const gap of gaps) {
            now = now.add({ minutes: gap });
            if (!next || Temporal.Instant.compare(next.at, now) > 0) continue;
            const moment = reminderAt(next.kind, dueOn, calendar, now);
            if (Temporal.Instant.compare(moment, now) > 0) {
              next = { ...next, at: moment };
              continue;
            }
            expect(isGoodMoment(calendar, now)).toBe(true);
            sent.push(now);
            next = reminderAfter(dueOn, calendar, now);
          }
          expect(sent.length).toBeLessThanOrEqual(2);
          const fromTheDay = sent.filter(
            (each) => Temporal.PlainDate.compare(dayIn(calendar, each), dueOn) >= 0,
          );
          expect(fromTheDay.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('the next working day is the first one after today', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, now) => {
        const today = dayIn(calendar, now);
        const next = dayAfterMove('working-day', today, calendar);
        expect(isWorkday(calendar, next)).toBe(true);
        expect(workdays(calendar, today.add({ days: 1 }), next)).toEqual([]);
        expect(Temporal.PlainDate.compare(next, today)).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});
