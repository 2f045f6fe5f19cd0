/**
 * The score of a client on any day, and every point of it. Days alone never raise it: what was said fades towards neutral
 * only from above, gains fade, costs stand, and silence only grows.
 */
import { type EpochDay, fade } from './day-rules.ts';
import {
  COST_SIGNS,
  type CostSign,
  GAIN_SIGNS,
  type GainSign,
  halvingDays,
  type Sums,
} from './sums-rules.ts';

/** What a lead can set: how many points each named gain and cost is. Scores of different versions are never compared. */
export interface ScoreRules {
  version: number;
  gains: Readonly<Record<GainSign, number>>;
  costs: Readonly<Record<CostSign | 'overdue-promise' | 'late-contacts', number>>;
}

export const DEFAULT_RULES: ScoreRules = {
  version: 1,
  gains: { 'praised-us': 24, 'did-favour': 12 },
  costs: {
    'late-payment': 6,
    'more-effort': 6,
    'someone-else-decides': 6,
    'asked-discount': 3,
    disrespectful: 3,
    // Of each; `PROMISES_COUNTED` of them at most.
    'overdue-promise': 3,
    // At most, from contacts that come twice as late as they should.
    'late-contacts': 15,
  },
};

export const PROMISES_COUNTED = 3;

/** What no sum may hide: the most that a score can be meanwhile. */
export const CAPS = { 'said-leaving': 30, 'feared-leaving': 49, 'no-recent-words': 79 } as const;
export type CapName = keyof typeof CAPS;

export type PartName =
  | 'words'
  | GainSign
  | CostSign
  | 'overdue-promises'
  | 'late-contacts'
  | 'no-contact'
  | 'no-words'
  | CapName;

/** What gives or takes points, with the day it counts from where it has one. */
export interface Part {
  name: PartName;
  points: number;
  day: EpochDay | null;
}

export interface Score {
  /** 0 to 100, whole: the sum of the parts. */
  total: number;
  /** What they and we said over time, 0 to 100. */
  level: number;
  /** How much of what was said still counts; a word of theirs today is 1. */
  weight: number;
  /**
   * In the order in which they are added up, what was said first. Those of no points are left out, but for what was said and
   * that they might leave.
   */
  parts: Part[];
}

/** What the score reads. */
export type Scored = Sums & {
  /** Due days of our open promises, the earliest first; as many as count. */
  promisesDue: readonly EpochDay[];
};

const ALWAYS_SHOWN: ReadonlySet<PartName> = new Set(['words', 'said-leaving', 'feared-leaving']);
const NEUTRAL = { weight: 2, points: 66 };
const LEVEL_OF_HEALTHY = { level: 71, score: 80, pointsEach: 1.75 };
const GAINS_NEED_LEVEL = 67;
const GAINS_ELSE_UP_TO = 79;
const GAINS_AND_COSTS_HALVE = 45;
const LEAST_BY_SILENCE = 50;
const NO_CONTACT = { atMost: 15, untilGaps: 1.5, each30Days: 4.5 };
const NO_WORDS = { eachGap: 12, atMost: 36 };

/** One thing after the other, each from what those before have come to. */
type Step = [name: PartName, day: EpochDay | null, (total: number) => number];

export function scoreOf(known: Scored, day: EpochDay, rules: ScoreRules): Score {
  const level = levelOn(known, day);
  const steps: Step[] = [
    ['words', known.lastCheckIn, () => between(0, wordsPoints(level), 100)],
    ...gainSteps(known, day, level, rules),
    ...costSteps(known, day, rules),
    ...silenceSteps(known, day),
    ...capSteps(known, day),
  ];
  const parts: Part[] = [];
  let exact = 0;
  let total = 0;
  for (const [name, since, next] of steps) {
    exact = next(exact);
    const points = Math.round(exact) - total;
    total += points;
    if (points !== 0 || ALWAYS_SHOWN.has(name)) parts.push({ name, points, day: since });
  }
  return { total, level, weight: weightOn(known, day), parts };
}

/** The mean of everything said and thought and a pinch of neutral. It fades, but never upwards. */
function levelOn(known: Sums, day: EpochDay): number {
  const levelAt = (left: number) =>
    (known.points * left + NEUTRAL.weight * NEUTRAL.points) / (known.weight * left + NEUTRAL.weight);
  return Math.min(levelAt(1), levelAt(leftOn(known, day)));
}

function wordsPoints(level: number): number {
  return LEVEL_OF_HEALTHY.score + LEVEL_OF_HEALTHY.pointsEach * (level - LEVEL_OF_HEALTHY.level);
}

function weightOn(known: Sums, day: EpochDay): number {
  return known.weight * leftOn(known, day);
}

function leftOn(known: Sums, day: EpochDay): number {
  return known.lastCheckIn === null ? 1 : fade(day - known.lastCheckIn, halvingDays(known));
}

function gainSteps({ signs }: Sums, day: EpochDay, level: number, rules: ScoreRules): Step[] {
  const upTo = level < GAINS_NEED_LEVEL ? GAINS_ELSE_UP_TO : 100;
  return GAIN_SIGNS.flatMap((sign): Step[] => {
    const since = signs[sign];
    if (since === null) return [];
    const gain = rules.gains[sign] * fade(day - since, GAINS_AND_COSTS_HALVE);
    return [[sign, since, (total) => Math.max(total, Math.min(upTo, total + gain))]];
  });
}

function costSteps(known: Scored, day: EpochDay, { costs }: ScoreRules): Step[] {
  const less = (cost: number) => (total: number) => Math.max(0, total - cost);
  const signs = COST_SIGNS.flatMap((sign): Step[] => {
    const since = known.signs[sign];
    if (since === null) return [];
    const until = Math.min(day, known.lastCheckIn ?? since);
    return [[sign, since, less(costs[sign] * fade(until - since, GAINS_AND_COSTS_HALVE))]];
  });
  const overdue = overduePromises(known, day).slice(0, PROMISES_COUNTED);
  return [
    ...signs,
    ['overdue-promises', overdue[0] ?? null, less(costs['overdue-promise'] * overdue.length)],
    ['late-contacts', known.lastContact, less(costs['late-contacts'] * lateness(known))],
  ];
}

/** The due days that are over on `day`. */
export function overduePromises({ promisesDue }: Scored, day: EpochDay): EpochDay[] {
  return promisesDue.filter((due) => due < day);
}

/** Whether contacts come late as a rule, and not once. */
export function isUsuallyLate(known: Sums): boolean {
  return lateness(known) >= 0.5;
}

/** From 0, contacts usually in time, to 1, usually twice as late as they should be. A gap not yet made is one in time. */
function lateness({ gaps, idealGapDays }: Sums): number {
  const missing = 3 - gaps.length;
  const mean = (gaps.reduce((sum, gap) => sum + gap, 0) + missing * idealGapDays) / 3;
  return between(0, mean / idealGapDays - 1, 1);
}

function silenceSteps(known: Sums, day: EpochDay): Step[] {
  const { idealGapDays, longestGapDays } = known;
  const quiet = daysQuiet(known, day);
  const gaps = quiet / idealGapDays;
  const { atMost, untilGaps, each30Days } = NO_CONTACT;
  const noContact =
    atMost * between(0, (gaps - 1) / (untilGaps - 1), 1) +
    (each30Days / 30) * Math.max(0, quiet - untilGaps * idealGapDays);
  const unheard = daysUnheard(known, day) / longestGapDays;
  const noWords = between(0, NO_WORDS.eachGap * (unheard - 1), NO_WORDS.atMost);
  const less = (cost: number) => (total: number) =>
    total <= LEAST_BY_SILENCE ? total : Math.max(LEAST_BY_SILENCE, total - cost);
  return [
    ['no-contact', lastHeard(known), less(noContact)],
    ['no-words', known.lastTheirWords, less(noWords)],
  ];
}

/** The last day on which anybody spoke with them or thought about them, or since when somebody should. */
function lastHeard({ lastCheckIn, lastContact, askedSince }: Sums): EpochDay {
  return Math.max(lastCheckIn ?? askedSince, lastContact ?? askedSince, askedSince);
}

function daysQuiet(known: Sums, day: EpochDay): number {
  return Math.max(0, Math.min(day, known.pausedOn ?? day) - lastHeard(known));
}

function daysUnheard({ lastTheirWords, askedSince, pausedOn }: Sums, day: EpochDay): number {
  return Math.max(0, Math.min(day, pausedOn ?? day) - Math.max(lastTheirWords ?? askedSince, askedSince));
}

function capSteps(known: Sums, day: EpochDay): Step[] {
  const { saidLeaving, fearedLeaving, lastTheirWords, longestGapDays } = known;
  const cap = (name: CapName, since: EpochDay | null): Step => [
    name,
    since,
    (total) => Math.min(total, CAPS[name]),
  ];
  const isRecent = lastTheirWords !== null && day - lastTheirWords <= longestGapDays;
  return [
    ...(saidLeaving === null ? [] : [cap('said-leaving', saidLeaving)]),
    ...(fearedLeaving === null ? [] : [cap('feared-leaving', fearedLeaving)]),
    ...(isRecent ? [] : [cap('no-recent-words', lastTheirWords)]),
  ];
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
