/** Made-up histories: short ones to write by hand, and arbitrary ones for properties. */
import fc from 'fast-check';
import type { Sentiment } from '../../src/check-ins/rules.ts';
import { dateOf, type EpochDay } from './day-rules.ts';
import type { History, HistoryEntry, ScoredSign } from './history-rules.ts';
import { DEFAULT_RULES, type ScoreRules } from './score-rules.ts';

/** Monday 15 June 2026. */
export const TODAY: EpochDay = 20_619;

export const BAD_SIGNS = [
  'may-leave',
  'late-payment',
  'more-effort',
  'someone-else-decides',
  'asked-discount',
  'disrespectful',
] as const satisfies readonly ScoredSign[];

export const GOOD_SIGNS = ['praised-us', 'did-favour', 'staying'] as const satisfies readonly ScoredSign[];

/** A check-in after a call in which they said that they are content, and we agree. */
export function entry(daysAgo: number, but: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    id: `${daysAgo}`,
    day: dateOf(TODAY - daysAgo),
    recordedAt: Temporal.Instant.fromEpochMilliseconds((TODAY - daysAgo + 0.5) * 86_400_000),
    kind: 'check-in',
    source: 'call',
    said: 4,
    impression: 4,
    hasTheirWords: true,
    signs: [],
    ...but,
  };
}

/** They said so, and we agree. */
export function felt(daysAgo: number, sentiment: Sentiment, ...signs: ScoredSign[]): HistoryEntry {
  return entry(daysAgo, { said: sentiment, impression: sentiment, signs });
}

/** Our own impression. */
export function thought(daysAgo: number, impression: Sentiment, ...signs: ScoredSign[]): HistoryEntry {
  return entry(daysAgo, { source: 'own-impression', said: null, impression, hasTheirWords: false, signs });
}

/** Asked every four weeks, with six as the longest gap, for more than a year. */
export function history(entries: readonly HistoryEntry[], but: Partial<History> = {}): History {
  return {
    entries,
    promises: [],
    idealGapDays: 28,
    longestGapDays: 42,
    askedSince: dateOf(TODAY - 400),
    pausedOn: null,
    ...but,
  };
}

const SENTIMENT = fc.constantFrom<Sentiment>(1, 2, 3, 4, 5);
const DATE = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((daysAgo) => dateOf(TODAY - daysAgo));

export const ENTRY: fc.Arbitrary<HistoryEntry> = fc
  .record({
    id: fc.uuid(),
    day: DATE(0, 500),
    minute: fc.integer({ min: 0, max: 1439 }),
    kind: fc.constantFrom('check-in', 'check-in', 'check-in', 'contact', 'note'),
    source: fc.constantFrom('call', 'email', 'own-impression'),
    said: fc.option(SENTIMENT),
    impression: fc.option(SENTIMENT, { freq: 4 }),
    hasWords: fc.boolean(),
    signs: fc.uniqueArray(fc.constantFrom<ScoredSign>(...BAD_SIGNS, ...GOOD_SIGNS), { maxLength: 3 }),
  })
  .map(({ minute, hasWords, said, source, kind, ...rest }) => {
    const mine = kind !== 'check-in' || source === 'own-impression' ? null : said;
    return {
      ...rest,
      kind,
      source,
      said: mine,
      impression: kind === 'check-in' ? rest.impression : null,
      hasTheirWords: kind === 'check-in' && source !== 'own-impression' && (mine !== null || hasWords),
      recordedAt: Temporal.Instant.fromEpochMilliseconds(TODAY * 86_400_000 + minute * 60_000),
    };
  });

export const RULES: fc.Arbitrary<ScoreRules> = fc.oneof(
  fc.constant(DEFAULT_RULES),
  fc.record({
    version: fc.nat(),
    gains: fc.record({ 'praised-us': fc.nat(40), 'did-favour': fc.nat(40) }),
    costs: fc.record({
      'late-payment': fc.nat(40),
      'more-effort': fc.nat(40),
      'someone-else-decides': fc.nat(40),
      'asked-discount': fc.nat(40),
      disrespectful: fc.nat(40),
      'overdue-promise': fc.nat(15),
      'late-contacts': fc.nat(40),
    }),
  }),
);

/** All that has happened by today; nothing is dated ahead. */
export const HISTORY: fc.Arbitrary<History> = fc.record({
  entries: fc.array(ENTRY, { maxLength: 14 }),
  promises: fc.array(fc.record({ dueOn: DATE(-100, 300), closedOn: fc.option(DATE(0, 250)) }), {
    maxLength: 6,
  }),
  idealGapDays: fc.oneof(fc.constantFrom(7, 14, 28, 30, 91), fc.integer({ min: 1, max: 400 })),
  longestGapDays: fc.oneof(fc.constantFrom(21, 42, 140), fc.integer({ min: 1, max: 730 })),
  askedSince: DATE(0, 600),
  pausedOn: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, DATE(0, 300)),
});
