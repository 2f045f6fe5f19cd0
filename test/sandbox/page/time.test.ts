import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayKey,
  fillDatePattern,
  formatAgo,
  formatDay,
  fromLocalDateTime,
  toLocalDateTime,
} from '../../../sandbox/page/text/time.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const zone = fc.constantFrom(...ZONES);

describe('a date and time that a person picks', () => {
  test('means the same instant as it does to Temporal, across every change of the clocks', () => {
    const second = fc.integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 });
    const minutesBeside = fc.integer({ min: -2000, max: 2000 });
    fc.assert(
      fc.property(second, minutesBeside, zone, (from, minutes, timeZone) => {
        const start = Temporal.Instant.fromEpochMilliseconds(from * 1000).toZonedDateTimeISO(timeZone);
        const change = start.getTimeZoneTransition('next') ?? start;
        const picked = change.toPlainDateTime().add({ minutes }).round('minute');
        const expected = picked.toZonedDateTime(timeZone).epochMilliseconds / 1000;
        expect(fromLocalDateTime(picked.toString({ smallestUnit: 'minute' }), timeZone)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  test('that the clocks skip moves forward, and one that comes twice means the first', () => {
    expect(fromLocalDateTime('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30) / 1000);
    expect(fromLocalDateTime('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30) / 1000);
  });

  test('shows again as it was picked', () => {
    expect(toLocalDateTime(Date.UTC(2026, 10, 21, 23, 5) / 1000, 'Europe/Berlin')).toBe('2026-11-22T00:05');
  });

  test.each(['', '2026-11-21', 'tomorrow', '2026-13-40T99:99'])('is none when it is %j', (text) => {
    expect(fromLocalDateTime(text, 'Europe/Berlin')).toBeNull();
  });
});

describe('a day', () => {
  const now = Date.parse('2026-11-21T23:30:00Z');

  test('is the day where the reader is', () => {
    expect(dayKey(now, 'Europe/Berlin')).toBe('2026-11-22');
    expect(dayKey(now, 'America/New_York')).toBe('2026-11-21');
  });

  test.each([
    ['2026-11-21T23:10:00Z', 'Today'],
    ['2026-11-21T10:00:00Z', 'Yesterday'],
    ['2026-11-02T10:00:00Z', 'Monday 2 November'],
    ['2025-11-03T10:00:00Z', 'Monday 3 November 2025'],
  ])('%s is called %j late on 22 November in Berlin', (instant, called) => {
    expect(formatDay(Date.parse(instant), 'Europe/Berlin', now)).toBe(called);
  });

  test('in a message is filled into its pattern in the reader’s zone', () => {
    const at = Date.parse('2026-11-23T08:00:00Z') / 1000;
    expect(fillDatePattern('{date_long} at {time}', at, 'Europe/Berlin', now)).toBe(
      'Monday 23 November 2026 at 09:00',
    );
    expect(fillDatePattern('{date_short_pretty}, {ago}, {what}', at, 'Europe/Berlin', now)).toBe(
      'tomorrow, in 1 day, {what}',
    );
  });

  test('is counted in the largest unit that fits', () => {
    expect(formatAgo(now - 90 * 60_000, now)).toBe('1 hour ago');
    expect(formatAgo(now - 5 * 86_400_000, now)).toBe('5 days ago');
  });
});
