import type { Client } from '../clients/rules.ts';

/** How we know: what the client told us, and on which way, or our own reading of them. */
export type Source = 'call' | 'meeting' | 'email' | 'message' | 'own-impression';

/** `choice` stands in the modal, `said` in a sentence after a name: "Ana, after a call". */
export const SOURCES: Record<Source, { choice: string; said: string }> = {
  call: { choice: 'They told me in a call', said: 'after a call' },
  meeting: { choice: 'They told me in a meeting', said: 'after a meeting' },
  email: { choice: 'They wrote an email', said: 'from an email' },
  message: { choice: 'They wrote a message', said: 'from a message' },
  'own-impression': { choice: 'It is my own read', said: 'own read' },
};

/** How somebody feels, or is read to feel: 1 is worst, 5 is best. */
export type Sentiment = 1 | 2 | 3 | 4 | 5;

/** The word carries the meaning; the face is only beside it. */
export const SENTIMENTS: Record<Sentiment, { face: string; word: string }> = {
  5: { face: '😀', word: 'Delighted' },
  4: { face: '🙂', word: 'Content' },
  3: { face: '😐', word: 'So-so' },
  2: { face: '🙁', word: 'Not quite happy' },
  1: { face: '😟', word: 'Unhappy' },
};

export const SENTIMENTS_BEST_FIRST: readonly Sentiment[] = [5, 4, 3, 2, 1];

/** Face and word: "🙂 Content". */
export function sentimentText(sentiment: Sentiment): string {
  const { face, word } = SENTIMENTS[sentiment];
  return `${face} ${word}`;
}

/** What we put in against what was agreed. */
export type Effort = 'less' | 'as-agreed' | 'more';

export const EFFORTS: Record<Effort, string> = {
  less: 'Less than agreed',
  'as-agreed': 'As agreed',
  more: 'More than agreed',
};

/** Something that happened and says more than a mood does. */
export type Sign =
  | 'may-leave'
  | 'late-payment'
  | 'asked-discount'
  | 'disrespectful'
  | 'praised-us'
  | 'did-favour';

/** Worst first. `good` ones are praise, to be told to the team. */
export const SIGNS: Record<Sign, { word: string; good: boolean }> = {
  'may-leave': { word: 'May leave us', good: false },
  'late-payment': { word: 'Pays late', good: false },
  'asked-discount': { word: 'Asked for a discount', good: false },
  disrespectful: { word: 'Was disrespectful', good: false },
  'praised-us': { word: 'Praised us', good: true },
  'did-favour': { word: 'Did us a favour', good: true },
};

/** Open questions: none can be answered with yes or no. They rotate per client, so that none becomes a habit. */
export const QUESTIONS: readonly [string, ...string[]] = [
  'How do you think this is going?',
  'What is this missing?',
  'What should we do more of?',
  'What has been harder than it should be?',
  'If you could change one thing about how we work, what would it be?',
  'What would make the next month a good one for you?',
];

/** The question to ask this client next. */
export function questionFor(client: Pick<Client, 'questionNumber'>): string {
  return QUESTIONS[client.questionNumber % QUESTIONS.length] ?? QUESTIONS[0];
}

/** The longest text that a field takes, in UTF-16 units; Slack's own limit. */
export const TEXT_MAX = 3000;

/** The most hours that a check-in can tell of. */
export const HOURS_MAX = 9_999;

/** The earliest day on which they can have spoken is so many days back. */
export const SPOKE_DAYS_MAX = 60;

/** What one person learned about one client. */
export interface Answers {
  source: Source;
  /** What the client told us they feel; null when they did not say, and always null for an own read. */
  clientSentiment: Sentiment | null;
  ourImpression: Sentiment;
  /** The question as it was asked. */
  question: string | null;
  clientWords: string | null;
  /** The day on which they spoke, where it was before the check-in; null for the same day, and for an own read. */
  spokeOn: Temporal.PlainDate | null;
  wentWell: string | null;
  /** What we could do better. */
  betterOurs: string | null;
  /** What they could do better. */
  betterTheirs: string | null;
  effort: Effort | null;
  /** Hours spent this month. */
  hours: number | null;
  signs: Sign[];
}

/** What was learned about a client, and by whom. */
export interface CheckIn extends Answers {
  id: string;
  workspaceId: string;
  clientId: string;
  authorId: string;
  /** The prompt that it answered. */
  promptId: string | null;
  createdAt: Temporal.Instant;
  editedAt: Temporal.Instant | null;
}

/** How the client feels, as far as this check-in tells: in their own voice if they said it, else as we read it. */
function feeling(checkIn: Pick<Answers, 'clientSentiment' | 'ourImpression'>): {
  sentiment: Sentiment;
  whose: 'client' | 'ours';
} {
  return checkIn.clientSentiment === null
    ? { sentiment: checkIn.ourImpression, whose: 'ours' }
    : { sentiment: checkIn.clientSentiment, whose: 'client' };
}

/** "🙂 Content (they told us)", "😐 So-so (our own read)". */
export function feelingText(checkIn: Pick<Answers, 'clientSentiment' | 'ourImpression'>): string {
  const { sentiment, whose } = feeling(checkIn);
  return `${sentimentText(sentiment)} (${whose === 'client' ? 'they told us' : 'our own read'})`;
}

/** When they spoke, as far as is known: at the check-in, or at noon of an earlier day. @param zone the author's. */
export function contactAt(
  { spokeOn }: Pick<Answers, 'spokeOn'>,
  zone: string,
  checkedInAt: Temporal.Instant,
): Temporal.Instant {
  if (!spokeOn) return checkedInAt;
  const noon = spokeOn.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant();
  return Temporal.Instant.compare(noon, checkedInAt) < 0 ? noon : checkedInAt;
}

/** When the client said it: at the check-in, or at noon in UTC of the earlier day on which they spoke. */
export function spokeAt({ spokeOn, createdAt }: CheckIn): Temporal.Instant {
  if (!spokeOn) return createdAt;
  const noon = spokeOn.toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' }).toInstant();
  return Temporal.Instant.compare(noon, createdAt) < 0 ? noon : createdAt;
}

/** Whether somebody spoke with the client for it. An own read answers a prompt, but is no contact. */
export function isContact({ source }: Pick<Answers, 'source'>): boolean {
  return source !== 'own-impression';
}
