import type { ModalView } from '@slack/types';
import { addClientButton } from '../../clients/view.ts';
import { needsAttention, type Overview } from '../../health/rules.ts';
import { BAND_LABELS, BANDS } from '../../health/score/rules.ts';
import { bandLabel, countBands, TREND_LABELS } from '../../health/view.ts';
import type { People } from '../../people/rules.ts';
import { personName } from '../../people/rules.ts';
import { ago } from '../../runtime/formats/dates.ts';
import { count, moneyText } from '../../runtime/formats/numbers.ts';
import {
  actions,
  type Block,
  button,
  context,
  escapeText,
  type Message,
  option,
  plain,
  section,
} from '../../slack/blocks/blocks.ts';
import { type Cell, dataTable } from '../../slack/blocks/data-blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import type { CardViewer } from '../card/view.ts';
import { clientSection, sortByAttention } from './list-view.ts';
import {
  encodeFilter,
  NO_FILTER,
  type Page,
  type PortfolioFilter,
  pageOf,
  type Revenue,
  revenueByCurrency,
  wholePercent,
} from './portfolio.ts';

/** Shows another part of the portfolio; the value says which. More may follow, as Slack wants every id once. */
export const PORTFOLIO_FILTER = 'portfolio-turn';
/** Shares the portfolio in the channel in which one person sees it. */
export const PORTFOLIO_SHARE = 'health-share-list';
/** Shows the card of the client that was chosen. */
const CHOOSE_ACTION = 'client-show-chosen';

/** Rows of one page: where each has its own block, there is room for so many, beside what stands around them. */
const ROWS = 30;
const VIEW_ROWS = 80;
const TABLE_PAGE = 10;
const FIRST = 5;
const NAMES_SAID = 10;
/** Slack's hundred options, less "Everybody" and "My clients". */
const OWNERS = LIMITS.options - 2;

/** All that a portfolio is made from. */
export interface Portfolio {
  /** All clients that are not ended. */
  overviews: readonly Overview[];
  people: People;
}

/** Everybody's clients as a message: who needs attention first, then a table of them all, page by page. */
export function portfolioMessage(
  { overviews, people }: Portfolio,
  reader: CardViewer,
  now: Temporal.Instant,
  showing: PortfolioFilter = NO_FILTER,
): Message {
  if (overviews.length === 0) return noClients();
  const sorted = sortByAttention(overviews);
  const page = pageOf(sorted, showing, ROWS);
  const withMoney = reader.place !== 'channel';
  const top = [section(plain(headline(sorted, withMoney))), ...filters(sorted, people, reader, showing)];
  const bottom = [...paging(page, showing, reader), ...closing(reader.place)];
  const urgent = page.page === 0 ? page.overviews.filter(needsAttention).slice(0, FIRST) : [];
  const lines = (shown: readonly Overview[]) => shown.map((overview) => clientSection(overview, people, now));
  const rows =
    page.overviews.length === 0
      ? []
      : [table(page, people, now, withMoney), ...chooser(page.overviews, reader)];
  return {
    text: story(sorted, withMoney),
    blocks: [...top, ...lines(urgent), ...rows, ...bottom],
    plainBlocks: [...top, ...lines(page.overviews), ...bottom],
  };
}

/** The same as a modal, which takes no tables, but more lines. */
export function portfolioModal(
  { overviews, people }: Portfolio,
  reader: CardViewer,
  now: Temporal.Instant,
  showing: PortfolioFilter = NO_FILTER,
): ModalView {
  const sorted = sortByAttention(overviews);
  const page = pageOf(sorted, showing, VIEW_ROWS);
  return {
    type: 'modal',
    title: plain('Clients', LIMITS.viewTitle),
    close: plain('Close'),
    blocks:
      sorted.length === 0
        ? noClients().blocks
        : [
            section(plain(headline(sorted, true))),
            ...filters(sorted, people, reader, showing),
            ...page.overviews.map((overview) => clientSection(overview, people, now)),
            ...paging(page, showing, reader),
            ...closing('private'),
          ],
  };
}

/** "2 of 14 need attention, 18% of monthly value"; without money to tell of, only the first half. */
export function attentionSummary(overviews: readonly Overview[]): string {
  const needing = overviews.filter(needsAttention).length;
  if (overviews.length === 0) return 'No clients yet';
  const all = count(overviews.length, 'client');
  if (needing === 0) {
    const unknown = overviews.filter(({ health }) => health.band === 'unknown').length;
    const but = unknown > 0 ? `, but nobody knows of ${unknown}` : '';
    if (overviews.length === 1)
      return unknown > 0 ? '1 client, of whom nobody knows' : '1 client, in no need of attention';
    return `None of ${all} needs attention${but}`;
  }
  const who = `${needing} of ${all} ${needing === 1 ? 'needs' : 'need'} attention`;
  const shares = revenueByCurrency(overviews).map(({ currency, all, needingAttention }, _index, every) => {
    const share = `${wholePercent(needingAttention, all)}% of monthly value`;
    return every.length > 1 ? `${share} in ${currency}` : share;
  });
  return [who, ...shares].join(', ');
}

/** What the clients at risk bring in, by currency, and its share of all: "At risk: 4,200 EUR a month, 18% of all". */
export function revenueAtRiskText(overviews: readonly Overview[]): string | null {
  const every = revenueByCurrency(overviews);
  const some = every.filter(({ atRisk }) => atRisk > 0);
  if (some.length === 0) return null;
  const said = ({ currency, all, atRisk }: Revenue) =>
    `${moneyText({ amount: atRisk, currency })} a month, ${wholePercent(atRisk, all)}% of all${every.length > 1 ? ` in ${currency}` : ''}`;
  return `At risk: ${some.map(said).join('; ')}`;
}

function headline(sorted: readonly Overview[], withMoney: boolean): string {
  const atRisk = withMoney ? revenueAtRiskText(sorted) : null;
  return [`${attentionSummary(sorted)}.`, countBands(sorted), ...(atRisk ? [`${atRisk}.`] : [])].join('\n');
}

function story(sorted: readonly Overview[], withMoney: boolean): string {
  const urgent = sorted.filter(needsAttention);
  const names = urgent.slice(0, NAMES_SAID).map(({ client }) => escapeText(client.name));
  const rest = urgent.length > names.length ? ` and ${urgent.length - names.length} more` : '';
  const atRisk = withMoney ? revenueAtRiskText(sorted) : null;
  return [
    `${attentionSummary(sorted)}.`,
    ...(names.length > 0 ? [`First: ${names.join(', ')}${rest}.`] : []),
    ...(atRisk ? [`${atRisk}.`] : []),
    `${countBands(sorted)}.`,
  ].join(' ');
}

/** What a channel reads has nothing to choose: it is the same for everybody. */
function filters(
  sorted: readonly Overview[],
  people: People,
  reader: CardViewer,
  showing: PortfolioFilter,
): Block[] {
  if (reader.place === 'channel') return [];
  const to = (but: Partial<PortfolioFilter>) => encodeFilter({ ...showing, page: 0, ...but });
  const bands = [
    option('Every band', to({ band: null })),
    ...BANDS.map((band) => {
      const number = sorted.filter(({ health }) => health.band === band).length;
      return option(`${BAND_LABELS[band].mark} ${BAND_LABELS[band].word} (${number})`, to({ band }));
    }),
  ];
  const owners = [...new Set(sorted.map(({ client }) => client.ownerId))]
    .filter((id) => id !== reader.userId)
    .map((id) => ({ id, name: personName(people, id) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .slice(0, OWNERS);
  const whose = [
    option('Everybody’s clients', to({ personId: null })),
    option('My clients', to({ personId: reader.userId })),
    ...owners.map(({ id, name }) => option(name, to({ personId: id }))),
  ];
  return [
    actions(`portfolio-filter-${encodeFilter(showing)}`, [
      select(`${PORTFOLIO_FILTER}-band`, 'Band', bands, to({})),
      select(`${PORTFOLIO_FILTER}-owner`, 'Whose', whose, to({})),
    ]),
  ];
}

function select(actionId: string, placeholder: string, options: ReturnType<typeof option>[], chosen: string) {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select' as const,
    action_id: actionId,
    placeholder: plain(placeholder),
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

function table(
  { overviews, from, matching }: Page,
  people: People,
  now: Temporal.Instant,
  withMoney: boolean,
) {
  const columns = ['Client', 'Owner', 'Band', 'Score', 'Trend', 'Last contact'];
  const rows = overviews.map((overview): Cell[] => {
    const { client, health } = overview;
    const value = client.monthlyFee;
    return [
      client.name,
      personName(people, client.ownerId),
      bandLabel(overview),
      health.score === null ? '–' : { value: health.score, text: String(health.score) },
      health.trend === null ? '–' : `${TREND_LABELS[health.trend].mark} ${TREND_LABELS[health.trend].word}`,
      client.lastContactAt ? ago(client.lastContactAt, now) : 'Never',
      ...(withMoney ? [value ? { value: value.amount, text: moneyText(value) } : '–'] : []),
    ];
  });
  const caption =
    matching > overviews.length
      ? `Clients ${from + 1} to ${from + overviews.length} of ${matching}`
      : count(matching, 'client');
  return dataTable(caption, withMoney ? [...columns, 'Value a month'] : columns, rows, {
    pageSize: TABLE_PAGE,
  });
}

/** A table has no buttons: this opens the card of any client in it. */
function chooser(overviews: readonly Overview[], { place }: CardViewer): Block[] {
  if (place === 'channel') return [];
  const options = overviews.slice(0, LIMITS.options).map(({ client }) => option(client.name, client.id));
  return [actions('portfolio-choose', [select(CHOOSE_ACTION, 'Show a client …', options, '')])];
}

function paging(
  { page, pages, matching, from, overviews }: Page,
  showing: PortfolioFilter,
  { place }: CardViewer,
): Block[] {
  if (matching === 0)
    return [section(plain('No client is like that. Choose another band or somebody else.'))];
  if (place === 'channel') {
    const rest = matching - overviews.length;
    return rest > 0 ? [context(plain(`And ${count(rest, 'client')} more.`))] : [];
  }
  if (pages === 1) return [];
  const to = (text: string, next: number) =>
    button(text, `${PORTFOLIO_FILTER}-${text.toLowerCase()}`, encodeFilter({ ...showing, page: next }));
  return [
    context(plain(`Clients ${from + 1} to ${from + overviews.length} of ${matching}`)),
    actions('portfolio-pages', [
      ...(page > 0 ? [to('Previous', page - 1)] : []),
      ...(page < pages - 1 ? [to('Next', page + 1)] : []),
    ]),
  ];
}

/** What a channel reads has no button that changes something. */
function closing(place: CardViewer['place']): Block[] {
  if (place === 'channel') return [];
  const share = button('Share in channel', PORTFOLIO_SHARE, 'list', { label: 'Share this list here' });
  return [actions('portfolio', [addClientButton('primary'), ...(place === 'channel-asker' ? [share] : [])])];
}

function noClients(): Message {
  const text = 'No clients yet. Add the first one: it takes half a minute.';
  return { text, blocks: [section(plain(text)), actions('portfolio', [addClientButton('primary')])] };
}
