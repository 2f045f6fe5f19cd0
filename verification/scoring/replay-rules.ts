/** A client's past, as stretches of days on which nothing happened. */
import { plainBand, type Standing, standingOn } from './band-rules.ts';
import { type EpochDay, epochDayOf } from './day-rules.ts';
import type { HistoryPromise } from './history-rules.ts';
import { PROMISES_COUNTED, type Scored, type ScoreRules, scoreOf } from './score-rules.ts';
import { addFact, type DatedFact } from './sums-rules.ts';

/** Something that happened on a day, and what is known after it. */
export interface Change {
  day: EpochDay;
  after: (known: Scored) => Scored;
}

/** What was known from one day to another, both included. */
export interface Stretch {
  known: Scored;
  from: EpochDay;
  until: EpochDay;
  /** It begins with a change. */
  isNews: boolean;
}

export function changeBy(fact: DatedFact): Change {
  return { day: fact.day, after: (known) => addFact(known, fact) };
}

export interface PromiseDays {
  due: EpochDay;
  closed: EpochDay | null;
}

/** The earliest due first. */
export function promiseDaysOf(promises: readonly HistoryPromise[]): PromiseDays[] {
  return promises
    .map(({ dueOn, closedOn }) => ({ due: epochDayOf(dueOn), closed: closedOn && epochDayOf(closedOn) }))
    .sort((a, b) => a.due - b.due);
}

/** On the day on which a promise is kept or dropped, what is still owed is another. */
export function changesByClosing(promises: readonly PromiseDays[]): Change[] {
  const closings = new Set(promises.map(({ closed }) => closed).filter((closed) => closed !== null));
  return [...closings].map((day) => {
    const promisesDue = promisesDueOn(promises, day);
    return { day, after: (known) => ({ ...known, promisesDue }) };
  });
}

/** Due days of what was still open on a day, the earliest first; as many as count. */
export function promisesDueOn(promises: readonly PromiseDays[], day: EpochDay): EpochDay[] {
  return promises
    .filter(({ closed }) => closed === null || closed > day)
    .slice(0, PROMISES_COUNTED)
    .map(({ due }) => due);
}

/** @param changes in order; those after `until` have not happened. */
export function stretchesOf(
  start: { known: Scored; from: EpochDay },
  changes: readonly Change[],
  until: EpochDay,
): Stretch[] {
  const stretches: Stretch[] = [];
  let { known, from } = start;
  let isNews = false;
  for (const { day, after } of changes) {
    if (day > until) break;
    if (day > from) stretches.push({ known, from, until: day - 1, isNews });
    from = Math.max(from, day);
    known = after(known);
    isNews = true;
  }
  return [...stretches, { known, from, until, isNews }];
}

/** How a client stands at the end, having stood so before: each fall on its day. */
export function standingAtEnd(
  stretches: readonly Stretch[],
  before: Standing | null,
  rules: ScoreRules,
): Standing | null {
  let standing = before;
  for (const { known, from, until, isNews } of stretches) {
    standing = standingOn(known, from, rules, { before: standing, isNews });
    let fall = nextFall({ known, from, until }, standing, rules);
    while (fall !== null) {
      standing = standingOn(known, fall, rules, { before: standing, isNews: false });
      fall = nextFall({ known, from: fall, until }, standing, rules);
    }
  }
  return standing;
}

/** Within a stretch, a band that is left does not come back, so that halving finds the day. */
export function nextFall(
  { known, from, until }: Omit<Stretch, 'isNews'>,
  before: Standing,
  rules: ScoreRules,
): EpochDay | null {
  return firstDay(
    from,
    until,
    (day) => standingOn(known, day, rules, { before, isNews: false }).band !== before.band,
  );
}

/** The first day after `from` on which something is so that stays so; null where it is not by `until`. */
function firstDay(from: EpochDay, until: EpochDay, isSo: (day: EpochDay) => boolean): EpochDay | null {
  if (until <= from || !isSo(until)) return null;
  let [not, so] = [from, until];
  while (so - not > 1) {
    const middle = Math.floor((not + so) / 2);
    if (isSo(middle)) so = middle;
    else not = middle;
  }
  return so;
}

/** The scores of some days; null where the client had never been asked, or too much time had passed to know. */
export function scoresOn(
  stretches: readonly Stretch[],
  days: readonly EpochDay[],
  rules: ScoreRules,
): (number | null)[] {
  return days.map((day) => {
    const known = stretches.find(({ from, until }) => from <= day && day <= until)?.known;
    if (!known) return null;
    const { total } = scoreOf(known, day, rules);
    const band = plainBand(known, day, total);
    return band === 'new' || band === 'unknown' ? null : total;
  });
}
