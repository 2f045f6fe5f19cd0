import { NTHS } from '../../src/clients/cadence/month-weekday-rules.ts';
import { CADENCE_KINDS, type CadenceDays } from '../../src/clients/cadence/rules.ts';
import type { Stretch } from './offsets.ts';

const DAY = 24 * 60;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** Every cadence that the modal offers, without the time; sets of weekdays are every one, two or three weeks. */
export function allCadences(): CadenceDays[] {
  const sets = Array.from({ length: 127 }, (_, set) =>
    WEEKDAYS.filter((day) => (set + 1) & (1 << (day - 1))),
  );
  const ones = upTo(CADENCE_KINDS.week.everyMax).flatMap((every) =>
    WEEKDAYS.map((day) => ({ every, weekdays: [day] })),
  );
  const several = sets.map((weekdays, index) => ({ every: (index % 3) + 1, weekdays }));
  const weeks = [...ones, ...several.filter(({ weekdays }) => weekdays.length > 1)];
  return [
    ...weeks.map(({ every, weekdays }) => ({ unit: 'week' as const, every, weekdays })),
    ...upTo(CADENCE_KINDS['month-weekday'].everyMax).flatMap((every) =>
      NTHS.flatMap((nth) =>
        WEEKDAYS.map((weekday) => ({ unit: 'month-weekday' as const, every, nth, weekday })),
      ),
    ),
    ...upTo(CADENCE_KINDS['month-day'].everyMax).flatMap((every) =>
      upTo(31).map((day) => ({ unit: 'month-day' as const, every, day })),
    ),
  ];
}

/**
 * The times of day at which something can go wrong, in minutes: those that the zone's clocks skip or repeat, with their
 * edges, and a few ordinary ones.
 */
export function timesOf(stretches: readonly Stretch[]): number[] {
  const changes = stretches.slice(1).flatMap((after, index) => {
    const before = stretches[index] ?? after;
    const shown = [after.from + before.offset, after.from + after.offset].toSorted((a, b) => a - b);
    const [from = 0, to = 0] = shown;
    return [from - 1, from, Math.floor((from + to) / 2), to - 1, to];
  });
  const inDay = changes.map((minute) => ((minute % DAY) + DAY) % DAY);
  return [...new Set([9 * 60, 0, DAY - 1, 8 * 60 + 15, ...inDay])];
}

function upTo(most: number): number[] {
  return Array.from({ length: most }, (_, index) => index + 1);
}
