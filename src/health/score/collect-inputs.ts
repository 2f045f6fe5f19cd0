/** What is known about a client, as the score needs it: points that fade, caps, and a sentence for each. */

import { type CheckIn, SENTIMENT_WORDS, type Sentiment } from '../../check-ins/rules.ts';
import { gapDays } from '../../clients/cadence/rules.ts';
import { type Client, daysOfSilence, isAsked, isSilentTooLong } from '../../clients/rules.ts';
import { isOverdue } from '../../follow-ups/rules.ts';
import { daysBetween, wholeDaysBetween } from '../../runtime/clock.ts';
import { ago } from '../../runtime/formats/dates.ts';
import { count } from '../../runtime/formats/numbers.ts';
import { clip } from '../../runtime/formats/text.ts';
import type { AppliedCap, Facts } from '../rules.ts';
import type { Input, ScoreInput } from './rules.ts';

/** An input with the sentence behind it. */
interface ScoredInput extends Input {
  text: string;
}

export interface ScoreInputs {
  inputs: Record<ScoreInput, ScoredInput | null>;
  caps: AppliedCap[];
}

/** Bad counts about twice as much as good: each step below so-so costs two of those above. */
const SENTIMENT_POINTS: Record<Sentiment, number> = { 1: 0, 2: 33, 3: 67, 4: 83, 5: 100 };

const PRAISE_POINTS = 10;
const COSTS = { effort: 50, muchEffort: 80, 'late-payment': 50, 'asked-discount': 35 } as const;
const MUCH_EFFORT_FROM = 1.5;
const AT_LONGEST_GAP_POINTS = 67;
const OVERDUE_COSTS = 25;
const SKIPS_COST = 25;
/** So many skips in a row are a sign of their own. */
const SKIPS_THAT_SHOW = 3;
/** Two steps of how somebody feels. */
const APART = 2;
const DISRESPECT_DAYS = 30;
const WORDS_SAID = 80;

/** Pure, and the same in whatever order the check-ins come. */
export function collectInputs(facts: Facts, now: Temporal.Instant): ScoreInputs {
  const { client } = facts;
  const told = facts.checkIns
    .filter(({ clientSentiment }) => clientSentiment !== null)
    .toSorted(newestFirst(({ spokeAt }) => spokeAt));
  const noted = facts.checkIns.toSorted(newestFirst(({ createdAt }) => createdAt));
  const fade = fading(client, now);
  const words = wordsInput(told[0], fade, now);
  const read = readInput(noted[0], fade, now);
  const apart = stepsApart(told[0], words, noted[0], read);
  const caps = [
    ...mayLeave(told, noted, fade, now),
    ...overdueInvoice(noted[0], fade),
    ...disrespect(noted, client, now),
    ...readApart(told[0], noted[0], apart),
    ...noRecentWords(told[0], client, now),
  ];
  const contactFreshness = Math.max(words?.freshness ?? 0, read?.freshness ?? 0);
  return {
    inputs: {
      words,
      read: read && apart >= APART ? { ...read, freshness: 0 } : read,
      scope: scopeInput(client, noted, fade, now),
      contact: contactInput(facts, contactFreshness, now),
    },
    caps,
  };
}

/** How much a thing of some age still counts, from 1 to 0, by the client's own cadence. */
type Fade = (at: Temporal.Instant) => number;

function fading(client: Client, now: Temporal.Instant): Fade {
  const full = gapDays(client.cadence);
  const nothing = Math.max(2 * client.longestGapDays, full + 1);
  return (at) => {
    const days = daysBetween(at, now);
    return days <= full ? 1 : Math.max(0, 1 - (days - full) / (nothing - full));
  };
}

function newestFirst(at: (checkIn: CheckIn) => Temporal.Instant) {
  return (a: CheckIn, b: CheckIn): number =>
    Temporal.Instant.compare(at(b), at(a)) ||
    Temporal.Instant.compare(b.createdAt, a.createdAt) ||
    (b.id < a.id ? -1 : 1);
}

function wordsInput(latest: CheckIn | undefined, fade: Fade, now: Temporal.Instant): ScoredInput | null {
  if (!latest?.clientSentiment) return null;
  const at = latest.spokeAt;
  const praise = latest.signs.filter((sign) => sign === 'praised-us' || sign === 'did-favour').length;
  const felt = SENTIMENT_WORDS[latest.clientSentiment].word.toLowerCase();
  const said = latest.clientWords ? `: “${clip(latest.clientWords.replace(/\s+/gu, ' '), WORDS_SAID)}”` : '';
  return {
    points: Math.min(100, SENTIMENT_POINTS[latest.clientSentiment] + praise * PRAISE_POINTS),
    freshness: fade(at),
    text: `They said they’re ${felt}, ${ago(at, now)}${said}`,
  };
}

function readInput(latest: CheckIn | undefined, fade: Fade, now: Temporal.Instant): ScoredInput | null {
  if (!latest) return null;
  const felt = SENTIMENT_WORDS[latest.ourImpression].word.toLowerCase();
  return {
    points: SENTIMENT_POINTS[latest.ourImpression],
    freshness: fade(latest.createdAt),
    text: `We think they’re ${felt}, ${ago(latest.createdAt, now)}`,
  };
}

/** The newest effort, and each sign of trouble once; each costs less as it fades. */
function scopeInput(
  client: Client,
  noted: readonly CheckIn[],
  fade: Fade,
  now: Temporal.Instant,
): ScoredInput | null {
  const effort = noted.find((checkIn) => checkIn.effort !== null || checkIn.hours !== null);
  const found = [
    ...(effort ? [{ at: effort.createdAt, ...effortCost(client, effort) }] : []),
    ...(['late-payment', 'asked-discount'] as const).flatMap((sign) => {
      const seen = noted.find(({ signs }) => signs.includes(sign));
      const text = sign === 'late-payment' ? 'Pays late' : 'Asked for a discount';
      return seen ? [{ at: seen.createdAt, cost: COSTS[sign], text }] : [];
    }),
  ].filter(({ at }) => fade(at) > 0);
  if (found.length === 0) return null;
  const cost = found.reduce((sum, each) => sum + each.cost * fade(each.at), 0);
  return {
    points: Math.max(0, 100 - cost),
    freshness: Math.max(...found.map(({ at }) => fade(at))),
    text: found
      .map(({ text, at }, index) => `${index > 0 ? lowerFirst(text) : text}, ${ago(at, now)}`)
      .join('; '),
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function effortCost(client: Client, { effort, hours }: CheckIn): { cost: number; text: string } {
  const { agreedHours } = client;
  const over = agreedHours !== null && hours !== null && hours > agreedHours;
  const much = over && hours >= agreedHours * MUCH_EFFORT_FROM;
  const told = over ? ` (${hours} h of ${agreedHours} h a month)` : '';
  if (much) return { cost: COSTS.muchEffort, text: `More work than agreed${told}` };
  if (over || effort === 'more') return { cost: COSTS.effort, text: `More work than agreed${told}` };
  return { cost: 0, text: effort === 'less' ? 'Less work than agreed' : 'As much work as agreed' };
}

function contactInput(
  { client, followUps, skips }: Facts,
  freshness: number,
  now: Temporal.Instant,
): ScoredInput | null {
  if (!isAsked(client.status)) return null;
  const overdue = followUps.filter((followUp) => isOverdue(followUp, now)).length;
  const skipped = skips >= SKIPS_THAT_SHOW;
  const points = contactPoints(client, now) - overdue * OVERDUE_COSTS - (skipped ? SKIPS_COST : 0);
  return {
    points: Math.max(0, points),
    freshness,
    text: contactText(client, overdue, skipped ? skips : 0, now),
  };
}

function contactPoints(client: Client, now: Temporal.Instant): number {
  const days = daysBetween(client.lastContactAt ?? client.createdAt, now);
  const ideal = gapDays(client.cadence);
  const longest = Math.max(client.longestGapDays, ideal + 1);
  if (days <= ideal) return 100;
  if (days <= longest) return 100 - ((100 - AT_LONGEST_GAP_POINTS) * (days - ideal)) / (longest - ideal);
  return Math.max(0, AT_LONGEST_GAP_POINTS * (1 - (days - longest) / longest));
}

/** @param skips in a row; 0 where they are too few to say so. */
function contactText(client: Client, overdue: number, skips: number, now: Temporal.Instant): string {
  const { lastContactAt, longestGapDays } = client;
  const days = daysOfSilence(client, now);
  const silence =
    lastContactAt === null
      ? `No contact since they were added ${ago(client.createdAt, now)}`
      : isSilentTooLong(client, now)
        ? `No contact in ${count(days, 'day')} (your limit is ${count(longestGapDays, 'day')})`
        : `Last contact ${ago(lastContactAt, now)}`;
  const parts = [silence];
  if (overdue > 0) parts.push(`${count(overdue, 'of our follow-ups is', 'of our follow-ups are')} overdue`);
  if (skips > 0) parts.push(`skipped ${skips} times in a row`);
  return parts.join('; ');
}

/** By how many steps our impression is above what they say; below 0 where it is under it; 0 where either no longer counts. */
function stepsApart(
  told: CheckIn | undefined,
  words: ScoredInput | null,
  noted: CheckIn | undefined,
  read: ScoredInput | null,
): number {
  if (!told?.clientSentiment || !noted || !words?.freshness || !read?.freshness) return 0;
  return noted.ourImpression - told.clientSentiment;
}

/** Applies until they say otherwise, and are content or better. */
function mayLeave(
  told: readonly CheckIn[],
  noted: readonly CheckIn[],
  fade: Fade,
  now: Temporal.Instant,
): AppliedCap[] {
  const seen = noted.find(({ signs, createdAt }) => signs.includes('may-leave') && fade(createdAt) > 0);
  if (!seen) return [];
  const taken = told.some(
    ({ createdAt, clientSentiment, signs }) =>
      Temporal.Instant.compare(createdAt, seen.createdAt) > 0 &&
      (clientSentiment ?? 0) >= 4 &&
      !signs.includes('may-leave'),
  );
  return taken ? [] : [{ cap: 'may-leave', text: `They said they might leave, ${ago(seen.createdAt, now)}` }];
}

/** Only the latest check-in says how it is now. */
function overdueInvoice(latest: CheckIn | undefined, fade: Fade): AppliedCap[] {
  if (!latest?.signs.includes('late-payment') || fade(latest.createdAt) === 0) return [];
  return [{ cap: 'overdue-invoice', text: 'An invoice is overdue' }];
}

function disrespect(noted: readonly CheckIn[], client: Client, now: Temporal.Instant): AppliedCap[] {
  const days = Math.max(DISRESPECT_DAYS, gapDays(client.cadence));
  const seen = noted.find(
    ({ signs, createdAt }) => signs.includes('disrespectful') && daysBetween(createdAt, now) <= days,
  );
  return seen ? [{ cap: 'disrespect', text: `They treated someone badly, ${ago(seen.createdAt, now)}` }] : [];
}

function readApart(told: CheckIn | undefined, noted: CheckIn | undefined, apart: number): AppliedCap[] {
  if (Math.abs(apart) < APART || !told?.clientSentiment || !noted) return [];
  const theirs = SENTIMENT_WORDS[told.clientSentiment].word.toLowerCase();
  const ours = SENTIMENT_WORDS[noted.ourImpression].word.toLowerCase();
  const how = apart > 0 ? 'You’re more optimistic than they are' : 'You’re more pessimistic than they are';
  return [{ cap: 'read-apart', text: `${how}: they’re ${theirs}, you think they’re ${ours}` }];
}

function noRecentWords(told: CheckIn | undefined, client: Client, now: Temporal.Instant): AppliedCap[] {
  if (!told) return [{ cap: 'no-recent-words', text: 'Nothing from them yet' }];
  const at = told.spokeAt;
  if (daysBetween(at, now) <= client.longestGapDays) return [];
  return [
    {
      cap: 'no-recent-words',
      text: `Nothing from them in ${count(wholeDaysBetween(at, now), 'day')}`,
    },
  ];
}
