import { describe, expect, test } from 'vitest';
import {
  type Cadence,
  type CadenceDays,
  describeCadence,
  dueAfterContact,
  firstDue,
  gapDays,
  nearestOccurrence,
  nextDue,
  occurrencesBetween,
  sameCadence,
  usualLongestGap,
} from '../../../src/clients/cadence/rules.ts';

const instant = (text: string) => Temporal.Instant.from(text);
const at = (days: CadenceDays, time = '09:00'): Cadence => ({ ...days, time: Temporal.PlainTime.from(time) });
const weekly = (every: number, ...weekdays: number[]): CadenceDays => ({ unit: 'week', every, weekdays });
const byWeekday = (every: number, nth: 1 | 2 | 3 | 4 | 5, weekday: number): CadenceDays => ({
  unit: 'month-weekday',
  every,
  nth,
  weekday,
});
const byDay = (every: number, day: number): CadenceDays => ({ unit: 'month-day', every, day });

describe('the first occurrence', () => {
  const saturday = instant('2026-11-21T12:00:00Z');

  test.each<[string, CadenceDays, string]>([
    ['the next such weekday', weekly(2, 2), '2026-11-24T14:00:00Z'],
    ['the next of several weekdays', weekly(1, 1, 4), '2026-11-23T14:00:00Z'],
    ['the first Tuesday of next month', byWeekday(1, 1, 2), '2026-12-01T14:00:00Z'],
    ['the last Friday of this month', byWeekday(3, 5, 5), '2026-11-27T14:00:00Z'],
    ['the last day of a month that has no 31st', byDay(1, 31), '2026-11-30T14:00:00Z'],
    ['the 1st', byDay(12, 1), '2026-12-01T14:00:00Z'],
  ])('comes on %s, at the owner’s local time', (_, days, due) => {
    expect(String(firstDue(at(days), 'America/New_York', saturday))).toBe(due);
  });

  test('comes today while its time is ahead, and on the next day after that', () => {
    const tuesdays = at(weekly(2, 2));
    const last = at(byDay(1, 24));
    const before = instant('2026-11-24T08:59:59Z');
    const then = instant('2026-11-24T09:00:00Z');
    expect(firstDue(tuesdays, 'Etc/UTC', before)).toEqual(then);
    expect(String(firstDue(tuesdays, 'Etc/UTC', then))).toBe('2026-12-01T09:00:00Z');
    expect(firstDue(last, 'Etc/UTC', before)).toEqual(then);
    expect(String(firstDue(last, 'Etc/UTC', then))).toBe('2026-12-24T09:00:00Z');
  });

  test('takes the owner’s today, not UTC’s', () => {
    const lateInUtc = instant('2026-11-23T20:00:00Z');
    expect(String(firstDue(at(weekly(1, 2)), 'Pacific/Auckland', lateInUtc))).toBe('2026-11-30T20:00:00Z');
  });
});

describe('the occurrence after a contact', () => {
  test.each<[string, CadenceDays, string, string]>([
    ['a fortnight later on the nearest Tuesday', weekly(2, 2), '2026-11-20', '2026-12-01'],
    ['a month later on the nearest last Friday', byWeekday(1, 5, 5), '2026-11-20', '2026-12-25'],
    ['a quarter later on the nearest first Tuesday', byWeekday(3, 1, 2), '2026-11-20', '2027-03-02'],
    ['a month later on the nearest 15th', byDay(1, 15), '2026-11-20', '2026-12-15'],
    ['on the 31st, not the 28th, after a contact on that', byDay(1, 31), '2026-02-28', '2026-03-31'],
    ['on Thursday after one on Monday', weekly(1, 1, 4), '2026-11-23', '2026-11-26'],
    ['on Monday after one on the Wednesday before Thursday', weekly(1, 1, 4), '2026-11-25', '2026-11-30'],
    ['on Monday after one halfway between Monday and Wednesday', weekly(1, 1, 3), '2026-11-24', '2026-11-30'],
    ['the day after, every working day', weekly(1, 1, 2, 3, 4, 5), '2026-11-24', '2026-11-25'],
    ['after the pause, at the end of the days in a row', weekly(4, 1, 2), '2026-11-24', '2026-12-21'],
  ])('comes %s', (_, days, contact, due) => {
    expect(String(dueAfterContact(at(days), 'Etc/UTC', instant(`${contact}T15:00:00Z`)))).toBe(
      `${due}T09:00:00Z`,
    );
  });
});

describe('a series of occurrences', () => {
  const series = (days: CadenceDays, from: string, count: number, zone = 'Etc/UTC', time?: string) => {
    const found = [instant(from)];
    while (found.length < count) {
      const last = found.at(-1) ?? instant(from);
      found.push(nextDue(at(days, time), zone, last, last));
    }
    return found.map((each) => each.toZonedDateTimeISO(zone).toPlainDateTime().toString().slice(0, 16));
  };

  test('returns to the 31st after a shorter month', () => {
    expect(series(byDay(1, 31), '2028-01-31T09:00:00Z', 5)).toEqual([
      '2028-01-31T09:00',
      '2028-02-29T09:00',
      '2028-03-31T09:00',
      '2028-04-30T09:00',
      '2028-05-31T09:00',
    ]);
  });

  test('stays on the first Tuesday of every third month', () => {
    expect(series(byWeekday(3, 1, 2), '2026-12-01T09:00:00Z', 3)).toEqual([
      '2026-12-01T09:00',
      '2027-03-02T09:00',
      '2027-06-01T09:00',
    ]);
  });

  test('on two weekdays of every second week skips the weeks between', () => {
    expect(series(weekly(2, 1, 4), '2026-11-23T09:00:00Z', 4)).toEqual([
      '2026-11-23T09:00',
      '2026-11-26T09:00',
      '2026-12-07T09:00',
      '2026-12-10T09:00',
    ]);
  });

  test('stays at nine when clocks change', () => {
    expect(
      String(
        nextDue(
          at(weekly(1, 2)),
          'Europe/London',
          instant('2026-03-24T09:00:00Z'),
          instant('2026-03-24T09:00:00Z'),
        ),
      ),
    ).toBe('2026-03-31T08:00:00Z');
  });

  test('comes at the next time that exists where clocks skip one, and is back on time a week later', () => {
    expect(series(weekly(1, 7), '2026-03-22T01:30:00Z', 3, 'Europe/Berlin', '02:30')).toEqual([
      '2026-03-22T02:30',
      '2026-03-29T03:00',
      '2026-04-05T02:30',
    ]);
  });

  test('comes once where clocks repeat its time', () => {
    const daily = at(weekly(1, 1, 2, 3, 4, 5, 6, 7), '01:30');
    expect(
      occurrencesBetween(
        daily,
        'Europe/London',
        instant('2026-10-24T00:30:00Z'),
        instant('2026-10-26T12:00:00Z'),
      ).map(String),
    ).toEqual(['2026-10-24T00:30:00Z', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']);
  });

  test('keeps its weekdays where clocks skip the end of a day and it comes at midnight', () => {
    expect(series(weekly(1, 6, 7), '2026-03-22T01:30:00Z', 5, 'America/Nuuk', '23:30')).toEqual([
      '2026-03-21T23:30',
      '2026-03-22T23:30',
      '2026-03-29T00:00',
      '2026-03-29T23:30',
      '2026-04-04T23:30',
    ]);
  });

  test('continues after an outage of many weeks, with a list of what lapsed', () => {
    const occurrence = instant('2026-01-06T09:00:00Z');
    const now = instant('2026-02-01T00:00:00Z');
    const tuesdays = at(weekly(1, 2));
    expect(String(nextDue(tuesdays, 'Etc/UTC', occurrence, now))).toBe('2026-02-03T09:00:00Z');
    expect(occurrencesBetween(tuesdays, 'Etc/UTC', occurrence, now).map(String)).toEqual([
      '2026-01-06T09:00:00Z',
      '2026-01-13T09:00:00Z',
      '2026-01-20T09:00:00Z',
      '2026-01-27T09:00:00Z',
    ]);
    expect(occurrencesBetween(tuesdays, 'Etc/UTC', now, now)).toEqual([]);
  });

  test('goes on after an occurrence that is still ahead', () => {
    const occurrence = instant('2026-01-06T09:00:00Z');
    const before = instant('2026-01-01T09:00:00Z');
    expect(String(nextDue(at(weekly(2, 2)), 'Etc/UTC', occurrence, before))).toBe('2026-01-20T09:00:00Z');
  });
});

describe('an owner who moves', () => {
  test.each<[string, CadenceDays]>([
    ['weekly', weekly(3, 3)],
    ['by weekday of the month', byWeekday(1, 4, 3)],
    ['by day of the month', byDay(2, 25)],
  ])('is asked on the same day at the same local time there: %s', (_, days) => {
    const inLondon = instant('2026-11-25T09:00:00Z');
    const there = (zone: string) => String(nearestOccurrence(at(days), zone, inLondon));
    expect(there('America/New_York')).toBe('2026-11-25T14:00:00Z');
    expect(there('Pacific/Auckland')).toBe('2026-11-24T20:00:00Z');
    expect(there('Europe/London')).toBe('2026-11-25T09:00:00Z');
  });

  test('far enough away is asked on the day after, when asked daily', () => {
    const daily = at(weekly(1, 1, 2, 3, 4, 5, 6, 7));
    expect(String(nearestOccurrence(daily, 'Pacific/Auckland', instant('2026-11-25T09:00:00Z')))).toBe(
      '2026-11-25T20:00:00Z',
    );
  });
});

test.each<[CadenceDays, string, number]>([
  [weekly(1, 2), 'Every week on Tuesday, 09:00', 7],
  [weekly(2, 4, 1), 'Every 2 weeks on Monday and Thursday, 09:00', 11],
  [weekly(1, 1, 2, 3, 4, 5), 'Every week on Monday to Friday, 09:00', 3],
  [weekly(1, 1, 2, 3, 4, 5, 6, 7), 'Every week on Monday to Sunday, 09:00', 1],
  [weekly(1, 1, 3, 5), 'Every week on Monday, Wednesday and Friday, 09:00', 3],
  [byWeekday(1, 1, 2), 'Every month on the first Tuesday, 09:00', 30],
  [byWeekday(3, 5, 5), 'Every 3 months on the last Friday, 09:00', 91],
  [byDay(1, 1), 'Every month on the 1st, 09:00', 30],
  [byDay(6, 12), 'Every 6 months on the 12th, 09:00', 183],
  [byDay(12, 22), 'Every 12 months on the 22nd, 09:00', 365],
  [byDay(1, 29), 'Every month on the 29th or the last day, 09:00', 30],
  [byDay(1, 31), 'Every month on the last day, 09:00', 30],
])('%j reads “%s”, and has a gap of %i days', (days, said, gap) => {
  expect(describeCadence(at(days))).toBe(said);
  expect(gapDays(days)).toBe(gap);
});

test('two cadences are the same when nothing that can be chosen differs', () => {
  const cadence = at(weekly(1, 1, 4));
  expect(sameCadence(cadence, at(weekly(1, 4, 1)))).toBe(true);
  const others = [weekly(1, 1), weekly(2, 1, 4), byWeekday(1, 1, 1), byDay(1, 1)];
  for (const other of others) expect(sameCadence(cadence, at(other))).toBe(false);
  expect(sameCadence(cadence, at(weekly(1, 1, 4), '09:30'))).toBe(false);
  expect(sameCadence(at(byDay(1, 30)), at(byDay(1, 31)))).toBe(false);
  expect(sameCadence(at(byWeekday(1, 1, 2)), at(byWeekday(1, 2, 2)))).toBe(false);
});

test.each<[CadenceDays, number]>([
  [weekly(1, 1, 2, 3, 4, 5), 21],
  [weekly(1, 2), 21],
  [weekly(2, 2), 28],
  [weekly(4, 2), 42],
  [byDay(1, 31), 49],
  [byWeekday(3, 1, 2), 140],
  [byDay(12, 1), 553],
])('the usual longest gap of %j is %i days', (days, gap) => {
  expect(usualLongestGap(days)).toBe(gap);
});
