import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOfSnooze } from '../../src/reminders/rules.ts';

const nine = Temporal.PlainTime.from('09:00');
const at = (text: string) => Temporal.Instant.from(text);

describe('a snooze', () => {
  test('for an hour ends sixty minutes later, whatever the clocks do', () => {
    const end = endOfSnooze('hour', nine, 'Europe/London', at('2026-03-29T00:30:00Z'));
    expect(String(end)).toBe('2026-03-29T01:30:00Z');
  });

  test('until tomorrow ends at the usual time of the next day in the owner’s zone', () => {
    const lateOnMondayInNewYork = at('2026-03-03T03:00:00Z');
    expect(String(endOfSnooze('tomorrow', nine, 'America/New_York', lateOnMondayInNewYork))).toBe(
      '2026-03-03T14:00:00Z',
    );
  });

  test('until tomorrow on a Friday ends on Saturday, for that is what was chosen', () => {
    expect(String(endOfSnooze('tomorrow', nine, 'Europe/London', at('2026-03-06T10:00:00Z')))).toBe(
      '2026-03-07T09:00:00Z',
    );
  });

  test.each([
    ['Thursday', '2026-03-05T10:00:00Z', '2026-03-06T09:00:00Z'],
    ['Friday', '2026-03-06T10:00:00Z', '2026-03-09T09:00:00Z'],
    ['Saturday', '2026-03-07T10:00:00Z', '2026-03-09T09:00:00Z'],
    ['Sunday', '2026-03-08T10:00:00Z', '2026-03-09T09:00:00Z'],
  ])('until the next working day, chosen on a %s, ends on a day between Monday and Friday', (_, now, end) => {
    expect(String(endOfSnooze('working-day', nine, 'Europe/London', at(now)))).toBe(end);
  });

  test('until tomorrow comes as much later as the clocks skip in that night', () => {
    const skipped = Temporal.PlainTime.from('01:30');
    expect(String(endOfSnooze('tomorrow', skipped, 'Europe/London', at('2026-03-28T12:00:00Z')))).toBe(
      '2026-03-29T01:30:00Z',
    );
  });

  test('always ends after it began and, to a day, at most three days later at the usual time', () => {
    const instants = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((date) => Temporal.Instant.fromEpochMilliseconds(date.getTime()));
    const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland');
    const hours = fc.integer({ min: 4, max: 23 }).map((hour) => Temporal.PlainTime.from({ hour }));
    fc.assert(
      fc.property(
        instants,
        zones,
        hours,
        fc.constantFrom('tomorrow' as const, 'working-day' as const),
        (now, zone, time, snooze) => {
          const end = endOfSnooze(snooze, time, zone, now).toZonedDateTimeISO(zone);
          const days = now.toZonedDateTimeISO(zone).toPlainDate().until(end.toPlainDate()).days;
          expect(days).toBeGreaterThanOrEqual(1);
          expect(days).toBeLessThanOrEqual(3);
          expect(end.toPlainTime().equals(time)).toBe(true);
          if (snooze === 'working-day') expect(end.dayOfWeek).toBeLessThanOrEqual(5);
        },
      ),
    );
  });
});
