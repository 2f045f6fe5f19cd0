/** Everything about a client that the score reads, each with the day on which it happened. */
import type { CheckIn, Sentiment, Sign, Source } from '../../src/check-ins/rules.ts';

/** What somebody ticked, and what follows from the hours; `staying` and `someone-else-decides` are answers of their own. */
export type ScoredSign = Sign | 'staying' | 'someone-else-decides' | 'more-effort';

export interface HistoryEntry {
  id: string;
  /** The day it happened, in the zone of the person who noted it. */
  day: Temporal.PlainDate;
  /** When it was typed. The later one counts where two entries of one day disagree. */
  recordedAt: Temporal.Instant;
  /** A note is logged without having spoken with the client. */
  kind: 'check-in' | 'contact' | 'note';
  source: Source;
  /** How the client said they feel. */
  said: Sentiment | null;
  /** How we think they feel. */
  impression: Sentiment | null;
  /** Whether the client spoke for themselves, in words or in how they said they feel. */
  hasTheirWords: boolean;
  signs: readonly ScoredSign[];
}

/** Something that we promised. */
export interface HistoryPromise {
  dueOn: Temporal.PlainDate;
  /** Kept or dropped. */
  closedOn: Temporal.PlainDate | null;
}

/** In any order; what is dated after today counts from its day. */
export interface History {
  entries: readonly HistoryEntry[];
  promises: readonly HistoryPromise[];
  idealGapDays: number;
  longestGapDays: number;
  /** When the client was added, or resumed: nobody was expected to speak with them before. */
  askedSince: Temporal.PlainDate;
  /** The first day of a pause that is still on. Silence does not grow while nobody is to speak with them. */
  pausedOn: Temporal.PlainDate | null;
}

/** @param day when it happened, in its author's zone. */
export function entryOf(checkIn: CheckIn, day: Temporal.PlainDate, agreedHours: number | null): HistoryEntry {
  const { id, createdAt, source, clientSentiment, ourImpression, clientWords, effort, hours, signs } =
    checkIn;
  const isMore = effort === 'more' || (agreedHours !== null && hours !== null && hours > agreedHours);
  return {
    id,
    day,
    recordedAt: createdAt,
    kind: 'check-in',
    source,
    said: clientSentiment,
    impression: ourImpression,
    hasTheirWords: source !== 'own-impression' && (clientSentiment !== null || clientWords !== null),
    signs: isMore ? [...signs, 'more-effort'] : signs,
  };
}
