import type { Client } from '../clients/rules.ts';

/** How we heard: from the client, and in which way, or from nobody. */
export const SOURCES = ['call', 'meeting', 'email', 'message', 'own-impression'] as const;
export type Source = (typeof SOURCES)[number];

/** The source that answers a prompt, but is no contact: nobody has spoken with the client. */
export const NO_CONTACT = 'own-impression' satisfies Source;

/** `choice` answers "How did you hear?", `said` follows a name: "Ana, after a call". */
export const SOURCE_WORDS: Record<Source, { choice: string; said: string }> = {
  call: { choice: 'On a call', said: 'after a call' },
  meeting: { choice: 'In a meeting', said: 'after a meeting' },
  email: { choice: 'By email', said: 'from an email' },
  message: { choice: 'In a message', said: 'from a message' },
  'own-impression': { choice: 'My own impression', said: 'own impression' },
};

/** How somebody feels, or seems to feel: 1 is worst. Best first. */
export const SENTIMENTS = [5, 4, 3, 2, 1] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/** The word carries the meaning; the face is only beside it. */
export const SENTIMENT_WORDS: Record<Sentiment, { face: string; word: string }> = {
  5: { face: '😀', word: 'Delighted' },
  4: { face: '🙂', word: 'Content' },
  3: { face: '😐', word: 'So-so' },
  2: { face: '🙁', word: 'Not quite happy' },
  1: { face: '😟', word: 'Unhappy' },
};

/** Face and word: "🙂 Content". */
export function sentimentText(sentiment: Sentiment): string {
  const { face, word } = SENTIMENT_WORDS[sentiment];
  return `${face} ${word}`;
}

/** What we put in, compared with what was agreed. */
export const EFFORTS = ['less', 'as-agreed', 'more'] as const;
export type Effort = (typeof EFFORTS)[number];

export const EFFORT_WORDS: Record<Effort, string> = {
  less: 'Less than agreed',
  'as-agreed': 'As agreed',
  more: 'More than agreed',
};

/** Something that happened and says more than a mood does. Worst first. */
export const SIGNS = [
  'may-leave',
  'late-payment',
  'asked-discount',
  'disrespectful',
  'praised-us',
  'did-favour',
] as const;
export type Sign = (typeof SIGNS)[number];

/** `examples` help to choose it. */
export const SIGN_WORDS: Record<Sign, { word: string; examples?: string }> = {
  'may-leave': { word: 'Might leave' },
  'late-payment': { word: 'Pays late' },
  'asked-discount': { word: 'Asked for a discount' },
  disrespectful: { word: 'Treated someone badly' },
  'praised-us': { word: 'Praised us' },
  'did-favour': { word: 'Helped us out', examples: 'referral, review, intro' },
};

/**
 * Open questions: none can be answered with yes or no. They rotate per client, so that none becomes a habit.
 *
 * @internal
 */
export const QUESTIONS: readonly [string, ...string[]] = [
  'How do you think this is going?',
  'What’s missing from our work together?',
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
  /** What the client told us they feel; null when they did not say, and always null for an own impression. */
  clientSentiment: Sentiment | null;
  ourImpression: Sentiment;
  /** The question as it was asked. */
  question: string | null;
  clientWords: string | null;
  /** The day on which they spoke, where it was before the check-in; null for the same day, and for an own impression. */
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

/** What nobody has to answer, unanswered. */
export const UNANSWERED = {
  clientSentiment: null,
  question: null,
  clientWords: null,
  spokeOn: null,
  wentWell: null,
  betterOurs: null,
  betterTheirs: null,
  effort: null,
  hours: null,
  signs: [],
} satisfies Omit<Answers, 'source' | 'ourImpression'>;

/** What was learned about a client, and by whom. */
export interface CheckIn extends Answers {
  id: string;
  workspaceId: string;
  clientId: string;
  authorId: string;
  /** The prompt that it answered. */
  promptId: string | null;
  /** When they spoke; for an own impression, when it was noted. */
  spokeAt: Temporal.Instant;
  createdAt: Temporal.Instant;
  editedAt: Temporal.Instant | null;
}

/** How the client feels, as far as this check-in tells: in their own voice if they said it, else our impression. */
function feeling(checkIn: Pick<Answers, 'clientSentiment' | 'ourImpression'>): {
  sentiment: Sentiment;
  whose: 'client' | 'ours';
} {
  return checkIn.clientSentiment === null
    ? { sentiment: checkIn.ourImpression, whose: 'ours' }
    : { sentiment: checkIn.clientSentiment, whose: 'client' };
}

/** "🙂 Content (they told us)", "😐 So-so (our impression)". */
export function feelingText(checkIn: Pick<Answers, 'clientSentiment' | 'ourImpression'>): string {
  const { sentiment, whose } = feeling(checkIn);
  return `${sentimentText(sentiment)} (${whose === 'client' ? 'they told us' : 'our impression'})`;
}

/** When they spoke, as far as is known: at the check-in, or at noon of an earlier day. @param zone the author's. */
export function spokeAt(
  { spokeOn }: Pick<Answers, 'spokeOn'>,
  zone: string,
  checkedInAt: Temporal.Instant,
): Temporal.Instant {
  if (!spokeOn) return checkedInAt;
  const noon = spokeOn.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant();
  return Temporal.Instant.compare(noon, checkedInAt) < 0 ? noon : checkedInAt;
}

/** Whether somebody spoke with the client for it. */
export function isContact({ source }: Pick<Answers, 'source'>): boolean {
  return source !== NO_CONTACT;
}
