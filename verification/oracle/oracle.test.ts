import { describe, expect, test } from 'vitest';
import { allCadences } from './cadences.ts';
import { compareZone, zoneOf } from './compare.ts';
import { day, dayNumber } from './days.ts';
import { afterContact, first, moment, type PlainCadence } from './reference.ts';

/** A sample of `npm run test:oracle`: unusual zones, and every eleventh cadence. */
describe('schedules agree with a simple reference', () => {
  test.each([
    'Europe/London',
    'America/New_York',
    'America/Nuuk',
    'Africa/Cairo',
    'Africa/Casablanca',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Honolulu',
    'America/Santiago',
  ])('in %s', (zone) => {
    const sample = allCadences().filter((_, index) => index % 11 === zone.length % 11);
    const { occurrences, differences } = compareZone(zone, sample, zone.length);
    expect(occurrences).toBeGreaterThan(10_000);
    expect(differences.slice(0, 5)).toEqual([]);
  });
});

/** Taken from printed calendars and the zones' published rules, so that both cannot be wrong in the same way. */
describe('the reference itself', () => {
  const utc = (text: string) => Date.parse(text) / 60_000;
  const nine = 9 * 60;

  test.each([
    ['1970-01-01', 4],
    ['2024-02-29', 4],
    ['2026-11-21', 6],
    ['2030-12-31', 2],
  ])('%s is a day %i of the week', (text, weekday) => {
    const [year = 0, month = 0, date = 0] = text.split('-').map(Number);
    expect(dayNumber(year, month, date)).toBe(Date.parse(text) / 86_400_000);
    if (year > 1970) expect(day(dayNumber(year, month, date))).toMatchObject({ weekday, date });
  });

  test('knows when clocks change', () => {
    const london = zoneOf('Europe/London').map(({ from, offset }) => [from, offset]);
    expect(london).toContainEqual([utc('2026-03-29T01:00Z'), 60]);
    expect(london).toContainEqual([utc('2026-10-25T01:00Z'), 0]);
    const newYork = zoneOf('America/New_York').map(({ from, offset }) => [from, offset]);
    expect(newYork).toContainEqual([utc('2026-03-08T07:00Z'), -240]);
    expect(zoneOf('Asia/Kolkata').map(({ offset }) => offset)).toEqual([330]);
  });

  test('takes the next time that exists, and the first of two', () => {
    const berlin = zoneOf('Europe/Berlin');
    expect(moment(berlin, dayNumber(2026, 3, 29), 150)).toBe(utc('2026-03-29T01:00Z'));
    expect(moment(berlin, dayNumber(2026, 10, 25), 150)).toBe(utc('2026-10-25T00:30Z'));
  });

  test.each<[string, PlainCadence, string]>([
    [
      'the first Tuesday',
      { unit: 'month-weekday', every: 1, nth: 1, weekday: 2, minute: nine },
      '2026-12-01',
    ],
    ['the last Friday', { unit: 'month-weekday', every: 1, nth: 5, weekday: 5, minute: nine }, '2026-11-27'],
    ['the 31st', { unit: 'month-day', every: 1, day: 31, minute: nine }, '2026-11-30'],
    ['Mondays and Thursdays', { unit: 'week', every: 2, weekdays: [1, 4], minute: nine }, '2026-11-23'],
  ])('finds %s', (_, cadence, date) => {
    expect(first(cadence, zoneOf('Etc/UTC'), utc('2026-11-21T12:00Z'))).toBe(utc(`${date}T09:00Z`));
  });

  test('counts from a contact', () => {
    const fortnightly: PlainCadence = { unit: 'week', every: 2, weekdays: [2], minute: nine };
    expect(afterContact(fortnightly, zoneOf('Etc/UTC'), utc('2026-11-20T15:00Z'))).toBe(
      utc('2026-12-01T09:00Z'),
    );
  });
});
