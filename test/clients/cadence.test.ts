import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Cadence,
  dueAfterContact,
  EVERY_MAX,
  firstDue,
  gapDays,
  movedTo,
  nextDue,
} from '../../src/clients/cadence.ts';

const nine = Temporal.PlainTime.from('09:00');
const instant = (text: string) => Temporal.Instant.from(text);
const every = (count: number, unit: 'week' | 'month', weekday: number, time = nine): Cadence =>
  unit === 'week'
    ? { every: count, unit, weekdays: [weekday], time }
    : { every: count, unit: 'month-weekday', nth: 1, weekday, time };

describe('the first prompt', () => {
  test('comes on the next such weekday, at the owner’s local time', () => {
    const friday = instant('2026-11-20T12:00:00Z');
    expect(String(firstDue(every(2, 'week', 2), 'America/New_York', friday))).toBe('2026-11-24T14:00:00Z');
  });

  test('comes today when its time is still ahead, and in a week when it has passed', () => {
    const tuesday = every(2, 'week', 2);
    expect(String(firstDue(tuesday, 'Etc/UTC', instant('2026-11-24T08:59:59Z')))).toBe(
      '2026-11-24T09:00:00Z',
    );
    expect(String(firstDue(tuesday, 'Etc/UTC', instant('2026-11-24T09:00:00Z')))).toBe(
      '2026-12-01T09:00:00Z',
    );
  });

  test('takes the owner’s today, not UTC’s', () => {
    const lateInUtc = instant('2026-11-23T20:00:00Z');
    expect(String(firstDue(every(1, 'week', 2), 'Pacific/Auckland', lateInUtc))).toBe('2026-11-30T20:00:00Z');
  });
});

describe('the prompt after a contact', () => {
  test('comes one gap later on the weekday nearest to that', () => {
    const contact = instant('2026-11-20T15:00:00Z');
    expect(String(dueAfterContact(every(2, 'week', 2), 'Etc/UTC', contact))).toBe('2026-12-01T09:00:00Z');
  });

  test('stays at nine through the change of clocks', () => {
    const beforeChange = instant('2026-03-24T09:00:00Z');
    expect(String(dueAfterContact(every(1, 'week', 2), 'Europe/London', beforeChange))).toBe(
      '2026-03-31T08:00:00Z',
    );
  });

  test('a time that the clocks skip comes at the next that exists, and one they repeat comes at its first', () => {
    const early = every(1, 'week', 7, Temporal.PlainTime.from('01:30'));
    expect(String(dueAfterContact(early, 'Europe/London', instant('2026-03-22T12:00:00Z')))).toBe(
      '2026-03-29T01:00:00Z',
    );
    expect(String(dueAfterContact(early, 'Europe/London', instant('2026-10-18T12:00:00Z')))).toBe(
      '2026-10-25T00:30:00Z',
    );
  });

  test('a month after the 31st is the nearest such day to the end of a shorter month', () => {
    const contact = instant('2026-01-31T12:00:00Z');
    expect(String(dueAfterContact(every(1, 'month', 6), 'Etc/UTC', contact))).toBe('2026-03-07T09:00:00Z');
  });
});

describe('the prompt after one that passed', () => {
  test('an outage of many weeks leaves one prompt to ask, not many', () => {
    const occurrence = instant('2026-01-06T09:00:00Z');
    const now = instant('2026-04-01T00:00:00Z');
    expect(String(nextDue(every(1, 'week', 2), 'Etc/UTC', occurrence, now))).toBe('2026-04-07T09:00:00Z');
  });

  test('an occurrence that is still ahead is followed by the next one all the same', () => {
    const occurrence = instant('2026-01-06T09:00:00Z');
    expect(String(nextDue(every(2, 'week', 2), 'Etc/UTC', occurrence, occurrence))).toBe(
      '2026-01-20T09:00:00Z',
    );
  });
});

test('a gap in days is known for weeks and months', () => {
  expect(gapDays(every(3, 'week', 1))).toBe(21);
  expect(gapDays(every(12, 'month', 1))).toBe(365);
});

describe('for every cadence, zone and time', () => {
  const cadences = fc
    .record({
      unit: fc.constant('week' as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      weekday: fc.integer({ min: 1, max: 7 }),
      minute: fc.nat(24 * 60 - 1),
    })
    .map(({ unit, share, weekday, minute }) => ({
      every: 1 + Math.floor(share * (EVERY_MAX[unit] - 1)),
      unit,
      weekdays: [weekday],
      time: Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 }),
    }));
  const zones = fc.constantFrom(
    'Europe/London',
    'America/New_York',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  );
  const instants = fc
    .integer({ min: 1_400_000_000, max: 2_000_000_000 })
    .map((second) => Temporal.Instant.fromEpochMilliseconds(second * 1_000));

  test('the first prompt is ahead, within eight days, on its weekday', () => {
    fc.assert(
      fc.property(cadences, zones, instants, (cadence, zone, now) => {
        const due = firstDue(cadence, zone, now);
        const hours = now.until(due).total('hours');
        expect(hours).toBeGreaterThan(0);
        expect(hours).toBeLessThanOrEqual(8 * 24);
        expect(due.toZonedDateTimeISO(zone).dayOfWeek).toBe(cadence.weekdays[0]);
      }),
    );
  });

  test('the prompt after a contact is on a later day, within four days of the ideal gap', () => {
    fc.assert(
      fc.property(cadences, zones, instants, (cadence, zone, contact) => {
        const due = dueAfterContact(cadence, zone, contact);
        const day = contact.toZonedDateTimeISO(zone).toPlainDate();
        const dueDay = due.toZonedDateTimeISO(zone).toPlainDate();
        const ideal = day.add({ weeks: cadence.every });
        expect(Temporal.PlainDate.compare(dueDay, day)).toBe(1);
        expect(Math.abs(ideal.until(dueDay).days)).toBeLessThanOrEqual(4);
        expect(dueDay.dayOfWeek).toBe(cadence.weekdays[0]);
      }),
    );
  });

  test('the next prompt is always ahead', () => {
    fc.assert(
      fc.property(cadences, zones, instants, instants, (cadence, zone, occurrence, now) => {
        expect(Temporal.Instant.compare(nextDue(cadence, zone, occurrence, now), now)).toBe(1);
      }),
    );
  });

  test('an owner who moves is asked on the same day at the same local time, wherever that is', () => {
    fc.assert(
      fc.property(cadences, zones, zones, instants, (cadence, from, to, now) => {
        const due = firstDue(cadence, from, now);
        const moved = movedTo(cadence, to, due);
        const day = due.toZonedDateTimeISO(from).toPlainDate();
        expect(String(moved)).toBe(
          String(day.toZonedDateTime({ timeZone: to, plainTime: cadence.time }).toInstant()),
        );
        expect(movedTo(cadence, to, moved)).toEqual(moved);
      }),
    );
  });
});
