import type { CheckIn, FollowUp } from '../check-ins/rules.ts';
import { SENTIMENTS } from '../check-ins/rules.ts';
import { gapDays } from '../clients/cadence.ts';
import { type Client, isAsked } from '../clients/rules.ts';
import type { Asked } from '../clients/who-is-asked.ts';
import { ago } from '../slack/dates.ts';
import { count } from '../slack/text.ts';

export type Band = 'healthy' | 'watch' | 'at-risk' | 'unknown';

/** Why a client is in its band, in our words. The weight is that of trouble; good news has a negative one. */
export interface Reason {
  text: string;
  weight: number;
}

export interface Health {
  band: Band;
  /** The heaviest first. */
  reasons: Reason[];
}

/** Somebody is being asked, is going to be, or has put it off. */
export interface OpenPrompt {
  /** Who is asked: the owner, or their cover. */
  personId: string;
  /** The owner, where the one asked is their cover. */
  coveringFor: string | null;
  /** When that one was asked last; null while they were not. */
  askedAt: Temporal.Instant | null;
  /** In the future while it is snoozed, or waits for their good time. */
  askAt: Temporal.Instant | null;
}

/** The last time that a prompt was skipped. */
export interface Skip {
  at: Temporal.Instant;
  reason: string | null;
  by: string | null;
}

/** The last time that somebody could not be asked, for Slack did not let Rapport write to them. */
export interface Unreached {
  at: Temporal.Instant;
  personId: string;
}

/** What the card, the list, App Home and the digest know about one client. */
export interface Overview {
  client: Client;
  health: Health;
  /** The newest first. */
  checkIns: CheckIn[];
  /** The open ones, the earliest first. */
  followUps: FollowUp[];
  prompt: OpenPrompt | null;
  lastSkip: Skip | null;
  /** Null once they are asked again. */
  unreached: Unreached | null;
}

/** What a client's card shows. */
export interface Card extends Overview {
  /** Who is asked at the next occurrence, and when; null where nobody is. */
  next: Asked | null;
}

/** How a band shows: the mark never stands without the word. */
export const BANDS: Record<Band, { mark: string; word: string }> = {
  'at-risk': { mark: '🔴', word: 'At risk' },
  watch: { mark: '🟡', word: 'Watch' },
  unknown: { mark: '⚪', word: 'Unknown' },
  healthy: { mark: '🟢', word: 'Healthy' },
};

/** Those that need attention first. */
export const BAND_ORDER: readonly Band[] = ['at-risk', 'watch', 'unknown', 'healthy'];

const AT_RISK_FROM = 5;
const WATCH_FROM = 2;

/** A sign counts in full for so long, then half until it is forgotten, in days. */
const SIGN_FADES_AFTER_DAYS = 30;
const SIGN_DAYS = 90;

/** What a client said stands for this many of the longest acceptable gaps; after that nobody knows any more. */
const WORD_STANDS_FOR_GAPS = 2;

/** So many skips in a row are a sign of their own. */
const SKIPS_THAT_SHOW = 3;

const CLIENT_WEIGHT = { 1: 6, 2: 4, 3: 2, 4: 0, 5: -1 } as const;
const OUR_WEIGHT = { 1: 4, 2: 3, 3: 1, 4: 0, 5: 0 } as const;

const SIGN_REASONS: Record<CheckIn['signs'][number], Reason> = {
  'may-leave': { text: 'May leave', weight: 6 },
  disrespectful: { text: 'Was disrespectful', weight: 2 },
  'late-payment': { text: 'Pays late', weight: 2 },
  'asked-discount': { text: 'Asked for a discount', weight: 2 },
  'praised-us': { text: 'Praised us', weight: -1 },
  'did-favour': { text: 'Did us a favour', weight: -1 },
};

/**
 * How a client is, from what was learned and how long ago. Silence is never healthy: a client who has not told us
 * how they feel, or not for too long, is unknown at best. A paused client's silence does not count, for nobody is asked.
 *
 * @param checkIns the newest first; all of the last 90 days, as far as there are any.
 * @param followUps the open ones.
 * @param skips how often in a row the client was skipped since the last check-in.
 */
export function assess(
  client: Client,
  checkIns: readonly CheckIn[],
  followUps: readonly FollowUp[],
  now: Temporal.Instant,
  skips = 0,
): Health {
  const told = checkIns.filter((checkIn) => checkIn.clientSentiment !== null);
  const reasons = [
    ...sentimentReasons(told, now),
    ...ourReadReasons(checkIns, now),
    ...signReasons(checkIns, now),
    ...effortReasons(client, checkIns),
    ...silenceReasons(client, now),
    ...followUpReasons(followUps, now),
    ...skipReasons(client, skips),
  ].sort((a, b) => b.weight - a.weight);

  if (trouble(reasons) >= AT_RISK_FROM) return { band: 'at-risk', reasons };
  if (trouble(reasons) >= WATCH_FROM) return { band: 'watch', reasons };
  const latest = told[0];
  if (!latest) {
    const text = checkIns.length > 0 ? 'They have not said themselves how they feel' : 'No check-in yet';
    return { band: 'unknown', reasons: [...reasons, { text, weight: 0 }] };
  }
  const age = daysSince(latest.createdAt, now);
  if (age > client.longestGapDays * WORD_STANDS_FOR_GAPS) {
    const text = `They last said how they feel ${count(age, 'day')} ago`;
    return { band: 'unknown', reasons: [...reasons, { text, weight: 0 }] };
  }
  return { band: 'healthy', reasons };
}

/** How much trouble there is. Good news takes nothing off it: a client who praised us and went quiet is still quiet. */
export function trouble(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
}

/** Sorts those that need attention to the front. */
export function byAttention(
  a: { client: Client; health: Health },
  b: { client: Client; health: Health },
): number {
  return (
    BAND_ORDER.indexOf(a.health.band) - BAND_ORDER.indexOf(b.health.band) ||
    trouble(b.health.reasons) - trouble(a.health.reasons) ||
    a.client.name.localeCompare(b.client.name, 'en')
  );
}

/** Whom to look after first: at risk or to be watched, and not paused. */
export function needsAttention({ client, health }: Pick<Overview, 'client' | 'health'>): boolean {
  return client.status !== 'paused' && (health.band === 'at-risk' || health.band === 'watch');
}

/** Whether a follow-up's day is over everywhere on Earth, so that nobody's zone decides. */
export function isOverdue(followUp: FollowUp, now: Temporal.Instant): boolean {
  const today = now.toZonedDateTimeISO('-12:00').toPlainDate();
  return Temporal.PlainDate.compare(followUp.dueOn, today) < 0;
}

/** Days from `instant` to `now`, to the nearest one as `ago` says them; 0 for the future. */
export function daysSince(instant: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, Math.round(now.since(instant).total('hours') / 24));
}

/** Whole days since anybody spoke with the client; since the client was added when nobody ever did. */
export function daysOfSilence(client: Client, now: Temporal.Instant): number {
  return daysSince(client.lastContactAt ?? client.createdAt, now);
}

function sentimentReasons(told: readonly CheckIn[], now: Temporal.Instant): Reason[] {
  const [latest, before] = told;
  if (!latest?.clientSentiment) return [];
  const sentiment = latest.clientSentiment;
  const { word } = SENTIMENTS[sentiment];
  const when = ago(latest.createdAt, now);
  const reasons: Reason[] = [
    { text: `They said they are ${word.toLowerCase()}, ${when}`, weight: CLIENT_WEIGHT[sentiment] },
  ];
  if (before?.clientSentiment && before.clientSentiment - sentiment >= 2) {
    const fell = `Fell from ${SENTIMENTS[before.clientSentiment].word.toLowerCase()} to ${word.toLowerCase()}`;
    reasons.push({ text: fell, weight: 2 });
  }
  return reasons;
}

function ourReadReasons(checkIns: readonly CheckIn[], now: Temporal.Instant): Reason[] {
  const latest = checkIns[0];
  if (!latest || OUR_WEIGHT[latest.ourRead] === 0) return [];
  const text = `We think they are ${SENTIMENTS[latest.ourRead].word.toLowerCase()}, ${ago(latest.createdAt, now)}`;
  return [{ text, weight: OUR_WEIGHT[latest.ourRead] }];
}

/** Each sign counts once, however often it was seen. */
function signReasons(checkIns: readonly CheckIn[], now: Temporal.Instant): Reason[] {
  const recent = checkIns.filter(
    ({ signs, createdAt }) => signs.length > 0 && daysSince(createdAt, now) <= SIGN_DAYS,
  );
  return Object.entries(SIGN_REASONS).flatMap(([sign, { text, weight }]) => {
    const seen = recent.find(({ signs }) => signs.some((each) => each === sign));
    if (!seen) return [];
    const isOld = daysSince(seen.createdAt, now) > SIGN_FADES_AFTER_DAYS;
    return [{ text: `${text}, ${ago(seen.createdAt, now)}`, weight: isOld ? weight / 2 : weight }];
  });
}

function effortReasons(client: Client, checkIns: readonly CheckIn[]): Reason[] {
  const latest = checkIns.find(({ effort, hours }) => effort !== null || hours !== null);
  if (!latest) return [];
  const { agreedHours } = client;
  const isOver = agreedHours !== null && latest.hours !== null && latest.hours > agreedHours;
  if (latest.effort !== 'more' && !isOver) return [];
  const hours = isOver ? ` (${latest.hours} h of ${agreedHours} h a month)` : '';
  return [{ text: `Takes more effort than agreed${hours}`, weight: 2 }];
}

function silenceReasons(client: Client, now: Temporal.Instant): Reason[] {
  if (!isAsked(client.status)) return [];
  const days = daysOfSilence(client, now);
  const never = client.lastContactAt === null;
  if (days > client.longestGapDays) {
    const text = never
      ? `No contact since they were added ${count(days, 'day')} ago`
      : `No contact for ${count(days, 'day')}; ${count(client.longestGapDays, 'day')} is the longest acceptable`;
    return [{ text, weight: 3 }];
  }
  if (!never && days > gapDays(client.cadence) * 1.5) {
    return [{ text: `No contact for ${count(days, 'day')}`, weight: 1 }];
  }
  return [];
}

/** Whoever is passed over time and again may be avoided, whatever the reasons are. */
function skipReasons(client: Client, skips: number): Reason[] {
  if (skips < SKIPS_THAT_SHOW || !isAsked(client.status)) return [];
  return [{ text: `Skipped ${skips} times in a row`, weight: 2 }];
}

function followUpReasons(followUps: readonly FollowUp[], now: Temporal.Instant): Reason[] {
  const overdue = followUps.filter((followUp) => isOverdue(followUp, now)).length;
  if (overdue === 0) return [];
  return [
    {
      text: overdue === 1 ? 'A follow-up is overdue' : `${overdue} follow-ups are overdue`,
      weight: Math.min(overdue, 2),
    },
  ];
}
