import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absenceCover,
  addWorkingDays,
  type Calendar,
  instantAt,
  isAway,
  isGoodMoment,
  isWorkday,
  nextGoodMoment,
} from '../../src/calendars/rules.ts';
import { aCalendar } from '../support/a-calendar.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const time = (text: string) => Temporal.PlainTime.from(text);
/** In Lisbon, unless the calendar says otherwise. */
const at = (local: string, zone = 'Europe/Lisbon') =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();
const holidayOn = (...days: string[]) => ({
  isHoliday: (date: Temporal.PlainDate) => days.includes(date.toString()),
});
const away = (first: string, last: string, coverId: string | null = null) => ({
  first: day(first),
  last: day(last),
  coverId,
});
function moved(calendar: Calendar, from: string): string | undefined {
  const moment = nextGoodMoment(calendar, at(from, calendar.zone));
  return moment?.toZonedDateTimeISO(calendar.zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
}

describe('the next good moment (2026-03-02 is a Monday)', () => {
  test.each<[string, Partial<Calendar>, string, string]>([
    ['a good one itself', {}, '2026-03-02T09:00', '2026-03-02T09:00'],
    ['a Saturday waits for Monday, at its own time', {}, '2026-03-07T09:30', '2026-03-09T09:30'],
    [
      'a Friday, where one works from Sunday to Thursday',
      { workingDays: [7, 1, 2, 3, 4] },
      '2026-03-06T09:00',
      '2026-03-08T09:00',
    ],
    ['a holiday', holidayOn('2026-03-02', '2026-03-03'), '2026-03-02T09:00', '2026-03-04T09:00'],
    [
      'an absence, and the weekend after it',
      { away: [away('2026-03-02', '2026-03-06')] },
      '2026-03-02T09:00',
      '2026-03-09T09:00',
    ],
    ['early in the morning', {}, '2026-03-02T06:00', '2026-03-02T08:00'],
    ['the minute at which quiet hours end', {}, '2026-03-02T08:00', '2026-03-02T08:00'],
    ['the minute at which they begin', {}, '2026-03-02T19:00', '2026-03-03T08:00'],
    ['the last minute before', {}, '2026-03-02T18:59', '2026-03-02T18:59'],
    ['a Friday evening', {}, '2026-03-06T21:00', '2026-03-09T08:00'],
    ['a Sunday evening', {}, '2026-03-08T21:00', '2026-03-09T08:00'],
    [
      'quiet hours in the middle of the day',
      { quiet: { from: time('12:00'), to: time('14:00') } },
      '2026-03-02T12:30',
      '2026-03-02T14:00',
    ],
    ['no quiet hours', { quiet: null }, '2026-03-02T03:00', '2026-03-02T03:00'],
    ['their own time of day', { remindAt: time('16:15') }, '2026-03-02T09:00', '2026-03-02T16:15'],
    [
      'their own time, when that has passed',
      { remindAt: time('08:30') },
      '2026-03-02T09:00',
      '2026-03-03T08:30',
    ],
    [
      'their own time, within their quiet hours',
      { remindAt: time('22:00') },
      '2026-03-02T09:00',
      '2026-03-03T08:00',
    ],
    ['their one weekday', { roundWeekday: 4 }, '2026-03-02T09:00', '2026-03-05T09:00'],
    ['their one weekday, when it is today', { roundWeekday: 1 }, '2026-03-02T09:00', '2026-03-02T09:00'],
    [
      'their one weekday, when it is a holiday',
      { roundWeekday: 4, ...holidayOn('2026-03-05') },
      '2026-03-02T09:00',
      '2026-03-12T09:00',
    ],
    [
      'do-not-disturb that ends today',
      { doNotDisturbUntil: at('2026-03-02T11:20') },
      '2026-03-02T09:00',
      '2026-03-02T11:20',
    ],
    [
      'do-not-disturb that ends within quiet hours of the same day',
      { doNotDisturbUntil: at('2026-03-02T13:00'), quiet: { from: time('12:00'), to: time('14:00') } },
      '2026-03-02T09:00',
      '2026-03-02T14:00',
    ],
    [
      'do-not-disturb until tonight',
      { doNotDisturbUntil: at('2026-03-02T23:00') },
      '2026-03-02T09:00',
      '2026-03-03T09:00',
    ],
    [
      'do-not-disturb until early tomorrow',
      { doNotDisturbUntil: at('2026-03-03T06:00') },
      '2026-03-02T20:00',
      '2026-03-03T08:00',
    ],
    [
      'do-not-disturb over some days',
      { doNotDisturbUntil: at('2026-03-05T07:00') },
      '2026-03-02T09:00',
      '2026-03-05T09:00',
    ],
    [
      'do-not-disturb that is over',
      { doNotDisturbUntil: at('2026-03-02T08:00') },
      '2026-03-02T09:00',
      '2026-03-02T09:00',
    ],
    [
      'one that is good by the clock of where they are',
      { zone: 'Asia/Kolkata' },
      '2026-03-02T09:00',
      '2026-03-02T09:00',
    ],
  ])('%s', (_, changes, from, expected) => {
    expect(moved(aCalendar(changes), from)).toBe(expected);
  });

  test('does not exist for somebody who is never there', () => {
    const never = aCalendar({ isHoliday: () => true });
    expect(nextGoodMoment(never, at('2026-03-02T09:00'))).toBeNull();
  });

  test('is on any working day where the round weekday has become a day off', () => {
    const calendar = aCalendar({ workingDays: [1, 2, 3, 4], roundWeekday: 5 });
    expect(moved(calendar, '2026-03-06T09:00')).toBe('2026-03-09T09:00');
  });

  test('is found after an absence of a year', () => {
    const calendar = aCalendar({ away: [away('2026-03-01', '2027-02-28')] });
    expect(moved(calendar, '2026-03-02T09:00')).toBe('2027-03-01T09:00');
  });

  test('keeps the second of two times that a clock shows twice', () => {
    const calendar = aCalendar({ zone: 'Europe/Berlin', quiet: null, workingDays: [1, 2, 3, 4, 5, 6, 7] });
    const second = Temporal.Instant.from('2026-10-25T01:30:00Z');
    expect(nextGoodMoment(calendar, second)?.toString()).toBe(second.toString());
  });
});

describe('a time that clocks skip', () => {
  test.each([
    ['01:30', '2026-03-29T01:00:00Z'],
    ['01:00', '2026-03-29T01:00:00Z'],
    ['02:00', '2026-03-29T01:00:00Z'],
    ['00:59', '2026-03-29T00:59:00Z'],
  ])('%s in Lisbon comes at the next time that exists', (text, expected) => {
    expect(instantAt(day('2026-03-29'), time(text), 'Europe/Lisbon').toString()).toBe(expected);
  });

  test('a time that clocks show twice comes at the first of the two', () => {
    const first = instantAt(day('2026-10-25'), time('01:30'), 'Europe/Lisbon');
    expect(first.toString()).toBe('2026-10-25T00:30:00Z');
  });
});

describe('some working days later', () => {
  test.each<[string, Partial<Calendar>, string, number, string]>([
    ['the next day', {}, '2026-03-02T09:00', 1, '2026-03-03T09:00'],
    ['over a weekend', {}, '2026-03-06T09:00', 1, '2026-03-09T09:00'],
    ['over a weekend and a holiday', holidayOn('2026-03-09'), '2026-03-05T09:00', 2, '2026-03-10T09:00'],
    ['from a Saturday', {}, '2026-03-07T09:00', 1, '2026-03-09T09:00'],
    ['from a time in quiet hours', {}, '2026-03-02T22:00', 1, '2026-03-04T08:00'],
    [
      'whatever their own time and weekday',
      { remindAt: time('17:00'), roundWeekday: 5 },
      '2026-03-02T09:00',
      1,
      '2026-03-03T09:00',
    ],
    ['none at all', {}, '2026-03-02T09:00', 0, '2026-03-02T09:00'],
  ])('%s', (_, changes, from, days, expected) => {
    const later = addWorkingDays(aCalendar(changes), at(from), days);
    expect(later.toString()).toBe(at(expected).toString());
  });

  test('keeps the time of day when clocks change', () => {
    const later = addWorkingDays(aCalendar(), at('2026-03-27T09:00'), 1);
    expect(later.toString()).toBe('2026-03-30T08:00:00Z');
  });
});

describe('away', () => {
  const calendar = aCalendar({
    away: [away('2026-03-02', '2026-03-06'), away('2026-03-06', '2026-03-10', 'U0BEN')],
  });

  test.each([
    ['2026-03-01', false, null],
    ['2026-03-02', true, null],
    ['2026-03-06', true, 'U0BEN'],
    ['2026-03-10', true, 'U0BEN'],
    ['2026-03-11', false, null],
  ])('on %s: %s, covered by %s', (date, isThen, cover) => {
    expect(isAway(calendar, day(date))).toBe(isThen);
    expect(absenceCover(calendar, day(date))).toBe(cover);
  });
});

describe('for any calendar and any moment', () => {
  const minutes = fc.integer({ min: 0, max: 1439 }).map((m) => time('00:00').add({ minutes: m }));
  const instants = fc
    .integer({ min: Date.UTC(2024, 0) / 60_000, max: Date.UTC(2031, 0) / 60_000 })
    .map((m) => Temporal.Instant.fromEpochMilliseconds(m * 60_000));
  const days = instants.map((instant) => instant.toZonedDateTimeISO('UTC').toPlainDate());
  const calendars: fc.Arbitrary<Calendar> = fc.record({
    zone: fc.constantFrom(
      'Europe/Lisbon',
      'Asia/Kolkata',
      'Pacific/Honolulu',
      'Australia/Lord_Howe',
      'America/Santiago',
      'Africa/Casablanca',
    ),
    workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    isHoliday: fc.integer({ min: 2, max: 60 }).map((n) => (date) => date.dayOfYear % n === 0),
    away: fc.array(
      fc.record({ first: days, length: fc.integer({ min: 0, max: 90 }) }).map(({ first, length }) => ({
        first,
        last: first.add({ days: length }),
        coverId: null,
      })),
      { maxLength: 3 },
    ),
    quiet: fc.option(fc.record({ from: minutes, to: minutes }).filter(({ from, to }) => !from.equals(to))),
    doNotDisturbUntil: fc.option(instants, { freq: 2 }),
    remindAt: fc.option(minutes),
    roundWeekday: fc.option(fc.integer({ min: 1, max: 7 })),
  });

  test('the next good moment is good, never early, and skips no good day', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, from) => {
        const moment = nextGoodMoment(calendar, from);
        if (moment === null) return;
        expect(isGoodMoment(calendar, moment)).toBe(true);
        expect(Temporal.Instant.compare(moment, from)).toBeGreaterThanOrEqual(0);
        const found = moment.toZonedDateTimeISO(calendar.zone).toPlainDate();
        const until = calendar.doNotDisturbUntil ?? from;
        const start = Temporal.Instant.compare(until, from) > 0 ? until : from;
        // The day of the start may be over, and quiet hours may take the day after it.
        let date = start.toZonedDateTimeISO(calendar.zone).toPlainDate().add({ days: 2 });
        for (; Temporal.PlainDate.compare(date, found) < 0; date = date.add({ days: 1 })) {
          const { roundWeekday, workingDays } = calendar;
          const isWanted =
            roundWeekday === null || !workingDays.includes(roundWeekday) || roundWeekday === date.dayOfWeek;
          expect(isWanted && isWorkday(calendar, date)).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a good moment stays as it is without a time or weekday of the person’s own', () => {
    fc.assert(
      fc.property(calendars, instants, (some, from) => {
        const calendar = { ...some, remindAt: null, roundWeekday: null };
        fc.pre(isGoodMoment(calendar, from));
        expect(nextGoodMoment(calendar, from)?.toString()).toBe(from.toString());
      }),
    );
  });
});
