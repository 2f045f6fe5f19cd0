import type { Clock } from '../../runtime/clock.ts';
import { onAction, type Slack } from '../../slack/inbound/listen.ts';
import { updateModal } from '../../slack/inbound/modals.ts';
import { isChannel } from '../../slack/outbound/audience.ts';
import type { Messenger } from '../../slack/outbound/messenger.ts';
import type { Database } from '../../storage/database.ts';
import { loadPortfolio } from '../card/load-card.ts';
import { shareList } from '../card/share-client.ts';
import { PORTFOLIO_SHOW } from './list-view.ts';
import { parseFilter } from './portfolio.ts';
import { PORTFOLIO_FILTER, PORTFOLIO_SHARE, portfolioMessage, portfolioModal } from './portfolio-view.ts';

/** Listens to what turns the portfolio's pages, chooses a part of it, or shares it. */
export function registerListListeners(slack: Slack, db: Database, clock: Clock, messenger: Messenger): void {
  onAction(slack, PORTFOLIO_SHOW, async ({ by, value, open }) => {
    await open(async () => {
      const now = clock.now();
      const portfolio = await loadPortfolio(db, by.workspaceId, now);
      return portfolioModal(portfolio, { ...by, place: 'private' }, now, parseFilter(value));
    });
  });

  onAction(slack, new RegExp(`^${PORTFOLIO_FILTER}-`), async ({ by, value, surface, web, replace }) => {
    const now = clock.now();
    const showing = parseFilter(value);
    const portfolio = await loadPortfolio(db, by.workspaceId, now);
    if (surface.kind === 'view') {
      const view = portfolioModal(portfolio, { ...by, place: 'private' }, now, showing);
      await updateModal(web, surface.viewId, view);
      return;
    }
    const place = isChannel(surface.channelId) ? 'channel-asker' : 'private';
    await replace(portfolioMessage(portfolio, { ...by, place }, now, showing));
  });

  onAction(slack, PORTFOLIO_SHARE, async ({ by, surface, reply }) => {
    if (surface.kind !== 'message') return;
    await shareList(db, messenger, clock, by, surface);
    await reply('Shared in this channel.');
  });
}
