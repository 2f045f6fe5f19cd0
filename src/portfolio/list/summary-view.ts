/** All clients in a few sentences. */

import { needsAttention, type Overview } from '../../health/rules.ts';
import { countBands } from '../../health/view.ts';
import { count, moneyText } from '../../runtime/formats/numbers.ts';
import { escapeText } from '../../slack/blocks/blocks.ts';
import { type Revenue, revenueByCurrency, wholePercent } from './rules.ts';

const NAMES_SHOWN = 10;

/** "2 of 14 clients need attention, 18% of monthly fees"; without fees, only the first half. */
export function attentionSummary(overviews: readonly Overview[]): string {
  const needing = overviews.filter(needsAttention).length;
  if (needing === 0) return calmSummary(overviews);
  const total = count(overviews.length, 'client');
  const shares = revenueByCurrency(overviews).map(({ currency, all, needingAttention }, _, every) => {
    const share = `${wholePercent(needingAttention, all)}% of monthly fees`;
    return every.length > 1 ? `${share} in ${currency}` : share;
  });
  return [`${needing} of ${total} ${needing === 1 ? 'needs' : 'need'} attention`, ...shares].join(', ');
}

function calmSummary(overviews: readonly Overview[]): string {
  const [first, ...others] = overviews;
  if (!first) return 'No clients yet';
  if (others.length === 0) {
    if (first.client.status === 'paused') return '1 client, paused';
    return first.health.band === 'unknown' ? '1 client, not heard from yet' : '1 client, doing fine';
  }
  const unknown = overviews.filter(({ health }) => health.band === 'unknown').length;
  const aside = unknown > 0 ? `, ${unknown} not heard from yet` : '';
  return `None of ${count(overviews.length, 'client')} needs attention${aside}`;
}

/** What the whole list says above its rows. */
export function summaryLines(overviews: readonly Overview[], withFees: boolean): string {
  const fees = withFees ? feesAtRisk(overviews) : null;
  return [`${attentionSummary(overviews)}.`, countBands(overviews), ...(fees ? [`${fees}.`] : [])].join('\n');
}

/** The same for a notification or a screen reader, with names and escaped. */
export function summaryText(sorted: readonly Overview[], withFees: boolean): string {
  const urgent = sorted.filter(needsAttention);
  const names = urgent.slice(0, NAMES_SHOWN).map(({ client }) => escapeText(client.name));
  const rest = urgent.length > names.length ? ` and ${urgent.length - names.length} more` : '';
  const fees = withFees ? feesAtRisk(sorted) : null;
  return [
    `${attentionSummary(sorted)}.`,
    ...(names.length > 0 ? [`First: ${names.join(', ')}${rest}.`] : []),
    ...(fees ? [`${fees}.`] : []),
    `${countBands(sorted)}.`,
  ].join(' ');
}

/** "At risk: 4,200 EUR a month, 18% of all fees". */
function feesAtRisk(overviews: readonly Overview[]): string | null {
  const every = revenueByCurrency(overviews);
  const some = every.filter(({ atRisk }) => atRisk > 0);
  if (some.length === 0) return null;
  const text = ({ currency, all, atRisk }: Revenue) => {
    const share = `${moneyText({ amount: atRisk, currency })} a month, ${wholePercent(atRisk, all)}% of all fees`;
    return every.length > 1 ? `${share} in ${currency}` : share;
  };
  return `At risk: ${some.map(text).join('; ')}`;
}
