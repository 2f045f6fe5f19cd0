/** What is said about a client in the same words on the card, in the list, in App Home and in the digest. */
import { SENTIMENTS } from '../check-ins/rules.ts';
import type { ClientStatus } from '../clients/rules.ts';
import { ago, dayAndTime } from '../slack/dates.ts';
import { count } from '../slack/text.ts';
import { BAND_ORDER, BANDS, type Band, type Card, type Overview } from './rules.ts';

export const STATUS_WORDS: Record<ClientStatus, string> = {
  prospect: 'Prospect',
  active: 'Active',
  paused: 'Paused',
  leaving: 'Leaving',
  ended: 'Ended',
};

/** The reader, as far as wording hangs on them. */
export interface Reader {
  userId: string;
  /** IANA zone. */
  timeZone: string;
}

/** "🔴 At risk"; with "(paused)" for a client about whom nobody is asked. */
export function bandOf({ client, health }: Overview): string {
  const { mark, word } = BANDS[health.band];
  const aside = client.status === 'active' ? '' : ` (${STATUS_WORDS[client.status].toLowerCase()})`;
  return `${mark} ${word}${aside}`;
}

/** "😐 They are so-so, 12 days ago"; who said it, them or us, is always told. */
export function latestFeeling({ checkIns }: Overview, now: Temporal.Instant): string {
  const latest = checkIns[0];
  if (!latest) return 'No check-in yet';
  const told = checkIns.find(({ clientSentiment }) => clientSentiment !== null);
  if (told?.clientSentiment) {
    const { face, word } = SENTIMENTS[told.clientSentiment];
    return `${face} They said: ${word.toLowerCase()}, ${ago(told.createdAt, now)}`;
  }
  const { face, word } = SENTIMENTS[latest.ourRead];
  return `${face} Our own read: ${word.toLowerCase()}, ${ago(latest.createdAt, now)}`;
}

/** Who is asked next and when, or since when an answer is awaited, in the reader's zone. */
export function nextAsking(
  { client, prompt, next }: Card,
  nameOf: (personId: string) => string,
  reader: Reader,
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

/** The reasons that speak for trouble, the heaviest first; where none does, what is known. */
function worst({ health }: Overview, max: number): string[] {
  const troubles = health.reasons.filter(({ weight }) => weight > 0);
  const shown = troubles.length > 0 ? troubles : health.reasons;
  return shown.slice(0, max).map(({ text }) => text);
}

/** In one line, what is behind the band: the two heaviest troubles of a client in trouble, the latest word of the others. */
export function why(overview: Overview, now: Temporal.Instant): string {
  const reasons = overview.health.band === 'healthy' ? [] : worst(overview, 2);
  return reasons.length > 0 ? reasons.join(' · ') : latestFeeling(overview, now);
}

/** "and 3 more: 1 watch, 2 healthy": what a message had no room for. */
export function andMore(rest: readonly Overview[], hint: string): string {
  const bands = countBands(rest).split(': ')[1];
  return `And ${count(rest.length, 'client')} more${bands ? ` (${bands})` : ''}. ${hint}`;
}

function lower(band: Band): string {
  return BANDS[band].word.toLowerCase();
}
