/** Which of the clients are shown, and what they bring in. Pure. */

import { needsAttention, type Overview } from '../../health/rules.ts';
import { type Band, isBand } from '../../health/score/rules.ts';

/** What somebody is looking at; it travels in the value of each button that leads on from there. */
export interface PortfolioFilter {
  band: Band | null;
  /** Whose clients, as owner or cover; null for everybody's. */
  personId: string | null;
  /** From 0. */
  page: number;
}

export const NO_FILTER: PortfolioFilter = { band: null, personId: null, page: 0 };

const NONE = 'all';
const SHOWING = /^(?<band>[a-z-]+)~(?<person>all|[UW][A-Z0-9]{1,40})~(?<page>\d{1,4})$/u;

export function encodeFilter({ band, personId, page }: PortfolioFilter): string {
  return `${band ?? NONE}~${personId ?? NONE}~${page}`;
}

/** Everything, from the start, for a value that is none of ours. */
export function parseFilter(value: string): PortfolioFilter {
  const { band = NONE, person = NONE, page = '0' } = SHOWING.exec(value)?.groups ?? {};
  return {
    band: isBand(band) ? band : null,
    personId: person === NONE ? null : person,
    page: Number(page),
  };
}

export interface Page {
  overviews: Overview[];
  /** From 0; the last one where a later one was asked for. */
  page: number;
  pages: number;
  /** How many clients match, on all pages. */
  matching: number;
  /** The first of the page among them, from 0. */
  from: number;
}

/** @param sorted in the order in which they are shown. */
export function pageOf(sorted: readonly Overview[], showing: PortfolioFilter, size: number): Page {
  const matching = sorted.filter((overview) => matches(overview, showing));
  const pages = Math.max(1, Math.ceil(matching.length / size));
  const page = Math.min(showing.page, pages - 1);
  const from = page * size;
  return { overviews: matching.slice(from, from + size), page, pages, matching: matching.length, from };
}

function matches({ client, health }: Overview, { band, personId }: PortfolioFilter): boolean {
  if (band !== null && health.band !== band) return false;
  return personId === null || client.ownerId === personId || client.coverId === personId;
}

/** What clients bring in each month, in one currency. */
export interface Revenue {
  /** ISO 4217. */
  currency: string;
  all: number;
  /** Of clients at risk. */
  atRisk: number;
  /** Of clients at risk or to be watched. */
  needingAttention: number;
}

/** By currency, the largest first; clients whose value nobody has told are not in it. */
export function revenueByCurrency(overviews: readonly Overview[]): Revenue[] {
  const by = new Map<string, Revenue>();
  for (const overview of overviews) {
    const { monthlyFee } = overview.client;
    if (!monthlyFee || monthlyFee.amount === 0) continue;
    const { currency, amount } = monthlyFee;
    const sum = by.get(currency) ?? { currency, all: 0, atRisk: 0, needingAttention: 0 };
    sum.all += amount;
    if (overview.health.band === 'at-risk' && needsAttention(overview)) sum.atRisk += amount;
    if (needsAttention(overview)) sum.needingAttention += amount;
    by.set(currency, sum);
  }
  return [...by.values()].sort((a, b) => b.all - a.all);
}

/** In whole percent; what is some, but less than half a percent, is said to be 1. */
export function wholePercent(part: number, whole: number): number {
  if (part <= 0 || whole <= 0) return 0;
  return Math.max(1, Math.round((100 * part) / whole));
}
