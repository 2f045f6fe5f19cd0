/** What is said about a client in the same words on the card, in the list, in App Home and in the digest. */

import { SENTIMENTS } from '../../check-ins/rules.ts';
import type { Assignment } from '../../clients/assignee-rules.ts';
import type { ClientStatus } from '../../clients/rules.ts';
import type { Viewer } from '../../people/rules.ts';
import { ago, dayAndTime, dayOf } from '../../slack/blocks/dates.ts';
import { clip, count } from '../../slack/blocks/text.ts';
import type { Overview } from '../overview.ts';
import type { Health } from './assess.ts';
import { spokeAt } from './evidence.ts';
import { BAND_ORDER, BANDS, type Band, type Confidence, type Trend } from './rules.ts';

export const STATUS_WORDS: Record<ClientStatus, string> = {
  prospect: 'Prospect',
  active: 'Active',
  paused: 'Paused',
  leaving: 'Leaving',
  ended: 'Ended',
};

/** Against the client's own usual score; the mark never stands without the word. */
export const TRENDS: Record<Trend, { mark: string; word: string }> = {
  improving: { mark: '↗', word: 'improving' },
  steady: { mark: '→', word: 'steady' },
  falling: { mark: '↘', word: 'falling' },
};

const CONFIDENCES: Record<Confidence, string> = {
  high: 'high confidence',
  fair: 'fair confidence',
  low: 'low confidence',
};

/** So much of the reason why a band was set by hand is said in a line, in UTF-16 units. */
const REASON_SAID = 120;

/** "🔴 At risk"; with "(paused)" for a client about whom nobody is asked, and "(set by hand)" where somebody did. */
export function bandOf({ client, health }: Overview): string {
  const asides = [
    ...(client.status === 'active' ? [] : [STATUS_WORDS[client.status].toLowerCase()]),
    ...(health.override ? ['set by hand'] : []),
  ];
  return `${bandText(health.band)}${asides.length > 0 ? ` (${asides.join(', ')})` : ''}`;
}

/** "🔴 At risk". */
export function bandText(band: Band): string {
  const { mark, word } = BANDS[band];
  return `${mark} ${word}`;
}

/** "🟡 Watch, 62 of 100", as reckoned, whatever is set by hand; "⚪ Unknown". */
export function reckoned({ computedBand, score }: Pick<Health, 'computedBand' | 'score'>): string {
  return score === null ? bandText(computedBand) : `${bandText(computedBand)}, ${score} of 100`;
}

/** "↘ falling · fair confidence": as far as there is a score. */
export function confidenceText({
  score,
  trend,
  confidence,
}: Pick<Health, 'score' | 'trend' | 'confidence'>): string {
  if (score === null) return '';
  const course = trend ? `${TRENDS[trend].mark} ${TRENDS[trend].word} · ` : '';
  return `${course}${CONFIDENCES[confidence]}`;
}

/** The last day of what ends at `until`: "Thursday 3 December", in `zone`; the midnight after a day belongs to that day. */
export function lastDayBefore(until: Temporal.Instant, zone: string, now: Temporal.Instant): string {
  const dayOfInstant = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
  return dayOf(dayOfInstant(until.subtract({ seconds: 1 })), dayOfInstant(now));
}

/** "😐 They are so-so, 12 days ago"; who said it, them or us, is always told. */
export function latestFeeling({ checkIns }: Overview, now: Temporal.Instant): string {
  const latest = checkIns[0];
  if (!latest) return 'No check-in yet';
  const told = checkIns.find(({ clientSentiment }) => clientSentiment !== null);
  if (told?.clientSentiment) {
    const { face, word } = SENTIMENTS[told.clientSentiment];
    return `${face} They said: ${word.toLowerCase()}, ${ago(spokeAt(told), now)}`;
  }
  const { face, word } = SENTIMENTS[latest.ourImpression];
  return `${face} Our own read: ${word.toLowerCase()}, ${ago(latest.createdAt, now)}`;
}

/** Who is asked next and when, or since when an answer is awaited, in the reader's zone. */
export function nextAsking(
  { client, prompt, next }: Pick<Overview, 'client' | 'prompt'> & { next: Assignment | null },
  nameOf: (personId: string) => string,
  reader: Viewer,
  now: Temporal.Instant,
): string {
  const at = (instant: Temporal.Instant) => dayAndTime(instant, reader.timeZone, now);
  if (client.status === 'ended') return 'Ended: nobody is asked any more.';
  if (prompt) {
    const { askedAt, askAt } = prompt;
    const who = whoOf(prompt, nameOf);
    if (askAt && Temporal.Instant.compare(askAt, now) > 0) {
      return askedAt
        ? `Snoozed: ${who} is asked again on ${at(askAt)}.`
        : `${who} is asked next on ${at(askAt)}.`;
    }
    return askedAt ? `${who} was asked on ${at(askedAt)} and has not answered yet.` : `${who} is asked now.`;
  }
  if (client.status === 'paused') return 'Paused: nobody is asked until it is resumed.';
  if (!next) return 'No reminder is planned.';
  return `${whoOf(next, nameOf)} is asked next on ${at(next.at)}.`;
}

function whoOf(
  { personId, coveringFor }: { personId: string; coveringFor: string | null },
  nameOf: (personId: string) => string,
): string {
  return coveringFor ? `${nameOf(personId)}, standing in for ${nameOf(coveringFor)},` : nameOf(personId);
}

/** "8 clients: 2 at risk, 1 watch, 5 healthy". */
export function countBands(overviews: readonly Overview[]): string {
  const parts = BAND_ORDER.flatMap((band) => {
    const number = overviews.filter(({ health }) => health.band === band).length;
    return number === 0 ? [] : [`${number} ${lower(band)}`];
  });
  const total = count(overviews.length, 'client');
  return parts.length === 0 ? total : `${total}: ${parts.join(', ')}`;
}

/** In one line, what is behind the band: the two heaviest reasons of a client in trouble, the latest word of the others. */
export function why(overview: Overview, now: Temporal.Instant): string {
  const { health } = overview;
  const reasons = health.band === 'healthy' && !health.override ? [] : reasonsOf(health).slice(0, 2);
  return reasons.length > 0 ? reasons.join(' · ') : latestFeeling(overview, now);
}

/** What is behind the band that counts, the heaviest first: before all, what somebody said who has set it by hand. */
export function reasonsOf({ override, reasons }: Pick<Health, 'override' | 'reasons'>): string[] {
  return override ? [`Set by hand: “${clip(override.reason, REASON_SAID)}”`, ...reasons] : reasons;
}

function lower(band: Band): string {
  return BANDS[band].word.toLowerCase();
}
