/** What a score means: the band, which does not flap, and how sure that is. */
import type { EpochDay } from './day-rules.ts';
import { type Score, type Scored, type ScoreRules, scoreOf } from './score-rules.ts';
import type { Sums } from './sums-rules.ts';

/** Those that need attention first. */
export const BAND_NAMES = ['at-risk', 'watch', 'unknown', 'new', 'healthy'] as const;
export type BandName = (typeof BAND_NAMES)[number];

export const CONFIDENCES = ['high', 'fair', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The band, and what the next one hangs on. */
export interface Standing {
  band: BandName;
  /** The days of the last changes, the newest last; as many as a year can have. */
  changes: readonly EpochDay[];
}

/** A band never changes more often within a year. */
export const CHANGES_A_YEAR = 8;

const YEAR_DAYS = 365;
const HEALTHY_FROM = 80;
const WATCH_FROM = 50;
/** So many points above a threshold a score has to be to climb over it. */
const CLIMB = 4;
/** Two of a year's changes are kept for getting worse: to be told late is what hurts. */
const CLIMBS_UNTIL = CHANGES_A_YEAR - 2;
/** Nothing known for so many longest gaps is unknown. */
const UNKNOWN_AFTER_GAPS = 2;
const HIGH_FROM = 1.6;
const FAIR_FROM = 0.5;

/**
 * The standing on `day`, from that of the day before. A band falls at once; it climbs only with news, by a margin, and not
 * at the end of a year in which it went up and down.
 *
 * @param isNews something about the client was noted, edited or settled on that day.
 */
export function standingOn(
  known: Scored,
  day: EpochDay,
  rules: ScoreRules,
  { before, isNews }: { before: Standing | null; isNews: boolean },
): Standing {
  const { total } = scoreOf(known, day, rules);
  if (!before) return { band: plainBand(known, day, total), changes: [] };
  const recent = before.changes.filter((change) => day - change < YEAR_DAYS);
  const band = nextBand(before.band, plainBand(known, day, total), { total, isNews, changes: recent.length });
  return band === before.band ? before : { band, changes: [...recent, day].slice(-CHANGES_A_YEAR) };
}

/** What a score and what is known mean by themselves. A client in trouble is neither new nor unknown. */
export function plainBand(known: Sums, day: EpochDay, total: number): BandName {
  if (total < WATCH_FROM) return 'at-risk';
  if (known.lastCheckIn === null) return 'new';
  if (isUnknown(known, day)) return 'unknown';
  return total >= HEALTHY_FROM ? 'healthy' : 'watch';
}

interface Circumstances {
  total: number;
  isNews: boolean;
  /** Within the last year. */
  changes: number;
}

function nextBand(before: BandName, plain: BandName, { total, isNews, changes }: Circumstances): BandName {
  const isCalm = changes < CLIMBS_UNTIL;
  if (before === 'at-risk' && plain !== 'at-risk') {
    const isOver = isNews && total >= WATCH_FROM + CLIMB;
    // Silence is no recovery, and what is new again has a whole way before it.
    if (!isOver || plain === 'unknown' || (plain === 'new' && !isCalm)) return 'at-risk';
    if (changes > CLIMBS_UNTIL) return 'at-risk';
  }
  if (plain === 'unknown') return isCalm || before === 'unknown' ? 'unknown' : 'watch';
  if (plain !== 'healthy' || before === 'healthy') return plain;
  if (before === 'unknown' || before === 'new') return isCalm ? 'healthy' : 'watch';
  return isNews && isCalm && total >= HEALTHY_FROM + CLIMB ? 'healthy' : 'watch';
}

/** Nothing was said, thought or logged for too long. */
function isUnknown({ lastEntry, longestGapDays }: Sums, day: EpochDay): boolean {
  return lastEntry !== null && day - lastEntry > UNKNOWN_AFTER_GAPS * longestGapDays;
}

/** By how much of what was said still counts. Without recent words of theirs nobody can be very sure. */
export function confidenceOf({ weight, parts }: Score): Confidence {
  const isHeard = !parts.some(({ name }) => name === 'no-recent-words');
  if (weight >= HIGH_FROM && isHeard) return 'high';
  return weight >= FAIR_FROM ? 'fair' : 'low';
}
