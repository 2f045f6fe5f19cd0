import { describe, expect, test } from 'vitest';
import { holidaysOf } from '../../src/calendars/holidays.ts';

const isHoliday = async (place: string | null, day: string) =>
  (await holidaysOf(place))(Temporal.PlainDate.from(day));

describe('a public holiday', () => {
  test.each([
    ['PT', '2026-04-25', true],
    ['PT', '2026-04-26', false],
    // A day that is 23 hours long.
    ['PT', '2024-03-31', true],
    ['DE', '2026-01-06', false],
    ['DE-BY', '2026-01-06', true],
    ['GB', '2026-12-28', true],
    ['US', '2026-11-26', true],
    ['JP', '2026-05-06', true],
    // Three days and the afternoon before.
    ['TR', '2026-03-20', true],
    ['TR', '2026-03-22', true],
    ['TR', '2026-03-23', false],
    // A half day that only some keep.
    ['CN', '2026-03-08', false],
  ])('in %s on %s: %s', async (place, day, expected) => {
    expect(await isHoliday(place, day)).toBe(expected);
  });

  test.each([null, '', 'XX', 'DE-XX-YY'])(
    'is none at %o that the library does not know better',
    async (place) => {
      expect(await isHoliday(place, '2026-01-06')).toBe(false);
    },
  );
});
