import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sentiment } from '../../src/check-ins/rules.ts';
import { type BandName, type Standing, standingOn } from './band-rules.ts';
import { dateOf, epochDayOf } from './day-rules.ts';
import { healthOn, nextChangeOn, quietFrom, scoreOn } from './health-rules.ts';
import type { History, HistoryEntry, ScoredSign } from './history-rules.ts';
import { nextActions } from './next-action-rules.ts';
import { reasonLines } from './reason-rules.ts';
import { BAD_SIGNS, ENTRY, felt, GOOD_SIGNS, HISTORY, RULES, TODAY } from './samples.ts';
import type { ScoreRules } from './score-rules.ts';
import { healthStateSchema, knownOn, stateFrom } from './state-rules.ts';

/** RUNS=20000 tries them for longer. */
const RUNS = Number(process.env.RUNS ?? 300);
/** Of what looks at each day of a year or two. */
const FEW_RUNS = Math.ceil(RUNS / 10);

const DAYS = fc.integer({ min: 0, max: 400 });
/** Better than what follows it. Whoever is unknown or new is neither better nor worse than others. */
const HEIGHTS: Partial<Record<BandName, number>> = { 'at-risk': 0, watch: 1, healthy: 2 };

function totalOf(history: History, rules: ScoreRules, daysOn = 0): number {
  return scoreOn(stateFrom(history, dateOf(TODAY), rules), dateOf(TODAY + daysOn), rules).total;
}

/** The history with one of its entries another. */
function withEntry(
  history: History,
  at: number,
  change: (entry: HistoryEntry) => Partial<HistoryEntry>,
): History {
  const index = at % Math.max(1, history.entries.length);
  return {
    ...history,
    entries: history.entries.map((entry, i) => (i === index ? { ...entry, ...change(entry) } : entry)),
  };
}

function holds<Ts extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> },
  predicate: (...args: Ts) => void,
  numRuns = RUNS,
): void {
  fc.assert(fc.property(...arbitraries, predicate as never), { numRuns });
}

describe('the score', () => {
  it('is a whole number from 0 to 100, to which every part adds up', () => {
    holds([HISTORY, RULES, DAYS], (history, rules, days) => {
      const { total, parts, level, weight } = scoreOn(
        stateFrom(history, dateOf(TODAY), rules),
        dateOf(TODAY + days),
        rules,
      );
      expect(Number.isInteger(total) && total >= 0 && total <= 100).toBe(true);
      expect(parts.every(({ points }) => Number.isInteger(points))).toBe(true);
      expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(total);
      expect(level >= 0 && level <= 100 && weight >= 0).toBe(true);
    });
  });

  it.each(['said', 'impression'] as const)('never rises by a worse feeling: %s', (field) => {
    holds([HISTORY, RULES, fc.nat(), DAYS], (history, rules, at, days) => {
      const worse = withEntry(history, at, (entry) => ({
        [field]: entry[field] === null ? null : Math.max(1, entry[field] - 1),
      }));
      expect(totalOf(worse, rules, days)).toBeLessThanOrEqual(totalOf(history, rules, days));
    });
  });

  it('never rises by a bad sign more, or a good one less', () => {
    const sign = fc.constantFrom<ScoredSign>(...BAD_SIGNS, ...GOOD_SIGNS);
    holds([HISTORY, RULES, fc.nat(), sign, DAYS], (history, rules, at, changed, days) => {
      const isBad = BAD_SIGNS.some((bad) => bad === changed);
      const others = (entry: HistoryEntry) => entry.signs.filter((each) => each !== changed);
      const withIt = withEntry(history, at, (entry) => ({ signs: [...others(entry), changed] }));
      const without = withEntry(history, at, (entry) => ({ signs: others(entry) }));
      const [worse, better] = isBad ? [withIt, without] : [without, withIt];
      expect(totalOf(worse, rules, days)).toBeLessThanOrEqual(totalOf(better, rules, days));
    });
  });

  it('never rises by a promise that is overdue', () => {
    holds([HISTORY, RULES, DAYS, DAYS], (history, rules, overdueBy, days) => {
      const promises = [...history.promises, { dueOn: dateOf(TODAY - overdueBy), closedOn: null }];
      expect(totalOf({ ...history, promises }, rules, days)).toBeLessThanOrEqual(
        totalOf(history, rules, days),
      );
    });
  });

  it('never rises by days alone, nor does the band', () => {
    holds([HISTORY, RULES, DAYS, DAYS], (history, rules, first, more) => {
      const state = stateFrom(history, dateOf(TODAY), rules);
      const before = healthOn(state, dateOf(TODAY + first), rules);
      const after = healthOn(state, dateOf(TODAY + first + more), rules);
      expect(after.total).toBeLessThanOrEqual(before.total);
      const [height, later] = [HEIGHTS[before.band], HEIGHTS[after.band]];
      if (height !== undefined && later !== undefined) expect(later).toBeLessThanOrEqual(height);
      if (before.band === 'at-risk') expect(after.band).toBe('at-risk');
    });
  });

  it('never rises by a last contact that is longer ago, whatever the gaps before it cost', () => {
    holds([HISTORY, RULES, DAYS, DAYS], (history, rules, daysAgo, longer) => {
      const flat = { ...rules, costs: { ...rules.costs, 'late-contacts': 0 } };
      const spoken = (day: number): History => ({
        ...history,
        entries: [
          ...history.entries,
          {
            id: 'spoken',
            day: dateOf(TODAY - day),
            recordedAt: Temporal.Instant.fromEpochMilliseconds(0),
            kind: 'contact',
            source: 'call',
            said: null,
            impression: null,
            hasTheirWords: false,
            signs: [],
          },
        ],
      });
      expect(totalOf(spoken(daysAgo + longer), flat)).toBeLessThanOrEqual(totalOf(spoken(daysAgo), flat));
    });
  });

  it('is the same in whatever order things were noted', () => {
    const shuffled = HISTORY.chain((history) =>
      fc.record({
        history: fc.constant(history),
        entries: fc.shuffledSubarray([...history.entries], { minLength: history.entries.length }),
        promises: fc.shuffledSubarray([...history.promises], { minLength: history.promises.length }),
      }),
    );
    holds([shuffled, RULES], ({ history, entries, promises }, rules) => {
      const other = { ...history, entries, promises };
      expect(stateFrom(other, dateOf(TODAY), rules)).toEqual(stateFrom(history, dateOf(TODAY), rules));
    });
  });

  it('is the same each time, and from a row that was stored and read', () => {
    holds([HISTORY, RULES, DAYS], (history, rules, days) => {
      const state = stateFrom(history, dateOf(TODAY - 100), rules);
      const read = healthStateSchema.parse(JSON.parse(JSON.stringify(state)));
      const day = dateOf(TODAY - 100 + days);
      expect(healthOn(read, day, rules)).toEqual(healthOn(state, day, rules));
      expect(stateFrom(history, dateOf(TODAY - 100), rules)).toEqual(state);
    });
  });
});

describe('the row of a client', () => {
  it('tells of any later day what the whole history tells', () => {
    holds([HISTORY, RULES, DAYS, DAYS], (history, rules, daysAgo, later) => {
      const [written, read] = [TODAY - daysAgo, TODAY - daysAgo + later];
      // What is settled meanwhile is a change, for which the row is written again.
      const promises = history.promises.filter(({ closedOn }) => {
        const closed = closedOn && epochDayOf(closedOn);
        return closed === null || closed <= written || closed > read;
      });
      const askedSince = dateOf(Math.min(written, epochDayOf(history.askedSince)));
      const all = { ...history, promises, askedSince };
      const [row, fresh] = [written, read].map((day) => stateFrom(all, dateOf(day), rules));
      if (!row || !fresh) throw new Error('No rows');
      expect(healthOn(row, dateOf(read), rules)).toEqual(healthOn(fresh, dateOf(read), rules));
      const change = (state: typeof row) => nextChangeOn(state, dateOf(read), rules)?.toString();
      expect(change(row)).toBe(change(fresh));
    });
  });

  it('is small, whatever the history', () => {
    holds([fc.array(ENTRY, { minLength: 60, maxLength: 120 }), HISTORY, RULES], (entries, history, rules) => {
      const state = stateFrom({ ...history, entries }, dateOf(TODAY - 400), rules);
      expect(JSON.stringify(state).length).toBeLessThan(7_000);
      expect(healthStateSchema.safeParse(state).success).toBe(true);
      const last = entries.filter(({ day }) => epochDayOf(day) > TODAY - 400).length - state.ahead.length;
      expect(state.completeUntil === null).toBe(last === 0);
    });
  });

  it('names the next day on which something changes by days alone', () => {
    holds(
      [HISTORY, RULES, fc.integer({ min: 0, max: 60 })],
      (history, rules, daysAgo) => {
        const today = TODAY - daysAgo;
        const state = stateFrom(history, dateOf(today), rules);
        const next = nextChangeOn(state, dateOf(today), rules);
        const until = next ? epochDayOf(next) : today + 500;
        const bandOn = (day: number) => healthOn(state, dateOf(day), rules).band;
        for (let day = today + 1; day < Math.min(until, today + 500); day += 1) {
          expect(bandOn(day)).toBe(bandOn(today));
        }
        if (!next) return;
        const isExpected =
          bandOn(until) !== bandOn(until - 1) ||
          state.ahead.some((fact) => fact.day === until) ||
          quietFrom(knownOn(state, today)) === until;
        expect(isExpected).toBe(true);
      },
      FEW_RUNS,
    );
  });
});

describe('the band', () => {
  /** Somebody who is asked often, and says now this, now that. */
  const MOODY = fc
    .array(
      fc.record({
        sentiment: fc.constantFrom<Sentiment>(1, 2, 4, 5, 5),
        daysAgo: fc.integer({ min: 0, max: 700 }),
      }),
      { minLength: 50, maxLength: 70 },
    )
    .map((moods) => moods.map(({ sentiment, daysAgo }) => felt(daysAgo, sentiment)));

  const moody = (longestGapDays: number) =>
    fc.tuple(HISTORY, MOODY).map(([any, entries]) => ({ ...any, entries, idealGapDays: 7, longestGapDays }));

  it.each([
    ['of anybody', HISTORY],
    ['of the moody', moody(21)],
    ['of those who are forgotten again and again', moody(2)],
  ])(
    '%s is the one that counting every day gives, and changes eight times a year at most',
    (_, histories) => {
      holds(
        [histories, RULES, DAYS],
        (history, rules, read) => {
          const days = new Set(
            [
              ...history.entries.map(({ day }) => day),
              ...history.promises.map(({ closedOn }) => closedOn),
            ].map((day) => day && epochDayOf(day)),
          );
          const first = Math.min(...[...days].filter((day) => day !== null), epochDayOf(history.askedSince));
          const changes: number[] = [];
          let standing: Standing | null = null;
          let row = stateFrom(history, dateOf(first), rules);
          for (let day = first; day <= TODAY; day += 1) {
            const before: Standing | null = standing;
            if (days.has(day)) row = stateFrom(history, dateOf(day), rules);
            standing = standingOn(knownOn(row, day), day, rules, { before, isNews: days.has(day) });
            if (before && standing.band !== before.band) changes.push(day);
            if (day !== TODAY - read) continue;
            const { band, changes: kept } = stateFrom(history, dateOf(day), rules);
            expect(band).toBe(standing.band);
            expect(kept).toEqual(standing.changes);
          }
          for (const day of changes) {
            expect(changes.filter((each) => each <= day && day - each < 365).length).toBeLessThanOrEqual(8);
          }
        },
        FEW_RUNS,
      );
    },
  );
});

describe('reasons', () => {
  it('are six lines at most, and add up to the score', () => {
    holds([HISTORY, RULES, DAYS], (history, rules, days) => {
      const state = stateFrom(history, dateOf(TODAY), rules);
      const day = dateOf(TODAY + days);
      const health = healthOn(state, day, rules);
      const lines = reasonLines(knownOn(state, epochDayOf(day)), health);
      expect(lines.length).toBeLessThanOrEqual(6);
      expect(lines.reduce((sum, { points }) => sum + points, 0)).toBe(health.total);
      expect(nextActions(state, day, rules).length).toBeGreaterThanOrEqual(1);
    });
  });
});
