import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calendar, isGoodMoment } from '../../src/calendars/rules.ts';
import { endOfSnooze } from '../../src/reminders/prompts/rules.ts';

const nine = Temporal.PlainTime.from('09:00');
const at = (text: string) => Temporal.Instant.from(text);

function calendar(zone: string, more: Partial<Calendar> = {}): Calendar {
  return {
    zone,
    workingDays: [1, 2, 3, 4, 5],
    isHoliday: () => false,
    away: [],
    quiet: { from: Temporal.PlainTime.from('19:00'), to: Temporal.PlainTime.from('08:00') },
    doNotDisturbUntil: null,
    remindAt: null,
    roundWeekday: null,
    ...more,
  };
}

const london = calendar('Europe/London');

describe('a snooze', () => {
  test('for an hour ends sixty minutes later, whatever the clocks do', () => {
    const always = calendar('Europe/London', { workingDays: [1, 2, 3, 4, 5, 6, 7], quiet: null });
    expect(String(endOfSnooze('hour', nine, always, at('2026-03-29T00:30:00Z')))).toBe(
      '2026-03-29T01:30:00Z',
    );
  });

  test('for an hour that ends in quiet hours lasts until those end', () => {
    expect(String(endOfSnooze('hour', nine, london, at('2026-03-03T18:30:00Z')))).toBe(
      '2026-03-04T08:00:00Z',
    );
  });

  test('until tomorrow ends at the usual time of the next day in the person’s zone', () => {
    const lateOnMondayInNewYork = at('2026-03-03T03:00:00Z');
    expect(String(endOfSnooze('tomorrow', nine, calendar('America/New_York'), lateOnMondayInNewYork))).toBe(
      '2026-03-03T14:00:00Z',
    );
  });

  test('ends at the time of day that the person prefers for reminders', () => {
    const later = calendar('Europe/London', { remindAt: Temporal.PlainTime.from('11:00') });
    expect(String(endOfSnooze('tomorrow', nine, later, at('2026-03-03T10:00:00Z')))).toBe(
      '2026-03-04T11:00:00Z',
    );
  });

  test('does not wait for the one weekday of the person’s rounds', () => {
    const tuesdays = calendar('Europe/London', { roundWeekday: 2 });
    expect(String(endOfSnooze('tomorrow', nine, tuesdays, at('2026-03-03T10:00:00Z')))).toBe(
      '2026-03-04T09:00:00Z',
    );
  });

  test('until a day ends on it, or on the next working day', () => {
    const [friday, saturday] = ['2026-03-13', '2026-03-14'].map((day) => Temporal.PlainDate.from(day));
    const now = at('2026-03-03T10:00:00Z');
    expect(String(friday && endOfSnooze(friday, nine, london, now))).toBe('2026-03-13T09:00:00Z');
    expect(String(saturday && endOfSnooze(saturday, nine, london, now))).toBe('2026-03-16T09:00:00Z');
  });

  test.each([
    ['Thursday', '2026-03-05T10:00:00Z', '2026-03-06T09:00:00Z'],
    ['Friday', '2026-03-06T10:00:00Z', '2026-03-09T09:00:00Z'],
    ['Saturday', '2026-03-07T10:00:00Z', '2026-03-09T09:00:00Z'],
    ['Sunday', '2026-03-08T10:00:00Z', '2026-03-09T09:00:00Z'],
  ])('until the next working day, chosen on a %s, ends on a day between Monday and Friday', (_, now, end) => {
    expect(String(endOfSnooze('working-day', nine, london, at(now)))).toBe(end);
    expect(String(endOfSnooze('tomorrow', nine, london, at(now)))).toBe(end);
  });

  test('always ends later, at most three days later at the usual time, and never disturbs', () => {
    const instants = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((date) => Temporal.Instant.fromEpochMilliseconds(date.getTime()));
    const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland');
    const hours = fc.integer({ min: 8, max: 18 }).map((hour) => Temporal.PlainTime.from({ hour }));
    fc.assert(
      fc.property(
        instants,
        zones,
        hours,
        fc.constantFrom('hour' as const, 'tomorrow' as const, 'working-day' as const),
        (now, zone, time, snooze) => {
          const theirs = calendar(zone);
          const instant = endOfSnooze(snooze, time, theirs, now);
          const end = instant.toZonedDateTimeISO(zone);
          expect(Temporal.Instant.compare(instant, now)).toBe(1);
          expect(isGoodMoment(theirs, instant)).toBe(true);
          const days = now.toZonedDateTimeISO(zone).toPlainDate().until(end.toPlainDate()).days;
          expect(days).toBeLessThanOrEqual(4);
          if (snooze !== 'hour') expect(end.toPlainTime().equals(time)).toBe(true);
        },
      ),
    );
  });
});
