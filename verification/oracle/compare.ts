import {
  type Cadence,
  type CadenceDays,
  dueAfterContact,
  firstDue,
  nearestOccurrence,
  nextDue,
  occurrencesBetween,
} from '../../src/clients/cadence/rules.ts';
import { timesOf } from './cadences.ts';
import { dayNumber } from './days.ts';
import { type Stretch, stretchesOf } from './offsets.ts';
import * as plain from './reference.ts';

const DAY = 24 * 60;
const START = dayNumber(2024, 1, 1) * DAY;
const END = dayNumber(2031, 1, 1) * DAY;

export interface Comparison {
  occurrences: number;
  differences: string[];
}

/** The stretches of a zone over the oracle's years, and a margin. */
export function zoneOf(name: string): Stretch[] {
  return stretchesOf(name, START - 400 * DAY, END + 400 * DAY);
}

/**
 * Compares `src/clients/cadence/rules.ts` with the reference, in one zone. Each cadence is tried at one of the zone's times, a
 * different one for each; a daily one at all of them, so that every clock change is covered.
 *
 * @param turn shifts which cadence meets which time.
 */
export function compareZone(name: string, cadences: readonly CadenceDays[], turn: number): Comparison {
  const zone = zoneOf(name);
  const times = timesOf(zone);
  const daily: CadenceDays = { unit: 'week', every: 1, weekdays: [1, 2, 3, 4, 5, 6, 7] };
  const tried = [
    ...times.map((minute) => ({ days: daily, minute })),
    ...cadences.map((days, index) => ({ days, minute: times[(index + turn) % times.length] ?? 0 })),
  ];
  const found: Comparison = { occurrences: 0, differences: [] };
  for (const { days, minute } of tried) {
    const { occurrences, differences } = compareCadence(name, zone, days, minute);
    found.occurrences += occurrences;
    found.differences.push(...differences);
  }
  return found;
}

function compareCadence(name: string, zone: Stretch[], days: CadenceDays, minute: number): Comparison {
  const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
  const cadence: Cadence = { ...days, time };
  const reference: plain.PlainCadence = { ...days, minute };
  const differences: string[] = [];
  const expect = (what: string, actual: Temporal.Instant, expected: number) => {
    if (actual.epochMilliseconds === expected * 60_000) return;
    const right = new Date(expected * 60_000).toISOString();
    differences.push(`${name} ${JSON.stringify(cadence)} ${what}: ${actual} is not ${right}`);
  };

  const firstAt = plain.first(reference, zone, START);
  const first = firstDue(cadence, name, instant(START));
  expect('first', first, firstAt);

  const expected = plain.series(reference, zone, startDay(reference, zone, firstAt), END);
  const actual = occurrencesBetween(cadence, name, first, instant(END));
  if (actual.length !== expected.length) {
    differences.push(
      `${name} ${JSON.stringify(cadence)}: ${actual.length} is not ${expected.length} occurrences`,
    );
  }
  for (const [index, at] of expected.entries()) {
    const found = actual[index];
    if (found) expect(`number ${index}`, found, at);
  }

  const [outageFrom, outageTo] = [expected[0] ?? firstAt, START + 500 * DAY + minute];
  const back = plain.series(reference, zone, startDay(reference, zone, firstAt), END + 300 * DAY);
  const afterOutage = back.find((at) => at > outageTo && at > outageFrom);
  if (afterOutage !== undefined) {
    expect('after an outage', nextDue(cadence, name, first, instant(outageTo)), afterOutage);
  }

  for (const contact of sampleMoments(expected, minute)) {
    expect(
      'after a contact',
      dueAfterContact(cadence, name, instant(contact)),
      plain.afterContact(reference, zone, contact),
    );
    expect(
      'moved',
      nearestOccurrence(cadence, name, instant(contact)),
      plain.nearestOccurrence(reference, zone, contact),
    );
    expect(
      'the first after',
      firstDue(cadence, name, instant(contact)),
      plain.first(reference, zone, contact),
    );
  }
  return { occurrences: expected.length, differences };
}

/** A few moments of each kind: on an occurrence, just before one, and far from one. */
function sampleMoments(occurrences: readonly number[], seed: number): number[] {
  return [0.1, 0.35, 0.6, 0.85].flatMap((share, index) => {
    const at = occurrences[Math.floor(occurrences.length * share)];
    if (at === undefined) return [];
    const odd = at + ((seed * 7_919 + index * 104_729) % (40 * DAY)) - 20 * DAY;
    return index % 2 === 0 ? [at, odd] : [at - 1, odd];
  });
}

/** The day that an occurrence was meant for: its own, or the day before if clocks skipped the end of that one. */
function startDay(cadence: plain.PlainCadence, zone: readonly Stretch[], at: number): number {
  const own = plain.localDay(zone, at);
  return plain.moment(zone, own - 1, cadence.minute) === at ? own - 1 : own;
}

function instant(minute: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(minute * 60_000);
}
