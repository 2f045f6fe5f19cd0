/** What about a client has to be told, and to whom. Pure. */

import { z } from 'zod';
import { type CheckIn, SENTIMENT_WORDS, type Sentiment, spokeAt } from '../check-ins/rules.ts';
import { isAsked } from '../clients/rules.ts';
import type { Overview } from '../health/rules.ts';
import type { Band } from '../health/score/rules.ts';
import { daysBetween } from '../runtime/clock.ts';

/** The most urgent first: of several at once about one client, one is told. */
export const ALERT_KINDS = ['may-leave', 'at-risk', 'drop', 'silence'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

const sentiment = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);

/** What each kind is about; who said what is looked up when the message is made. */
export const ALERT_SUBJECTS = {
  'may-leave': z.object({ checkInId: z.string() }),
  'at-risk': z.object({ before: z.string() }),
  drop: z.object({ checkInId: z.string(), from: sentiment, to: sentiment }),
  silence: z.object({ longestGapDays: z.number() }),
} as const;

export type Alert = {
  [K in AlertKind]: {
    kind: K;
    /** What makes it the same one again: the word, the entry, the silence. */
    key: string;
    subject: z.infer<(typeof ALERT_SUBJECTS)[K]>;
  };
}[AlertKind];

/** A word is news for so long, in days; older ones, as after an upgrade, have been acted on or not. */
const NEWS_DAYS = 2;
/** A silence that has lasted for longer than so many days beyond the longest gap is no news. */
const FRESH_SILENCE_DAYS = 7;
/** Two steps of how they feel. */
const DROP = 2;

/**
 * What has to be told about a client now, the most urgent first. What was told before comes again under the same key.
 *
 * @param before the band that was shown before; null for a client's first.
 */
export function alertsOf(overview: Overview, before: Band | null, now: Temporal.Instant): Alert[] {
  return [
    ...mayLeave(overview, now),
    ...entersAtRisk(overview, before, now),
    ...drops(overview, now),
    ...fallsSilent(overview, now),
  ];
}

/** Whether it is told at any hour, however much was told that day, and muted or not. */
export function isUrgent({ kind }: Alert): boolean {
  return kind === 'may-leave';
}

/** Whether an alert still says what is so: one that waited for the morning may be out of date. */
export function isStill(alert: Alert, overview: Overview, now: Temporal.Instant): boolean {
  const { client, health, checkIns } = overview;
  if (client.status === 'ended') return false;
  switch (alert.kind) {
    case 'at-risk':
      return health.band === 'at-risk';
    case 'silence':
      return fallsSilent(overview, now).length > 0;
    case 'may-leave':
      return checkIns.some(({ id, signs }) => id === alert.subject.checkInId && signs.includes('may-leave'));
    case 'drop': {
      const { checkInId, from } = alert.subject;
      const to = checkIns.find(({ id }) => id === checkInId)?.clientSentiment;
      return to ? from - to >= DROP : false;
    }
  }
}

function mayLeave({ checkIns }: Overview, now: Temporal.Instant): Alert[] {
  const said = newest(
    checkIns.filter(({ signs, createdAt }) => signs.includes('may-leave') && isNews(createdAt, now)),
  );
  return said ? [{ kind: 'may-leave', key: `may-leave ${said.id}`, subject: { checkInId: said.id } }] : [];
}

/** Nobody is asked about a paused client, so that what is known of them fades: only what is learned is news. */
function entersAtRisk(
  { client, health, checkIns }: Overview,
  before: Band | null,
  now: Temporal.Instant,
): Alert[] {
  if (health.band !== 'at-risk' || before === null || before === 'at-risk') return [];
  if (client.status === 'paused' && !checkIns.some(({ createdAt }) => isNews(createdAt, now))) return [];
  return [{ kind: 'at-risk', key: `at-risk ${now.epochMilliseconds}`, subject: { before } }];
}

function drops({ checkIns }: Overview, now: Temporal.Instant): Alert[] {
  const [latest, earlier] = checkIns
    .filter(({ clientSentiment }) => clientSentiment !== null)
    .toSorted((a, b) => Temporal.Instant.compare(spokeAt(b), spokeAt(a)));
  const to = latest?.clientSentiment;
  const from = earlier?.clientSentiment;
  if (!latest || !to || !from || from - to < DROP || !isNews(latest.createdAt, now)) return [];
  return [{ kind: 'drop', key: `drop ${latest.id}`, subject: { checkInId: latest.id, from, to } }];
}

/** Of a client with whom nobody ever spoke, the reminders tell. */
function fallsSilent({ client }: Overview, now: Temporal.Instant): Alert[] {
  const since = client.lastContactAt;
  if (since === null || !isAsked(client.status)) return [];
  const beyond = daysBetween(since, now) - client.longestGapDays;
  if (beyond <= 0 || beyond > FRESH_SILENCE_DAYS) return [];
  return [
    {
      kind: 'silence',
      key: `silence ${since.epochMilliseconds}`,
      subject: { longestGapDays: client.longestGapDays },
    },
  ];
}

/** "from delighted to so-so". */
export function fellText({ from, to }: { from: Sentiment; to: Sentiment }): string {
  return `from ${SENTIMENT_WORDS[from].word.toLowerCase()} to ${SENTIMENT_WORDS[to].word.toLowerCase()}`;
}

function isNews(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return daysBetween(at, now) <= NEWS_DAYS;
}

function newest(checkIns: readonly CheckIn[]): CheckIn | undefined {
  return checkIns.toSorted((a, b) => Temporal.Instant.compare(b.createdAt, a.createdAt))[0];
}
