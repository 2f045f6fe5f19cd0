/**
 * The one row that is kept for a client: written when something about the client changes, read on any later day. The health
 * of that day follows from the row and the day, without the client's history.
 */
import { z } from 'zod';
import { BAND_NAMES, CHANGES_A_YEAR, type Standing } from './band-rules.ts';
import { type EpochDay, epochDayOf, mondaysBefore } from './day-rules.ts';
import type { History } from './history-rules.ts';
import {
  changeBy,
  changesByClosing,
  promiseDaysOf,
  promisesDueOn,
  type Stretch,
  scoresOn,
  standingAtEnd,
  stretchesOf,
} from './replay-rules.ts';
import { PROMISES_COUNTED, type Scored, type ScoreRules } from './score-rules.ts';
import { type DatedFact, datedFactSchema, factsInOrder, noSums, sumsSchema } from './sums-rules.ts';

/** More than so many entries dated ahead wait for the row to be written again, on the day of the first left out. */
export const AHEAD_MAX = 24;

/** The trend looks at twelve Mondays, a week old or more: one more, for the newest may be too near. */
export const MONDAYS_KEPT = 13;

const day = sumsSchema.shape.askedSince;

export const healthStateSchema = z.strictObject({
  ...sumsSchema.shape,
  /** Of this row's fields. A row of another version is computed again from the history. */
  version: z.literal(1),
  /** Of the rules that gave the band and the scores in it. */
  rulesVersion: z.int(),
  /** The day for which it was written. It holds for that day and all later ones. */
  asOf: day,
  /** Due days of our open promises, the earliest first; as many as count. */
  promisesDue: z.array(day).max(PROMISES_COUNTED),
  /** What is dated after `asOf`, in order. */
  ahead: z.array(datedFactSchema).max(AHEAD_MAX),
  /** The first day that needs an entry which found no room in `ahead`. */
  completeUntil: day.nullable(),
  band: z.enum(BAND_NAMES),
  /** The days on which the band changed last, the newest last. */
  changes: z.array(day).max(CHANGES_A_YEAR),
  /** The scores of the last Mondays before `asOf`, the newest first; null where there was none. */
  mondays: z.array(z.int().min(0).max(100).nullable()).max(MONDAYS_KEPT),
});
export type HealthState = z.infer<typeof healthStateSchema>;

/** The row of a client for `today`, from all that is known, in whatever order it comes. */
export function stateFrom(history: History, today: Temporal.PlainDate, rules: ScoreRules): HealthState {
  const asOf = epochDayOf(today);
  const facts = factsInOrder(history.entries);
  const ahead = facts.filter((fact) => fact.day > asOf);
  const stretches = past(history, facts, asOf);
  const { known } = stretches.at(-1) as Stretch;
  const { band, changes } = standingAtEnd(stretches, null, rules) as Standing;
  return {
    ...known,
    version: 1,
    rulesVersion: rules.version,
    asOf,
    promisesDue: [...known.promisesDue],
    ahead: ahead.slice(0, AHEAD_MAX),
    completeUntil: ahead[AHEAD_MAX]?.day ?? null,
    band,
    changes: [...changes],
    mondays: scoresOn(stretches, mondaysBefore(asOf, MONDAYS_KEPT), rules),
  };
}

/** What is known on a day on which, or before which, nothing else has changed: what was dated ahead may have happened. */
export function knownOn(state: HealthState, day: EpochDay): Scored {
  return (stretchesFrom(state, day).at(-1) as Stretch).known;
}

/** From the day of the row to a later one. */
export function stretchesFrom(state: HealthState, until: EpochDay): Stretch[] {
  return stretchesOf({ known: state, from: state.asOf }, state.ahead.map(changeBy), until);
}

function past(history: History, facts: readonly DatedFact[], asOf: EpochDay): Stretch[] {
  const { idealGapDays, longestGapDays } = history;
  const promises = promiseDaysOf(history.promises);
  const changes = [...facts.map(changeBy), ...changesByClosing(promises)].sort((a, b) => a.day - b.day);
  const askedSince = epochDayOf(history.askedSince);
  const from = Math.min(asOf, askedSince, changes[0]?.day ?? asOf);
  const sums = noSums({
    idealGapDays: Math.max(1, Math.round(idealGapDays)),
    longestGapDays: Math.max(1, Math.round(longestGapDays)),
    askedSince,
    pausedOn: history.pausedOn && epochDayOf(history.pausedOn),
  });
  return stretchesOf({ known: { ...sums, promisesDue: promisesDueOn(promises, from) }, from }, changes, asOf);
}
