/** What a client's history comes to: the sums and dates that the score of any later day needs, and nothing else. */
import { z } from 'zod';
import { type EpochDay, epochDayOf, fade } from './day-rules.ts';
import type { HistoryEntry } from './history-rules.ts';

/** What lifts a score for a while. */
export const GAIN_SIGNS = ['praised-us', 'did-favour'] as const;
export type GainSign = (typeof GAIN_SIGNS)[number];

/** What costs a few points, and no more than that. */
export const COST_SIGNS = [
  'late-payment',
  'more-effort',
  'someone-else-decides',
  'asked-discount',
  'disrespectful',
] as const;
export type CostSign = (typeof COST_SIGNS)[number];

/** What each way of feeling is worth. Bad counts about twice as much as good. */
export const SENTIMENT_POINTS = { 1: 0, 2: 33, 3: 67, 4: 83, 5: 100 } as const;

const THEIR_WEIGHT = 1;
/** Of our own impression, where a word of theirs weighs 1. */
export const OUR_WEIGHT = 0.5;
const CONTENT = 4;
const GAPS_KEPT = 3;

const day = z.int().min(-1_000_000).max(1_000_000);
const sentiment = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
const feeling = z.strictObject({ day, sentiment });
const gap = z.int().min(1).max(100_000);

export const sumsSchema = z.strictObject({
  idealGapDays: gap,
  longestGapDays: gap,
  askedSince: day,
  pausedOn: day.nullable(),
  /** Everything said and thought, faded up to the day of the last check-in: how much there is, and its points. */
  weight: z.number().min(0),
  points: z.number().min(0),
  lastCheckIn: day.nullable(),
  /** Somebody spoke with them. */
  lastContact: day.nullable(),
  lastTheirWords: day.nullable(),
  lastEntry: day.nullable(),
  lastSaid: feeling.nullable(),
  lastImpression: feeling.nullable(),
  /** Days between the last contacts, the newest last. */
  gaps: z.array(gap).max(GAPS_KEPT),
  /** When each was noted last; null once it is settled. */
  signs: z.record(z.enum([...GAIN_SIGNS, ...COST_SIGNS]), day.nullable()),
  /** They said that they might leave, and not since that they stay or are content. */
  saidLeaving: day.nullable(),
  /** We thought so ourselves, and neither they nor we have seen it better since. */
  fearedLeaving: day.nullable(),
});
export type Sums = z.infer<typeof sumsSchema>;

/** One entry as the sums take it. */
export const datedFactSchema = z.strictObject({
  day,
  kind: z.enum(['check-in', 'contact', 'note']),
  /** Our own impression, and not from the client. */
  isOurs: z.boolean(),
  said: sentiment.nullable(),
  impression: sentiment.nullable(),
  hasTheirWords: z.boolean(),
  signs: z.array(z.enum(['may-leave', 'staying', ...GAIN_SIGNS, ...COST_SIGNS])).max(9),
});
export type DatedFact = z.infer<typeof datedFactSchema>;

/** By the day on which they happened, then by when they were typed. */
export function factsInOrder(entries: readonly HistoryEntry[]): DatedFact[] {
  return entries
    .map((entry) => ({ entry, fact: datedFactOf(entry) }))
    .sort(
      (a, b) =>
        a.fact.day - b.fact.day ||
        Temporal.Instant.compare(a.entry.recordedAt, b.entry.recordedAt) ||
        (a.entry.id < b.entry.id ? -1 : Number(a.entry.id > b.entry.id)),
    )
    .map(({ fact }) => fact);
}

function datedFactOf({ day, kind, source, said, impression, hasTheirWords, signs }: HistoryEntry): DatedFact {
  return {
    day: epochDayOf(day),
    kind,
    isOurs: source === 'own-impression',
    said,
    impression,
    hasTheirWords,
    signs: [...new Set(signs)].sort(),
  };
}

/** Those of a client about whom nothing is known. */
export function noSums(
  client: Pick<Sums, 'idealGapDays' | 'longestGapDays' | 'askedSince' | 'pausedOn'>,
): Sums {
  return {
    ...client,
    weight: 0,
    points: 0,
    lastCheckIn: null,
    lastContact: null,
    lastTheirWords: null,
    lastEntry: null,
    lastSaid: null,
    lastImpression: null,
    gaps: [],
    signs: {
      'praised-us': null,
      'did-favour': null,
      'late-payment': null,
      'more-effort': null,
      'someone-else-decides': null,
      'asked-discount': null,
      disrespectful: null,
    },
    saidLeaving: null,
    fearedLeaving: null,
  };
}

/** Half of what was said and thought is forgotten after so many days. */
export function halvingDays({ idealGapDays }: Pick<Sums, 'idealGapDays'>): number {
  return 10 + 0.8 * idealGapDays;
}

/** The sums with one more entry. They come in the order of `factsInOrder`. */
export function addFact<Known extends Sums>(sums: Known, fact: DatedFact): Known {
  const { day, said, impression } = fact;
  return {
    ...sums,
    ...(fact.kind === 'check-in' ? withFeelings(sums, fact) : {}),
    ...(isContact(fact) ? { lastContact: day, gaps: withGap(sums, day) } : {}),
    ...leavingAfter(sums, fact),
    lastTheirWords: fact.hasTheirWords ? day : sums.lastTheirWords,
    lastEntry: day,
    lastSaid: said ? { day, sentiment: said } : sums.lastSaid,
    lastImpression: impression ? { day, sentiment: impression } : sums.lastImpression,
    signs: signsAfter(sums, fact),
  };
}

function withFeelings(sums: Sums, { day, said, impression }: DatedFact): Partial<Sums> {
  const left = sums.lastCheckIn === null ? 0 : fade(day - sums.lastCheckIn, halvingDays(sums));
  return {
    lastCheckIn: day,
    weight: sums.weight * left + (said ? THEIR_WEIGHT : 0) + (impression ? OUR_WEIGHT : 0),
    points:
      sums.points * left +
      (said ? THEIR_WEIGHT * SENTIMENT_POINTS[said] : 0) +
      (impression ? OUR_WEIGHT * SENTIMENT_POINTS[impression] : 0),
  };
}

function isContact({ kind, isOurs }: DatedFact): boolean {
  return kind === 'contact' || (kind === 'check-in' && !isOurs);
}

/** Neither a second contact on one day nor the time before they were to be spoken with is a gap. */
function withGap({ gaps, lastContact, askedSince }: Sums, day: EpochDay): number[] {
  if (lastContact === null) return gaps;
  const from = askedSince <= day ? Math.max(lastContact, askedSince) : lastContact;
  return day > from ? [...gaps, day - from].slice(-GAPS_KEPT) : gaps;
}

function signsAfter({ signs }: Sums, fact: DatedFact): Sums['signs'] {
  const after = { ...signs };
  if (isStaying(fact)) after['someone-else-decides'] = null;
  for (const sign of fact.signs) if (sign !== 'may-leave' && sign !== 'staying') after[sign] = fact.day;
  return after;
}

/** Only their own word takes back what they said; we can take back what we thought. */
function leavingAfter(
  { saidLeaving, fearedLeaving }: Sums,
  fact: DatedFact,
): Pick<Sums, 'saidLeaving' | 'fearedLeaving'> {
  if (fact.signs.includes('may-leave')) {
    return fact.isOurs ? { saidLeaving, fearedLeaving: fact.day } : { saidLeaving: fact.day, fearedLeaving };
  }
  if (isStaying(fact) || (fact.said ?? 0) >= CONTENT) return { saidLeaving: null, fearedLeaving: null };
  const isFine = fact.signs.includes('staying') || (fact.impression ?? 0) >= CONTENT;
  return { saidLeaving, fearedLeaving: isFine ? null : fearedLeaving };
}

/** They said so themselves, and did not say the opposite with it. */
function isStaying({ signs, isOurs }: DatedFact): boolean {
  return !isOurs && signs.includes('staying') && !signs.includes('may-leave');
}
