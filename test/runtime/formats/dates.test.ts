import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ago, dayAndTimeText, dayText, weekdayName, zonePlace } from '../../../src/runtime/formats/dates.ts';

const instant = (text: string) => Temporal.Instant.from(text);

describe('dayAndTimeText', () => {
  test('says the day and the time where the reader is', () => {
    const at = instant('2026-11-24T23:30:00Z');
    expect(dayAndTimeText(at, 'Europe/Lisbon')).toBe('Tuesday 24 November, 23:30');
    expect(dayAndTimeText(at, 'Asia/Tokyo')).toBe('Wednesday 25 November, 08:30');
  });

  test('follows the zone through its summer time', () => {
    expect(dayAndTimeText(instant('2026-07-01T08:00:00Z'), 'Europe/London')).toBe('Wednesday 1 July, 09:00');
    expect(dayAndTimeText(instant('2026-01-01T08:00:00Z'), 'Europe/London')).toBe(
      'Thursday 1 January, 08:00',
    );
  });

  test('says the year only where it is another than the reader’s', () => {
    const now = instant('2026-12-31T20:00:00Z');
    const at = instant('2027-01-04T09:00:00Z');
    expect(dayAndTimeText(at, 'Etc/UTC', now)).toBe('Monday 4 January 2027, 09:00');
    expect(dayAndTimeText(at, 'Etc/UTC', at)).toBe('Monday 4 January, 09:00');
    expect(dayAndTimeText(at, 'Pacific/Auckland', now)).toBe('Monday 4 January, 22:00');
  });

  test('agrees with Temporal on every instant in every zone', () => {
    const zones = fc.constantFrom('Etc/UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia');
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(seconds, zones, (second, zone) => {
        const at = Temporal.Instant.fromEpochMilliseconds(second * 1_000);
        const there = at.toZonedDateTimeISO(zone);
        const said = dayAndTimeText(at, zone);
        expect(said).toContain(`${weekdayName(there.dayOfWeek)} ${there.day} `);
        expect(said.endsWith(there.toPlainTime().toString().slice(0, 5))).toBe(true);
      }),
    );
  });
});

describe('dayText', () => {
  test('says weekday, day and month', () => {
    expect(dayText(Temporal.PlainDate.from('2026-03-01'))).toBe('Sunday 1 March');
  });

  test('says the year of a day in another year', () => {
    const today = Temporal.PlainDate.from('2026-03-01');
    expect(dayText(Temporal.PlainDate.from('2028-02-29'), today)).toBe('Tuesday 29 February 2028');
  });
});

describe('ago', () => {
  const now = instant('2026-11-21T12:00:00Z');

  test.each([
    [{ seconds: 0 }, 'just now'],
    [{ seconds: 59 }, 'just now'],
    [{ seconds: 60 }, '1 minute ago'],
    [{ minutes: 59, seconds: 59 }, '59 minutes ago'],
    [{ hours: 1 }, '1 hour ago'],
    [{ hours: 23, minutes: 59 }, '23 hours ago'],
    [{ hours: 24 }, '1 day ago'],
    [{ hours: 24 * 14 - 1 }, '14 days ago'],
    [{ hours: 24 * 12 }, '12 days ago'],
    [{ hours: 24 * 59 }, '59 days ago'],
    [{ hours: 24 * 60 }, '2 months ago'],
    [{ hours: 24 * 365 }, '12 months ago'],
    [{ hours: 24 * 729 }, '24 months ago'],
    [{ hours: 24 * 731 }, '2 years ago'],
  ])('%o earlier is “%s”', (duration, said) => {
    expect(ago(now.subtract(duration), now)).toBe(said);
  });

  test('says “just now” of the future', () => {
    expect(ago(now.add({ hours: 5 }), now)).toBe('just now');
  });
});

test('a time zone is named after its place', () => {
  expect(zonePlace('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  expect(zonePlace('Etc/UTC')).toBe('UTC');
});

test('there is no eighth weekday', () => {
  expect(() => weekdayName(8)).toThrow(RangeError);
  expect(() => weekdayName(0)).toThrow(RangeError);
});
