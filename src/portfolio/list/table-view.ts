import { bandLabel, TREND_LABELS } from '../../health/view.ts';
import { type People, personName } from '../../people/rules.ts';
import { ago } from '../../runtime/formats/dates.ts';
import { count, moneyText } from '../../runtime/formats/numbers.ts';
import { actions, type Block, option, plain } from '../../slack/blocks/blocks.ts';
import { type Cell, dataTable } from '../../slack/blocks/data-blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import type { PortfolioViewer } from '../card/rules.ts';
import { pageText } from './pages-view.ts';
import type { Page } from './rules.ts';

/** Shows the card of the chosen client. */
const CLIENT_CHOOSE = 'client-show-chosen';

const ROWS_SHOWN = 10;

/** The clients of a page as a table, and a menu that opens their cards, as tables have no buttons. */
export function clientTable(
  page: Page,
  people: People,
  viewer: PortfolioViewer,
  now: Temporal.Instant,
): Block[] {
  if (page.overviews.length === 0) return [];
  return [table(page, people, viewer, now), ...(viewer.visibility === 'channel' ? [] : [chooser(page)])];
}

function table(page: Page, people: People, { visibility }: PortfolioViewer, now: Temporal.Instant): Block {
  const withFees = visibility !== 'channel';
  const columns = ['Client', 'Owner', 'Band', 'Score', 'Trend', 'Last contact'];
  const rows = page.overviews.map((overview): Cell[] => {
    const { client, health } = overview;
    const fee = client.monthlyFee;
    return [
      client.name,
      personName(people, client.ownerId),
      bandLabel(overview),
      health.score === null ? '–' : { value: health.score, text: String(health.score) },
      health.trend === null ? '–' : `${TREND_LABELS[health.trend].mark} ${TREND_LABELS[health.trend].word}`,
      client.lastContactAt ? ago(client.lastContactAt, now) : 'Never',
      ...(withFees ? [fee ? { value: fee.amount, text: moneyText(fee) } : '–'] : []),
    ];
  });
  const caption = page.pages > 1 ? pageText(page) : count(page.total, 'client');
  return dataTable(caption, withFees ? [...columns, 'Monthly fee'] : columns, rows, { pageSize: ROWS_SHOWN });
}

function chooser({ overviews }: Page): Block {
  return actions('portfolio-choose', [
    {
      type: 'static_select',
      action_id: CLIENT_CHOOSE,
      placeholder: plain('Show a client …'),
      options: overviews.slice(0, LIMITS.options).map(({ client }) => option(client.name, client.id)),
    },
  ]);
}
