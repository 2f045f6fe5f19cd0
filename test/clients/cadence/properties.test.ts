import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NTHS } from '../../../src/clients/cadence/month-weekday-rules.ts';
import {
  CADENCE_KINDS,
  type Cadence,
  type CadenceDays,
  type CadenceUnit,
  dueAfterContact,
  firstDue,
  nearestOccurrence,
  nextDue,
  occurrencesBetween,
} from '../../../src/clients/cadence/rules.ts';

const weekday = fc.integer({ min: 1, max: 7 });
const every = (unit: CadenceUnit) => fc.integer({ min: 1, max: CADENCE_KINDS[unit].everyMax });
const daysOf: { [U in CadenceUnit]: fc.Arbitrary<Extract<CadenceDays, { unit: U }>> } = {
  week: fc.record({
    unit: fc.constant('week'),
    every: every('week'),
    weekdays: fc.uniqueArray(weekday, { minLength: 1 }),
  }),
  'month-weekday': fc.record({
    unit: fc.constant('month-weekday'),
    every: every('month-weekday'),
    nth: fc.constantFrom(...NTHS),
    weekday,
  }),
  'month-day': fc.record({
    unit: fc.constant('month-day'),
    every: every('month-day'),
    day: fc.integer({ min: 1, max: 31 }),
  }),
};
const days = fc.oneof<fc.Arbitrary<CadenceDays>[]>(...Object.values(daysOf));
const cadences: fc.Arbitrary<Cadence> = fc.tuple(days, fc.nat(24 * 60 - 1)).map(([chosen, minute]) => ({
  ...chosen,
  time: Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 }),
}));
const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const instants = fc
  .integer({ min: 1_700_000_000, max: 2_000_000_000 })
  .map((second) => Temporal.Instant.fromEpochMilliseconds(second * 1_000));

const localDay = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).toPlainDate();

function isOn(cadence: CadenceDays, day: Temporal.PlainDate): boolean {
  if (cadence.unit === 'week') return cadence.weekdays.includes(day.dayOfWeek);
  if (cadence.unit === 'month-day') return day.day === Math.min(cadence.day, day.daysInMonth);
  const isNth =
    cadence.nth === 5 ? day.add({ weeks: 1 }).month !== day.month : Math.ceil(day.day / 7) === cadence.nth;
  return day.dayOfWeek === cadence.weekday && isNth;
}

/** On one of the cadence's days at its time; where clocks skip that, when they have done so. */
function expectOnTime(cadence: Cadence, zone: string, at: Temporal.Instant): void {
  const local = at.toZonedDateTimeISO(zone);
  if (isOn(cadence, local.toPlainDate()) && local.toPlainTime().equals(cadence.time)) return;
  const before = at.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(zone);
  const skipped = [before, local]
    .filter((each) => isOn(cadence, each.toPlainDate()))
    .map((each) => each.toPlainDate().toPlainDateTime(cadence.time))
    .filter((meant) => Temporal.PlainDateTime.compare(before.toPlainDateTime(), meant) < 0)
    .filter((meant) => Temporal.PlainDateTime.compare(meant, local.toPlainDateTime()) < 0);
  expect(skipped).not.toEqual([]);
}

test('the first occurrence is ahead, on time, and none was due before it', () => {
  fc.assert(
    fc.property(cadences, zones, instants, (cadence, zone, now) => {
      const due = firstDue(cadence, zone, now);
      expect(Temporal.Instant.compare(due, now)).toBe(1);
      expectOnTime(cadence, zone, due);
      for (let day = localDay(now, zone).add({ days: 1 }); ; day = day.add({ days: 1 })) {
        if (Temporal.PlainDate.compare(day, localDay(due, zone)) >= 0) break;
        if (isOn(cadence, day)) expectOnTimeOf(day, cadence, zone, due);
      }
    }),
  );
});

/** Only a time that clocks skipped to the end of `day` may lie after it. */
function expectOnTimeOf(
  day: Temporal.PlainDate,
  { time }: Cadence,
  zone: string,
  due: Temporal.Instant,
): void {
  const later = day.toZonedDateTime({ timeZone: zone, plainTime: time });
  expect(later.toPlainDate().equals(day)).toBe(false);
  expect(localDay(due, zone).since(day).days).toBe(1);
}

test('the occurrences of a series come one after another, each on time', () => {
  fc.assert(
    fc.property(cadences, zones, instants, (cadence, zone, now) => {
      const first = firstDue(cadence, zone, now);
      const all = occurrencesBetween(cadence, zone, first, first.add({ hours: 24 * 400 }));
      expect(all[0]).toEqual(first);
      for (const [index, at] of all.entries()) {
        expectOnTime(cadence, zone, at);
        const before = all[index - 1];
        if (before) expect(Temporal.Instant.compare(at, before)).toBe(1);
      }
    }),
  );
});

test('the occurrence after a contact is on a later day, on time, and about a gap away', () => {
  fc.assert(
    fc.property(cadences, zones, instants, (cadence, zone, contact) => {
      const due = dueAfterContact(cadence, zone, contact);
      expectOnTime(cadence, zone, due);
      const day = localDay(contact, zone);
      const away = day.until(localDay(due, zone)).days;
      expect(away).toBeGreaterThan(0);
      const ideal = day.until(day.add({ months: cadence.every })).days;
      if (cadence.unit === 'week') expect(away).toBeLessThanOrEqual(cadence.every * 7 + 4);
      else expect(Math.abs(away - ideal)).toBeLessThanOrEqual(19);
    }),
  );
});

test('the next occurrence is ahead, and one of the series', () => {
  fc.assert(
    fc.property(cadences, zones, instants, fc.integer({ min: 0, max: 300 }), (cadence, zone, start, late) => {
      const occurrence = firstDue(cadence, zone, start);
      const now = occurrence.add({ hours: late * 24 });
      const next = nextDue(cadence, zone, occurrence, now);
      expect(Temporal.Instant.compare(next, now)).toBe(1);
      const series = occurrencesBetween(cadence, zone, occurrence, next.add({ nanoseconds: 1 }));
      expect(series.at(-1)).toEqual(next);
      const passed = series.at(-2);
      if (passed) expect(Temporal.Instant.compare(passed, now)).toBeLessThanOrEqual(0);
    }),
  );
});

test('an occurrence moved to another zone is on time there, within 26 hours, and stays when moved again', () => {
  fc.assert(
    fc.property(cadences, zones, zones, instants, (cadence, from, to, now) => {
      const due = firstDue(cadence, from, now);
      const moved = nearestOccurrence(cadence, to, due);
      expectOnTime(cadence, to, moved);
      expect(Math.abs(due.until(moved).total('hours'))).toBeLessThanOrEqual(26);
      expect(nearestOccurrence(cadence, to, moved)).toEqual(moved);
    }),
  );
});
