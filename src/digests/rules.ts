import type { CheckIn } from '../check-ins/rules.ts';
import { firstDue } from '../clients/cadence/rules.ts';
import { isAsked, isSilentTooLong } from '../clients/rules.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import type { BandCounts, Overview } from '../health/rules.ts';
import type { Band } from '../health/score/rules.ts';
import type { People } from '../people/rules.ts';
import { daysBetween } from '../runtime/clock.ts';

/** What a digest has below its headline, in its order. Each can be hidden. */
export const DIGEST_SECTIONS = [
  'changes',
  'at-risk',
  'watch',
  'quiet',
  'follow-ups',
  'overdue',
  'praise',
  'unknown',
  'chart',
] as const;
export type DigestSection = (typeof DIGEST_SECTIONS)[number];

/** When a channel's digest is posted: once a week. */
export interface DigestSchedule {
  /** ISO weekday: 1 is Monday. */
  weekday: number;
  time: Temporal.PlainTime;
  /** IANA zone. */
  timeZone: string;
}

/** The regular summary of one channel. */
export interface Digest {
  id: string;
  workspaceId: string;
  channelId: string;
  schedule: DigestSchedule;
  hiddenSections: readonly DigestSection[];
  /** The next occurrence; null while the digest is off. */
  nextDueAt: Temporal.Instant | null;
}

/** Each client's band, by client id: what the next digest is compared with. */
export type BandByClient = Record<string, Band>;

/** One digest ends and the next begins when it is planned. */
export interface PlannedDigest {
  /** After an outage later than its occurrence; what was learned by then is in it. */
  plannedAt: Temporal.Instant;
  bands: BandByClient;
}

export interface DigestContent {
  /** All clients that have not ended. */
  overviews: readonly Overview[];
  people: People;
  /** Clients in another band than in the last digest; none where there was no last one. */
  changes: { overview: Overview; from: Band; to: Band }[];
  overdue: Overview[];
  happyButQuiet: Overview[];
  /** Due in the coming week or earlier, the earliest first. */
  followUps: { followUp: FollowUp; clientName: string }[];
  /** What went well since the last digest, the newest first. */
  wins: NamedCheckIn[];
  /** Praise since the last digest, the newest first. */
  praise: NamedCheckIn[];
  /** Week by week, the oldest first. */
  bandHistory: BandCounts[];
  hiddenSections: readonly DigestSection[];
}

export interface NamedCheckIn {
  checkIn: CheckIn;
  clientName: string;
}

/** An open prompt that is older than this, in days, is overdue. */
const ANSWER_WITHIN_DAYS = 3;

/** How far a first digest looks back, and every digest looks ahead for follow-ups. */
export const DIGEST_DAYS = 7;

/** The first occurrence after `now`. A time that clocks skip comes as much later as they skipped. */
export function nextDigestAt(
  { weekday, time, timeZone }: DigestSchedule,
  now: Temporal.Instant,
): Temporal.Instant {
  return firstDue({ every: 1, unit: 'week', weekdays: [weekday], time }, timeZone, now);
}

export function isSameSchedule(a: DigestSchedule, b: DigestSchedule): boolean {
  return a.weekday === b.weekday && a.time.equals(b.time) && a.timeZone === b.timeZone;
}

export function bandByClient(overviews: readonly Overview[]): BandByClient {
  return Object.fromEntries(overviews.map(({ client, health }) => [client.id, health.band]));
}

/** Clients whose band differs. A client that is new since `before` has not changed. */
export function changesBetween(
  overviews: readonly Overview[],
  before: BandByClient,
  after: BandByClient,
): DigestContent['changes'] {
  return overviews.flatMap((overview) => {
    const from = before[overview.client.id];
    const to = after[overview.client.id];
    return from && to && from !== to ? [{ overview, from, to }] : [];
  });
}

/** Whether a client has been silent for too long, or the assignee has not answered in time. */
export function isCheckInOverdue({ client, prompt }: Overview, now: Temporal.Instant): boolean {
  if (!isAsked(client.status)) return false;
  if (isSilentTooLong(client, now)) return true;
  return prompt?.askedAt ? daysBetween(prompt.askedAt, now) >= ANSWER_WITHIN_DAYS : false;
}

/** Whether a client who last said they are content or better has been silent for too long. */
export function isHappyButQuiet({ client, checkIns, health }: Overview, now: Temporal.Instant): boolean {
  if (!isAsked(client.status) || health.band === 'at-risk') return false;
  const last = checkIns.find(({ clientSentiment }) => clientSentiment !== null);
  if (!last?.clientSentiment || last.clientSentiment < 4) return false;
  return isSilentTooLong(client, now);
}

export function isPraise({ clientSentiment, signs }: CheckIn): boolean {
  return clientSentiment === 5 || signs.includes('praised-us') || signs.includes('did-favour');
}
