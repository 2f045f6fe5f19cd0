/** How a client is on a day, from the client's row: score, band, how sure, which way, and when that may change by itself. */
import {
  type BandName,
  type Confidence,
  confidenceOf,
  plainBand,
  type Standing,
  standingOn,
} from './band-rules.ts';
import { dateOf, type EpochDay, epochDayOf, mondaysBefore } from './day-rules.ts';
import { nextFall, scoresOn, standingAtEnd } from './replay-rules.ts';
import { type Score, type Scored, type ScoreRules, scoreOf } from './score-rules.ts';
import { type HealthState, knownOn, stretchesFrom } from './state-rules.ts';

export const TRENDS = ['improving', 'steady', 'falling'] as const;
export type Trend = (typeof TRENDS)[number];

export interface Health extends Score {
  day: EpochDay;
  band: BandName;
  /** The score by itself means a better band, but has not earned it yet. */
  isHeldBack: boolean;
  confidence: Confidence;
  /** Against the middle of their own last twelve weeks; null where there is too little to compare. */
  trend: Trend | null;
}

const TREND_WEEKS = 12;
const TREND_NEEDS = 3;
const TREND_POINTS = 6;
/** The last days are not usual yet. */
const USUAL_UNTIL_DAYS = 7;
/** Whatever still changes by days alone has done so by then. */
const LOOK_AHEAD_DAYS = 4_000;

/** @param day that of the row, or a later one. */
export function healthOn(state: HealthState, day: Temporal.PlainDate, rules: ScoreRules): Health {
  const on = epochDayOf(day);
  const known = knownOn(state, on);
  const score = scoreOf(known, on, rules);
  const { band } = standingAt(state, on, rules);
  return {
    ...score,
    day: on,
    band,
    isHeldBack: isScored(band) && plainBand(known, on, score.total) !== band,
    confidence: confidenceOf(score),
    trend: isScored(band) ? trendOf(score.total, usualOn(state, on, rules)) : null,
  };
}

/** The score alone, with every point of it. */
export function scoreOn(state: HealthState, day: Temporal.PlainDate, rules: ScoreRules): Score {
  const on = epochDayOf(day);
  return scoreOf(knownOn(state, on), on, rules);
}

/**
 * The next day on which the band, or what an alert hangs on, can be another by the passing of days alone; null for never.
 * What is dated ahead, and the row's own end, count.
 */
export function nextChangeOn(
  state: HealthState,
  day: Temporal.PlainDate,
  rules: ScoreRules,
): Temporal.PlainDate | null {
  const today = epochDayOf(day);
  const days = [
    bandChangeAfter(state, today, rules)?.day ?? null,
    ...state.ahead.map((fact) => fact.day),
    state.completeUntil,
    quietFrom(knownOn(state, today)),
  ].filter((each) => each !== null && each > today);
  return days.length === 0 ? null : dateOf(Math.min(...(days as EpochDay[])));
}

/** How a client stands on the day of the row or a later one. */
export function standingAt(state: HealthState, on: EpochDay, rules: ScoreRules): Standing {
  return standingAtEnd(stretchesFrom(state, on), state, rules) ?? state;
}

/** The next band by days alone, and its first day; null where it stays, or something dated ahead comes before. */
export function bandChangeAfter(
  state: HealthState,
  today: EpochDay,
  rules: ScoreRules,
): { day: EpochDay; band: BandName } | null {
  const known = knownOn(state, today);
  const before = standingAt(state, today, rules);
  const next = state.ahead.find((fact) => fact.day > today)?.day ?? today + LOOK_AHEAD_DAYS;
  const day = nextFall({ known, from: today, until: next - 1 }, before, rules);
  return day === null ? null : { day, band: standingOn(known, day, rules, { before, isNews: false }).band };
}

/** The first day on which nobody has spoken with them for longer than is acceptable. */
export function quietFrom({ lastContact, askedSince, longestGapDays, pausedOn }: Scored): EpochDay | null {
  return pausedOn === null ? Math.max(lastContact ?? askedSince, askedSince) + longestGapDays + 1 : null;
}

function trendOf(total: number, usual: number | null): Trend | null {
  if (usual === null) return null;
  if (total - usual >= TREND_POINTS) return 'improving';
  return usual - total >= TREND_POINTS ? 'falling' : 'steady';
}

function isScored(band: BandName): boolean {
  return band !== 'new' && band !== 'unknown';
}

/** The middle of the last Mondays' scores; of two in the middle, the lower one. */
function usualOn(state: HealthState, on: EpochDay, rules: ScoreRules): number | null {
  const mondays = mondaysBefore(on - USUAL_UNTIL_DAYS + 1, TREND_WEEKS);
  const kept = mondaysBefore(state.asOf, state.mondays.length);
  const later = mondays.filter((monday) => monday >= state.asOf);
  const scores = [
    ...scoresOn(stretchesFrom(state, on), later, rules),
    ...mondays.map((monday) => state.mondays[kept.indexOf(monday)] ?? null),
  ].filter((score) => score !== null);
  const sorted = scores.sort((a, b) => a - b);
  return sorted.length < TREND_NEEDS ? null : (sorted[Math.floor((sorted.length - 1) / 2)] ?? null);
}
