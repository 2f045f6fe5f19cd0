import type { StaticSelect } from '@slack/types';
import { BANDS } from '../../health/score/rules.ts';
import { bandText } from '../../health/view.ts';
import { personName } from '../../people/rules.ts';
import { actions, type Block, option, plain } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import type { PortfolioViewer } from '../card/rules.ts';
import { encodeFilter, type Portfolio, type PortfolioFilter } from './rules.ts';

/** Shows the clients of another filter or page, which is its value. Each control adds what tells it from the others. */
export const PORTFOLIO_FILTER = 'portfolio-turn';

/** Slack's hundred options, less "Everyone’s clients" and "My clients". */
const OWNERS_MAX = LIMITS.options - 2;

/** Menus for band and owner. A channel has none: it sees the same for everyone. */
export function filterMenus(portfolio: Portfolio, viewer: PortfolioViewer, filter: PortfolioFilter): Block[] {
  if (viewer.visibility === 'channel') return [];
  const valueWith = (change: Partial<PortfolioFilter>) => encodeFilter({ ...filter, page: 0, ...change });
  const bands = [
    option('All bands', valueWith({ band: null })),
    ...BANDS.map((band) => {
      const number = portfolio.overviews.filter(({ health }) => health.band === band).length;
      return option(`${bandText(band)} (${number})`, valueWith({ band }));
    }),
  ];
  const owners = [
    option('Everyone’s clients', valueWith({ personId: null })),
    option('My clients', valueWith({ personId: viewer.userId })),
    ...otherOwners(portfolio, viewer).map(({ id, name }) => option(name, valueWith({ personId: id }))),
  ];
  return [
    actions(`portfolio-filter-${encodeFilter(filter)}`, [
      select(`${PORTFOLIO_FILTER}-band`, 'Band', bands, valueWith({})),
      select(`${PORTFOLIO_FILTER}-owner`, 'Owner', owners, valueWith({})),
    ]),
  ];
}

function otherOwners({ overviews, people }: Portfolio, { userId }: PortfolioViewer) {
  return [...new Set(overviews.map(({ client }) => client.ownerId))]
    .filter((id) => id !== userId)
    .map((id) => ({ id, name: personName(people, id) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .slice(0, OWNERS_MAX);
}

function select(
  actionId: string,
  placeholder: string,
  options: ReturnType<typeof option>[],
  chosen: string,
): StaticSelect {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: actionId,
    placeholder: plain(placeholder),
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}
