import type { ModalView } from '@slack/types';
import { addClientButton } from '../../clients/view.ts';
import { needsAttention } from '../../health/rules.ts';
import type { Viewer } from '../../people/rules.ts';
import { count } from '../../runtime/formats/numbers.ts';
import {
  actions,
  type Block,
  button,
  context,
  type Message,
  plain,
  section,
} from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import type { PortfolioViewer } from '../card/rules.ts';
import { clientSection } from './client-view.ts';
import { filterMenus, PORTFOLIO_FILTER } from './filters-view.ts';
import { pageButtons, pageCaption } from './pages-view.ts';
import {
  encodeFilter,
  NO_FILTER,
  type Page,
  type Portfolio,
  type PortfolioFilter,
  pageOf,
  sortByAttention,
} from './rules.ts';
import { summaryLines, summaryText } from './summary-view.ts';
import { clientTable } from './table-view.ts';

/** Opens the list as a modal; the value is a filter. */
export const PORTFOLIO_SHOW = 'client-list';
/** Shares the list in the channel in which one person sees it. */
export const PORTFOLIO_SHARE = 'health-share-list';

/** A message has fifty blocks: each client takes one where there are no tables. */
const MESSAGE_PAGE = 30;
const MODAL_PAGE = 80;
const URGENT_SHOWN = 5;

/** All clients as a message: those that need attention first, then a table of everyone, page by page. */
export function portfolioMessage(
  portfolio: Portfolio,
  viewer: PortfolioViewer,
  now: Temporal.Instant,
  filter: PortfolioFilter = NO_FILTER,
): Message {
  const { overviews, people } = portfolio;
  if (overviews.length === 0) return noClients();
  const sorted = sortByAttention(overviews);
  const page = pageOf(sorted, filter, MESSAGE_PAGE);
  const withFees = viewer.visibility !== 'channel';
  const top = [section(plain(summaryLines(sorted, withFees))), ...filterMenus(portfolio, viewer, filter)];
  const bottom = [...pageControls(page, filter, viewer), ...footer(viewer)];
  const urgent = page.page === 0 ? page.overviews.filter(needsAttention).slice(0, URGENT_SHOWN) : [];
  const sections = (shown: Page['overviews']) =>
    shown.map((overview) => clientSection(overview, people, now));
  return {
    text: summaryText(sorted, withFees),
    blocks: [...top, ...sections(urgent), ...clientTable(page, people, viewer, now), ...bottom],
    plainBlocks: [...top, ...sections(page.overviews), ...bottom],
  };
}

/** The same as a modal, which takes no tables, but more blocks. */
export function portfolioModal(
  portfolio: Portfolio,
  by: Viewer,
  now: Temporal.Instant,
  filter: PortfolioFilter = NO_FILTER,
): ModalView {
  const { overviews, people } = portfolio;
  const viewer: PortfolioViewer = { ...by, visibility: 'private' };
  const sorted = sortByAttention(overviews);
  const page = pageOf(sorted, filter, MODAL_PAGE);
  return {
    type: 'modal',
    title: plain('Clients', LIMITS.viewTitle),
    close: plain('Close'),
    blocks:
      sorted.length === 0
        ? noClients().blocks
        : [
            section(plain(summaryLines(sorted, true))),
            ...filterMenus(portfolio, viewer, filter),
            ...page.overviews.map((overview) => clientSection(overview, people, now)),
            ...pageControls(page, filter, viewer),
            ...footer(viewer),
          ],
  };
}

function pageControls(page: Page, filter: PortfolioFilter, { visibility }: PortfolioViewer): Block[] {
  if (page.total === 0) return [section(plain('No clients match. Choose another band or owner.'))];
  if (visibility === 'channel') {
    const rest = page.total - page.overviews.length;
    return rest > 0 ? [context(plain(`And ${count(rest, 'more client')}.`))] : [];
  }
  const encodePage = (other: number) => encodeFilter({ ...filter, page: other });
  return [
    ...pageCaption(page),
    ...pageButtons(page, { blockId: 'portfolio-pages', actionId: PORTFOLIO_FILTER, encodePage }),
  ];
}

/** A channel gets no buttons that change something. */
function footer({ visibility }: PortfolioViewer): Block[] {
  if (visibility === 'channel') return [];
  const share = button('Share in channel', PORTFOLIO_SHARE, 'list', { label: 'Share this list here' });
  return [actions('portfolio', [addClientButton('primary'), ...(visibility === 'ephemeral' ? [share] : [])])];
}

function noClients(): Message {
  const text = 'No clients yet. Add the first one: it takes half a minute.';
  return { text, blocks: [section(plain(text)), actions('portfolio', [addClientButton('primary')])] };
}
