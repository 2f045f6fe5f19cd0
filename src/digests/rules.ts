import type { CheckIn } from '../check-ins/rules.ts';
import { firstDue } from '../clients/cadence/rules.ts';
import { isAsked, isSilentTooLong } from '../clients/rules.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import type { BandCounts, Overview } from '../health/rules.ts';
import type { Band } from '../health/score/rules.ts';
import { daysBetween } from '../runtime/clock.ts';

/** When a channel's digest is posted: once a week. */
export interface Schedule {
  /** ISO weekday: 1 is Monday. */
  weekday: number;
  time: Temporal.PlainTime;
  /** IANA zone. */
  timeZone: string;
}

/** What a digest is made of, in its order; each can be left out. The headline always stands. */
export const PARTS = {
  changes: 'What changed, and why',
  'at-risk': 'Who is at risk, with the next step',
  watch: 'Who is to be watched',
  quiet: 'Who has gone quiet although happy',
  promises: 'Promises that are overdue or due',
  'not-asked': 'Who was not asked in time',
  praise: 'Praise and wins',
  unknown: 'Of whom nobody knows',
  chart: 'The bands of the last twelve weeks',
} as const;
export type DigestPart = keyof typeof PARTS;

export function isDigestPart(word: string): word is DigestPart {
  return Object.hasOwn(PARTS, word);
}

/** The regular summary of one channel. */
export interface Digest {
  id: string;
  workspaceId: string;
  channelId: string;
  schedule: Schedule;
  /** What is left out. */
  muted: readonly DigestPart[];
  /** The next occurrence; null while it is switched off. */
  nextDueAt: Temporal.Instant | null;
}

/** Each client's band, by the client's id: what the next digest compares with. */
export type Bands = Record<string, Band>;

/** Where one digest ends and the next begins. */
export interface Planned {
  /** Later than its occurrence after an outage; what was learned by then is in it. */
  plannedAt: Temporal.Instant;
  bands: Bands;
}

/** What a digest tells. */
export interface Report {
  /** All clients that are not ended. */
  overviews: readonly Overview[];
  /** Whose band is another than in the last digest; none when there was no last one. */
  changes: { overview: Overview; from: Band; to: Band }[];
  notAsked: Overview[];
  quiet: Overview[];
  /** Promised for the coming week or earlier, the earliest first. */
  followUps: { followUp: FollowUp; clientName: string }[];
  /** What went well since the last digest, the newest first. */
  wins: { checkIn: CheckIn; clientName: string }[];
  /** How many clients were in each band, week by week, the oldest first. */
  weeks: BandCounts[];
  muted: readonly DigestPart[];
  /** What was good since the last digest, the newest first. */
  praise: { checkIn: CheckIn; clientName: string }[];
}

/** An open prompt that is older than this, in days, was not answered in time. */
const ANSWER_WITHIN_DAYS = 3;

/** A first digest looks back so far, in days; every digest looks ahead so far for follow-ups. */
export const DIGEST_DAYS = 7;

/** The first occurrence after `now`. A time that clocks skip comes as much later as they skipped. */
export function nextDigest({ weekday, time, timeZone }: Schedule, now: Temporal.Instant): Temporal.Instant {
  return firstDue({ every: 1, unit: 'week', weekdays: [weekday], time }, timeZone, now);
}

export function isSameSchedule(a: Schedule, b: Schedule): boolean {
  return a.weekday === b.weekday && a.time.equals(b.time) && a.timeZone === b.timeZone;
}

export function bandsOf(overviews: readonly Overview[]): Bands {
  return Object.fromEntries(overviews.map(({ client, health }) => [client.id, health.band]));
}

/** Whose band differs between two digests. A client that was not in the one before has not changed. */
export function changesBetween(
  overviews: readonly Overview[],
  before: Bands,
  after: Bands,
): Report['changes'] {
  return overviews.flatMap((overview) => {
    const from = before[overview.client.id];
    const to = after[overview.client.id];
    return from && to && from !== to ? [{ overview, from, to }] : [];
  });
}

/** Whether nobody has spoken with the client for too long, or whoever was asked has let the question lie. */
export function isNotAskedInTime({ client, prompt }: Overview, now: Temporal.Instant): boolean {
  if (!isAsked(client.status)) return false;
  if (isSilentTooLong(client, now)) return true;
  return prompt?.askedAt ? daysBetween(prompt.askedAt, now) >= ANSWER_WITHIN_DAYS : false;
}

/** Whether a client who last said that they are content or better has not been heard for longer than is acceptable. */
export function isQuietThoughHappy({ client, checkIns, health }: Overview, now: Temporal.Instant): boolean {
  if (!isAsked(client.status) || health.band === 'at-risk') return false;
  const told = checkIns.find(({ clientSentiment }) => clientSentiment !== null);
  if (!told?.clientSentiment || told.clientSentiment < 4) return false;
  return isSilentTooLong(client, now);
}

export function isPraise({ clientSentiment, signs }: CheckIn): boolean {
  return clientSentiment === 5 || signs.includes('praised-us') || signs.includes('did-favour');
}
