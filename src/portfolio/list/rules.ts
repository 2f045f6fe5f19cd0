/** All clients: which of them a page shows, in which order, and what they bring in. */
import { byAttention, needsAttention, type Overview } from '../../health/rules.ts';
import { type Band, isBand } from '../../health/score/rules.ts';
import type { People } from '../../people/rules.ts';

export interface Portfolio {
  /** All clients that have not ended. */
  overviews: readonly Overview[];
  people: People;
}

/** Which clients somebody looks at. */
export interface PortfolioFilter {
  band: Band | null;
  /** The owner or cover; null for everyone's clients. */
  personId: string | null;
  /** From 0. */
  page: number;
}

export const NO_FILTER: PortfolioFilter = { band: null, personId: null, page: 0 };

const ANY = 'all';
const ENCODED = /^(?<band>[a-z-]+)~(?<person>all|[UW][A-Z0-9]{1,40})~(?<page>\d{1,4})$/u;

/** As the value of a button or an option. */
export function encodeFilter({ band, personId, page }: PortfolioFilter): string {
  return `${band ?? ANY}~${personId ?? ANY}~${page}`;
}

/** `NO_FILTER` for a value that `encodeFilter` did not make. */
export function parseFilter(value: string): PortfolioFilter {
  const { band = ANY, person = ANY, page = '0' } = ENCODED.exec(value)?.groups ?? {};
  return {
    band: isBand(band) ? band : null,
    personId: person === ANY ? null : person,
    page: Number(page),
  };
}

export interface Page {
  overviews: Overview[];
  /** From 0. */
  page: number;
  pages: number;
  /** Of clients on all pages. */
  total: number;
  /** How many clients come before this page. */
  offset: number;
}

/** One page of the clients that the filter lets through, in their order; the last page where there are fewer. */
export function pageOf(overviews: readonly Overview[], filter: PortfolioFilter, pageSize: number): Page {
  const matching = overviews.filter((overview) => matches(overview, filter));
  const pages = Math.max(1, Math.ceil(matching.length / pageSize));
  const page = Math.min(filter.page, pages - 1);
  const offset = page * pageSize;
  return {
    overviews: matching.slice(offset, offset + pageSize),
    page,
    pages,
    total: matching.length,
    offset,
  };
}

function matches({ client, health }: Overview, { band, personId }: PortfolioFilter): boolean {
  if (band !== null && health.band !== band) return false;
  return personId === null || client.ownerId === personId || client.coverId === personId;
}

/** Clients that need attention first, paused ones last. */
export function sortByAttention(overviews: readonly Overview[]): Overview[] {
  const sorted = overviews.toSorted(byAttention);
  const isPaused = ({ client }: Overview) => client.status === 'paused';
  return [...sorted.filter((overview) => !isPaused(overview)), ...sorted.filter(isPaused)];
}

/** Monthly fees in one currency. */
export interface Revenue {
  /** ISO 4217. */
  currency: string;
  all: number;
  atRisk: number;
  /** At risk or on watch. */
  needingAttention: number;
}

/** The largest first; clients without a fee are left out. */
export function revenueByCurrency(overviews: readonly Overview[]): Revenue[] {
  const byCurrency = new Map<string, Revenue>();
  for (const overview of overviews) {
    const { monthlyFee } = overview.client;
    if (!monthlyFee || monthlyFee.amount === 0) continue;
    const { currency, amount } = monthlyFee;
    const sum = byCurrency.get(currency) ?? { currency, all: 0, atRisk: 0, needingAttention: 0 };
    sum.all += amount;
    if (overview.health.band === 'at-risk' && needsAttention(overview)) sum.atRisk += amount;
    if (needsAttention(overview)) sum.needingAttention += amount;
    byCurrency.set(currency, sum);
  }
  return [...byCurrency.values()].sort((a, b) => b.all - a.all);
}

/** A share in whole percent; 1 for less than that, unless it is nothing. */
export function wholePercent(part: number, whole: number): number {
  if (part <= 0 || whole <= 0) return 0;
  return Math.max(1, Math.round((100 * part) / whole));
}
