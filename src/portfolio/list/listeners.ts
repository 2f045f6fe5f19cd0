import type { Deps } from '../../slack/deps.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import { visibilityIn } from '../card/listeners.ts';
import { sharePortfolio } from '../share-in-channel.ts';
import { PORTFOLIO_FILTER } from './filters-view.ts';
import { loadPortfolio } from './load-portfolio.ts';
import { parseFilter } from './rules.ts';
import { PORTFOLIO_SHARE, PORTFOLIO_SHOW, portfolioMessage, portfolioModal } from './view.ts';

/** Listens to what opens the list, filters it, turns its pages and shares it. */
export function registerListListeners(slack: Slack, deps: Deps): void {
  const { db, clock } = deps;

  slack.onAction(PORTFOLIO_SHOW, async ({ by, value, open }) => {
    await open(async () => {
      const now = clock.now();
      return portfolioModal(await loadPortfolio(db, by.workspaceId, now), by, now, parseFilter(value));
    });
  });

  slack.onAction(new RegExp(`^${PORTFOLIO_FILTER}-`), async ({ by, value, surface, update, replace }) => {
    const now = clock.now();
    const filter = parseFilter(value);
    const portfolio = await loadPortfolio(db, by.workspaceId, now);
    if (surface.kind === 'view') {
      await update(portfolioModal(portfolio, by, now, filter));
      return;
    }
    const viewer = { ...by, visibility: visibilityIn(surface.channelId) };
    await replace(portfolioMessage(portfolio, viewer, now, filter));
  });

  slack.onAction(PORTFOLIO_SHARE, async ({ by, surface, reply }) => {
    if (surface.kind !== 'message') return;
    await sharePortfolio(deps, by, surface);
    await reply('Shared in this channel.');
  });
}
