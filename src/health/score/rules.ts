/**
 * The score: four inputs and what caps them, to a number, a band and a confidence. It knows numbers only. docs/health.md
 * explains it to people.
 */

/** Those that need attention first. */
export const BANDS = ['at-risk', 'watch', 'unknown', 'healthy'] as const;
export type Band = (typeof BANDS)[number];

/** @internal */
export const CONFIDENCES = ['high', 'fair', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export type Trend = 'improving' | 'steady' | 'falling';

/** What an override can set. */
export const OVERRIDE_BANDS = ['healthy', 'watch', 'at-risk'] as const satisfies readonly Band[];

/** The mark is never shown without the word. */
export const BAND_LABELS: Record<Band, { mark: string; word: string }> = {
  'at-risk': { mark: '🔴', word: 'At risk' },
  watch: { mark: '🟡', word: 'Watch' },
  unknown: { mark: '⚪', word: 'Unknown' },
  healthy: { mark: '🟢', word: 'Healthy' },
};

export function isBand(word: string): word is Band {
  return BANDS.some((band) => band === word);
}

export const SCORE_INPUTS = ['words', 'read', 'scope', 'contact'] as const;
export type ScoreInput = (typeof SCORE_INPUTS)[number];

export const SCORE_INPUT_LABELS: Record<ScoreInput, string> = {
  words: 'Their own words',
  read: 'Our own impression',
  scope: 'Scope and money',
  contact: 'Contact',
};

/** The same for each input. */
export function perScoreInput<T>(make: (input: ScoreInput) => T): Record<ScoreInput, T> {
  return Object.fromEntries(SCORE_INPUTS.map((input) => [input, make(input)])) as Record<ScoreInput, T>;
}

/** How much each input counts, out of 100. */
export type Weights = Readonly<Record<ScoreInput, number>>;

export const DEFAULT_WEIGHTS: Weights = { words: 40, read: 25, scope: 20, contact: 15 };

/** One input: 0 to 100 points, and how much of its weight it still has, 0 to 1. */
export interface Input {
  points: number;
  freshness: number;
}

/** What no average may hide. */
export const SCORE_CAPS = {
  'may-leave': 30,
  'overdue-invoice': 79,
  disrespect: 79,
  'read-apart': 79,
  'no-recent-words': 79,
} as const;
export type Cap = keyof typeof SCORE_CAPS;

/** Everything that a score depends on; null for an input without anything known. */
export interface Evidence {
  weights: Weights;
  inputs: Readonly<Record<ScoreInput, Input | null>>;
  caps: readonly Cap[];
  /** The band before; a better one has to be climbed to. */
  previous: Band | null;
}

export interface Score {
  /** 0 to 100; null while nothing recent is known. */
  score: number | null;
  /** What the score would be without caps. */
  uncappedScore: number | null;
  band: Band;
  confidence: Confidence;
  /** What each input gives, of what it could: the first add up to `uncappedScore`, the second to 100. */
  shares: Readonly<Record<ScoreInput, { points: number; of: number }>>;
}

const HEALTHY_FROM = 80;
const WATCH_FROM = 50;
/** So many points above a threshold a score has to be to climb over it. */
const CLIMB_POINTS = 4;

const HIGH_FROM = 0.75;
const FAIR_FROM = 0.5;

const TREND_POINTS = 6;

/** Never NaN: without words or a read that still count, or without weights, there is no score. */
export function score({ weights, inputs, caps, previous }: Evidence): Score {
  const counts = SCORE_INPUTS.map((name) => {
    const input = inputs[name];
    return { name, points: input?.points ?? 0, weight: weights[name] * (input?.freshness ?? 0) };
  });
  const known = counts.reduce((sum, { weight }) => sum + weight, 0);
  const all = SCORE_INPUTS.reduce((sum, name) => sum + weights[name], 0);
  const coverage = all > 0 ? known / all : 0;
  const confidence = coverage >= HIGH_FROM ? 'high' : coverage >= FAIR_FROM ? 'fair' : 'low';
  if (known === 0 || !((inputs.words?.freshness ?? 0) > 0 || (inputs.read?.freshness ?? 0) > 0)) {
    return { score: null, uncappedScore: null, band: 'unknown', confidence: 'low', shares: noShares() };
  }
  const mean = counts.reduce((sum, { points, weight }) => sum + points * weight, 0) / known;
  const uncappedScore = Math.round(mean);
  const capped = caps.reduce((least, cap) => Math.min(least, SCORE_CAPS[cap]), uncappedScore);
  const of = apportion(
    100,
    counts.map(({ weight }) => (100 * weight) / known),
  );
  const points = apportion(
    uncappedScore,
    counts.map(({ points: each, weight }) => (each * weight) / known),
  );
  const shares = Object.fromEntries(
    SCORE_INPUTS.map((name, index) => [name, { points: points[index] ?? 0, of: of[index] ?? 0 }]),
  ) as Score['shares'];
  return { score: capped, uncappedScore, band: bandAt(capped, previous), confidence, shares };
}

/**
 * The band of a score: falling is at once, climbing takes a few points more.
 *
 * @internal
 */
export function bandAt(points: number, previous: Band | null): Band {
  const now = bandFrom(points, 0);
  if (previous === null || previous === 'unknown' || bandRank(now) <= bandRank(previous)) return now;
  const climbed = bandFrom(points, CLIMB_POINTS);
  return bandRank(climbed) > bandRank(previous) ? climbed : previous;
}

/** 0 at risk, 1 watch, 2 healthy; unknown has none. */
export function bandRank(band: Band): number {
  return ['at-risk', 'watch', 'healthy'].indexOf(band);
}

/** Which way the client is going, against the median of their own scores; null while either is unknown. */
export function trendOf(now: number | null, usual: number | null): Trend | null {
  if (now === null || usual === null) return null;
  if (now - usual >= TREND_POINTS) return 'improving';
  return usual - now >= TREND_POINTS ? 'falling' : 'steady';
}

function bandFrom(points: number, more: number): Band {
  if (points >= HEALTHY_FROM + more) return 'healthy';
  return points >= WATCH_FROM + more ? 'watch' : 'at-risk';
}

/** Whole numbers that are as near to `parts` as may be and add up to `total`; the largest remainders are rounded up. */
function apportion(total: number, parts: readonly number[]): number[] {
  const whole = parts.map(Math.floor);
  let missing = total - whole.reduce((sum, part) => sum + part, 0);
  const byRemainder = parts
    .map((part, index) => ({ index, rest: part - Math.floor(part) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRemainder) {
    if (missing <= 0) break;
    whole[index] = (whole[index] ?? 0) + 1;
    missing -= 1;
  }
  return whole;
}

function noShares(): Score['shares'] {
  return perScoreInput(() => ({ points: 0, of: 0 }));
}
