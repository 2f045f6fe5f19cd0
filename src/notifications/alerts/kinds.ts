import { z } from 'zod';
import { type CheckIn, SENTIMENT_WORDS, type Sentiment } from '../../check-ins/rules.ts';
import { daysOfSilence, isAsked } from '../../clients/rules.ts';
import type { Overview } from '../../health/rules.ts';
import { daysBetween } from '../../runtime/clock.ts';
import { count } from '../../runtime/formats/numbers.ts';
import type { KindsOf } from '../kind.ts';
import { alertKind } from './alert.ts';

/** What was learned is news for so many days. After that, as on an upgrade, it has been acted on or not. */
const NEWS_DAYS = 2;
/** A silence is news for so many days beyond the longest gap. */
const FRESH_SILENCE_DAYS = 7;
/** In steps of how they feel. */
const DROP_STEPS = 2;

const clientId = z.string();
const checkInId = z.string();
const sentiment = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);

const mayLeave = alertKind({
  name: 'may-leave',
  subject: z.object({ clientId, checkInId }),
  isUrgent: true,
  tellsLead: true,
  find({ client, checkIns }, _before, now) {
    const said = newest(
      checkIns.filter(({ signs, createdAt }) => signs.includes('may-leave') && isNews(createdAt, now)),
    );
    if (!said) return [];
    return [{ key: `may-leave ${said.id}`, subject: { clientId: client.id, checkInId: said.id } }];
  },
  isStill: (subject, { checkIns }) =>
    checkIns.some(({ id, signs }) => id === subject.checkInId && signs.includes('may-leave')),
  headline: (subject) => ({
    before: '🚨 ',
    after: ' said they might leave.',
    saysCap: 'may-leave',
    checkInId: subject.checkInId,
  }),
});

const atRisk = alertKind({
  name: 'at-risk',
  subject: z.object({ clientId, before: z.string() }),
  isUrgent: false,
  tellsLead: true,
  find({ client, health, checkIns }, before, now) {
    if (health.band !== 'at-risk' || before === null || before === 'at-risk') return [];
    // Nobody is asked about a paused client, so its score fades: only what is learned is news.
    if (client.status === 'paused' && !checkIns.some(({ createdAt }) => isNews(createdAt, now))) return [];
    return [
      { key: `at-risk ${client.id} ${now.epochMilliseconds}`, subject: { clientId: client.id, before } },
    ];
  },
  isStill: (_subject, { health }) => health.band === 'at-risk',
  headline: () => ({ before: '🔴 ', after: ' is at risk.', saysAtRisk: true }),
});

const drop = alertKind({
  name: 'drop',
  subject: z.object({ clientId, checkInId, from: sentiment, to: sentiment }),
  isUrgent: false,
  tellsLead: true,
  find({ client, checkIns }, _before, now) {
    const [latest, earlier] = checkIns
      .filter(({ clientSentiment }) => clientSentiment !== null)
      .toSorted((a, b) => Temporal.Instant.compare(b.spokeAt, a.spokeAt));
    const to = latest?.clientSentiment;
    const from = earlier?.clientSentiment;
    if (!latest || !to || !from || from - to < DROP_STEPS || !isNews(latest.createdAt, now)) return [];
    return [{ key: `drop ${latest.id}`, subject: { clientId: client.id, checkInId: latest.id, from, to } }];
  },
  isStill({ checkInId: id, from }, { checkIns }) {
    const to = checkIns.find((each) => each.id === id)?.clientSentiment;
    return to ? from - to >= DROP_STEPS : false;
  },
  headline: ({ from, to, checkInId: id }) => ({
    before: '🔻 ',
    after: ` went from ${feltWord(from)} to ${feltWord(to)}.`,
    checkInId: id,
  }),
});

/** Reminders tell of a client with whom nobody ever spoke. */
const silence = alertKind({
  name: 'silence',
  subject: z.object({ clientId, longestGapDays: z.number() }),
  isUrgent: false,
  tellsLead: false,
  find: fallsSilent,
  isStill: (_subject, overview, now) => fallsSilent(overview, null, now).length > 0,
  headline: (_subject, { client }, now) => ({
    before: '🔕 Nobody has spoken with ',
    after: ` in ${count(daysOfSilence(client, now), 'day')}.`,
    saysCap: 'no-recent-words',
  }),
});

/** The most urgent first: of several at once about one client, one is told. */
export const ALERTS = [mayLeave, atRisk, drop, silence] as const;

type AlertName = (typeof ALERTS)[number]['name'];

export const ALERT_KINDS = Object.fromEntries(
  ALERTS.map((alert) => [alert.name, alert]),
) as unknown as KindsOf<AlertName>;

function fallsSilent({ client }: Overview, _before: unknown, now: Temporal.Instant) {
  const { id, lastContactAt: since, longestGapDays } = client;
  if (since === null || !isAsked(client.status)) return [];
  const beyond = daysBetween(since, now) - longestGapDays;
  if (beyond <= 0 || beyond > FRESH_SILENCE_DAYS) return [];
  return [{ key: `silence ${id} ${since.epochMilliseconds}`, subject: { clientId: id, longestGapDays } }];
}

function feltWord(felt: Sentiment): string {
  return SENTIMENT_WORDS[felt].word.toLowerCase();
}

function isNews(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return daysBetween(at, now) <= NEWS_DAYS;
}

function newest(checkIns: readonly CheckIn[]): CheckIn | undefined {
  return checkIns.toSorted((a, b) => Temporal.Instant.compare(b.createdAt, a.createdAt))[0];
}
