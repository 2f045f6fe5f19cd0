/** What each formula says of a client on a day, from what was noted by then. */
import type { CheckIn, Sign } from '../../src/check-ins/rules.ts';
import { gapDays, usualLongestGap } from '../../src/clients/cadence/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import type { Facts } from '../../src/health/rules.ts';
import { assess } from '../../src/health/score/assess.ts';
import { type Band, DEFAULT_WEIGHTS } from '../../src/health/score/rules.ts';
import { aCheckIn, aClient, aFollowUp } from '../../test/check-ins/samples.ts';
import { dateOf, type EpochDay, fade } from '../scoring/day-rules.ts';
import { healthOn } from '../scoring/health-rules.ts';
import { entryOf, type History } from '../scoring/history-rules.ts';
import { DEFAULT_RULES } from '../scoring/score-rules.ts';
import { type HealthState, stateFrom } from '../scoring/state-rules.ts';
import { SENTIMENT_POINTS } from '../scoring/sums-rules.ts';
import { LAST_DAY, type Life, type NotedCheckIn } from './life.ts';

export type Colour = 'green' | 'yellow' | 'red' | 'none';

export interface Verdict {
  /** The higher, the better; null where the formula gives none. */
  score: number | null;
  colour: Colour;
}

export interface Formula {
  name: string;
  /** @param before the colour of the day before. */
  judge(life: Life, day: EpochDay, before: Colour | null): Verdict;
}

/** The old formula was given so many check-ins of a client. */
const CHECK_INS_READ = 15;
const LAST_ANSWERS = [3, 2, 1];
const FADED_BY_HALF_DAYS = 30;
const OUR_WEIGHT = 0.5;

export const LAST_ANSWER: Formula = simple('Last answer', (known) => points(known.slice(0, 1), () => 1));

export const WEIGHTED_MEAN: Formula = simple('Weighted mean of the last three', (known) =>
  points(known.slice(0, LAST_ANSWERS.length), (_, index) => LAST_ANSWERS[index] ?? 0),
);

export const FADED_MEAN: Formula = simple('Faded mean of all', (known, day) =>
  points(known, (checkIn) => fade(day - checkIn.day, FADED_BY_HALF_DAYS)),
);

export const OLD_FORMULA: Formula = {
  name: 'Old formula',
  judge(life, day, before) {
    const { score, computedBand } = assess(factsOf(life, day, before), noonOf(day));
    return { score, colour: COLOURS[computedBand] };
  },
};

export const NEW_FORMULA: Formula = {
  name: 'New formula',
  judge(life, day) {
    const { total, band } = healthOn(rowOf(life, day), dateOf(day), DEFAULT_RULES);
    return { score: total, colour: COLOURS[band] };
  },
};

export const FORMULAS: readonly Formula[] = [
  OLD_FORMULA,
  LAST_ANSWER,
  WEIGHTED_MEAN,
  FADED_MEAN,
  NEW_FORMULA,
];

const COLOURS = {
  healthy: 'green',
  watch: 'yellow',
  'at-risk': 'red',
  unknown: 'none',
  new: 'none',
} as const;
const BANDS: Record<Colour, Band> = { green: 'healthy', yellow: 'watch', red: 'at-risk', none: 'unknown' };

/** What was known of a client on a day. */
export function historyOf(life: Life, day: EpochDay): History {
  return {
    entries: checkInsUntil(life, day).map((each) => {
      const entry = entryOf(asCheckIn(life, each), dateOf(each.day), null);
      return { ...entry, signs: [...entry.signs.filter((sign) => sign === 'more-effort'), ...each.ticked] };
    }),
    promises: life.promises
      .filter(({ madeOn }) => madeOn <= day)
      .map(({ dueOn, closedOn }) => ({
        dueOn: dateOf(dueOn),
        closedOn: closedOn !== null && closedOn <= day ? dateOf(closedOn) : null,
      })),
    idealGapDays: gapDays(life.cadence),
    longestGapDays: usualLongestGap(life.cadence),
    askedSince: dateOf(life.addedOn),
    pausedOn: null,
  };
}

const rows = new WeakMap<Life, { changes: number; row: HealthState }>();

/** As in production: written on the day of a change, and read on the days after. */
function rowOf(life: Life, day: EpochDay): HealthState {
  const dates = [
    ...life.checkIns.map((checkIn) => checkIn.day),
    ...life.promises.flatMap(({ madeOn, closedOn }) => [madeOn, closedOn ?? LAST_DAY + 1]),
  ];
  const changes = dates.filter((date) => date <= day).length;
  const last = rows.get(life);
  if (last?.changes === changes && last.row.asOf <= day) return last.row;
  const row = stateFrom(historyOf(life, day), dateOf(day), DEFAULT_RULES);
  rows.set(life, { changes, row });
  return row;
}

function factsOf(life: Life, day: EpochDay, before: Colour | null): Facts {
  const known = checkInsUntil(life, day);
  const lastSpoken = known.findLast(({ source }) => source !== 'own-impression');
  const lastDay = known.at(-1)?.day ?? life.addedOn;
  return {
    client: clientOf(life, lastSpoken ? noonOf(lastSpoken.day) : null),
    checkIns: known.slice(-CHECK_INS_READ).map((each) => asCheckIn(life, each)),
    followUps: life.promises
      .filter((each) => isOpen(each, day))
      .map(({ dueOn }) => aFollowUp({ dueOn: dateOf(dueOn) })),
    skips: life.skips.filter((skip) => skip > lastDay && skip <= day).length,
    weights: DEFAULT_WEIGHTS,
    previous: before && BANDS[before],
    usual: null,
    override: null,
  };
}

/** Three formulas that look at moods alone: their word where they gave one, our read at half its weight. */
function simple(
  name: string,
  scoreOf: (newestFirst: NotedCheckIn[], day: EpochDay) => number | null,
): Formula {
  return {
    name,
    judge(life, day) {
      const score = scoreOf(checkInsUntil(life, day).reverse(), day);
      const colour = score === null ? 'none' : score >= 80 ? 'green' : score >= 50 ? 'yellow' : 'red';
      return { score, colour };
    },
  };
}

function points(
  known: readonly NotedCheckIn[],
  weightOf: (checkIn: NotedCheckIn, index: number) => number,
): number | null {
  let [weight, sum] = [0, 0];
  for (const [index, checkIn] of known.entries()) {
    const each = weightOf(checkIn, index);
    if (checkIn.said) {
      weight += each;
      sum += each * SENTIMENT_POINTS[checkIn.said];
    }
    weight += OUR_WEIGHT * each;
    sum += OUR_WEIGHT * each * SENTIMENT_POINTS[checkIn.impression];
  }
  return weight > 0 ? sum / weight : null;
}

function checkInsUntil(life: Life, day: EpochDay): NotedCheckIn[] {
  return life.checkIns.filter((checkIn) => checkIn.day <= day);
}

function isOpen({ madeOn, closedOn }: Life['promises'][number], day: EpochDay): boolean {
  return madeOn <= day && (closedOn === null || closedOn > day);
}

function noonOf(day: EpochDay): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds((day + 0.5) * 86_400_000);
}

function asCheckIn(life: Life, { day, source, said, impression, effort, ticked }: NotedCheckIn): CheckIn {
  const isKnown = (sign: string): sign is Sign => sign !== 'staying' && sign !== 'someone-else-decides';
  return aCheckIn({
    id: `${life.name} ${day}`,
    clientId: life.name,
    source,
    clientSentiment: said,
    ourImpression: impression,
    clientWords: null,
    effort,
    hours: null,
    signs: ticked.filter(isKnown),
    spokeAt: noonOf(day),
    createdAt: noonOf(day),
  });
}

function clientOf(life: Life, lastContactAt: Temporal.Instant | null): Client {
  return aClient({
    id: life.name,
    cadence: { ...life.cadence, time: Temporal.PlainTime.from('09:00') },
    longestGapDays: usualLongestGap(life.cadence),
    agreedHours: null,
    lastContactAt,
    createdAt: noonOf(life.addedOn),
  });
}
