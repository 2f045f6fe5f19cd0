/** What is said about a client in the same words on the card, in the list, in App Home and in the digest. */

import { SENTIMENT_WORDS } from '../check-ins/rules.ts';
import type { ClientStatus } from '../clients/rules.ts';
import { ago } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import { clip } from '../runtime/formats/text.ts';
import type { Health, Overview } from './rules.ts';
import { BAND_LABELS, BANDS, type Band, type Confidence, type Trend } from './score/rules.ts';

const STATUS_WORDS: Record<ClientStatus, string> = {
  prospect: 'Prospect',
  active: 'Active',
  paused: 'Paused',
  leaving: 'Leaving',
  ended: 'Ended',
};

/** Against the client's own usual score. The mark is never shown without the word. */
export const TREND_LABELS: Record<Trend, { mark: string; word: string }> = {
  improving: { mark: '↗', word: 'improving' },
  steady: { mark: '→', word: 'steady' },
  falling: { mark: '↘', word: 'falling' },
};

const CONFIDENCE_LABELS: Record<Confidence, string> = {
  high: 'high confidence',
  fair: 'fair confidence',
  low: 'low confidence',
};

/** So much of an override's reason is shown in a line, in UTF-16 units. */
const REASON_SAID = 120;

/** "🔴 At risk"; with "(paused)", and "(set manually)" for an override. */
export function bandLabel({ client, health }: Overview): string {
  const asides = [
    ...(client.status === 'active' ? [] : [STATUS_WORDS[client.status].toLowerCase()]),
    ...(health.override ? ['set manually'] : []),
  ];
  return `${bandText(health.band)}${asides.length > 0 ? ` (${asides.join(', ')})` : ''}`;
}

/** "🔴 At risk". */
export function bandText(band: Band): string {
  const { mark, word } = BAND_LABELS[band];
  return `${mark} ${word}`;
}

/** "🟡 Watch, 62 of 100", or "⚪ Unknown": the score's band, whatever the override. */
export function scoreText({ computedBand, score }: Pick<Health, 'computedBand' | 'score'>): string {
  return score === null ? bandText(computedBand) : `${bandText(computedBand)}, ${score} of 100`;
}

/** "↘ falling · fair confidence"; empty without a score. */
export function confidenceText({
  score,
  trend,
  confidence,
}: Pick<Health, 'score' | 'trend' | 'confidence'>): string {
  if (score === null) return '';
  const course = trend ? `${TREND_LABELS[trend].mark} ${TREND_LABELS[trend].word} · ` : '';
  return `${course}${CONFIDENCE_LABELS[confidence]}`;
}

/** "😐 They said they’re so-so, 12 days ago": it always says whose word it is. */
function latestFeeling({ checkIns }: Overview, now: Temporal.Instant): string {
  const latest = checkIns[0];
  if (!latest) return 'No check-ins yet';
  const told = checkIns.find(({ clientSentiment }) => clientSentiment !== null);
  if (told?.clientSentiment) {
    const { face, word } = SENTIMENT_WORDS[told.clientSentiment];
    return `${face} They said they’re ${word.toLowerCase()}, ${ago(told.spokeAt, now)}`;
  }
  const { face, word } = SENTIMENT_WORDS[latest.ourImpression];
  return `${face} We think they’re ${word.toLowerCase()}, ${ago(latest.createdAt, now)}`;
}

/** "8 clients: 2 at risk, 1 watch, 5 healthy". */
export function countBands(overviews: readonly Overview[]): string {
  const parts = BANDS.flatMap((band) => {
    const number = overviews.filter(({ health }) => health.band === band).length;
    return number === 0 ? [] : [`${number} ${lower(band)}`];
  });
  const total = count(overviews.length, 'client');
  return parts.length === 0 ? total : `${total}: ${parts.join(', ')}`;
}

/** Why, in one line: the two heaviest reasons for a client in trouble, the latest feeling of any other. */
export function mainReason(overview: Overview, now: Temporal.Instant): string {
  const { health } = overview;
  const reasons = health.band === 'healthy' && !health.override ? [] : reasonsOf(health).slice(0, 2);
  return reasons.length > 0 ? reasons.join(' · ') : latestFeeling(overview, now);
}

/** What is behind the band that counts, the heaviest first: the reason of an override before all others. */
export function reasonsOf({ override, reasons }: Pick<Health, 'override' | 'reasons'>): string[] {
  return override ? [`Set manually: “${clip(override.reason, REASON_SAID)}”`, ...reasons] : reasons;
}

function lower(band: Band): string {
  return BAND_LABELS[band].word.toLowerCase();
}
