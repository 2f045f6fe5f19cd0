import type { Clock } from '../../runtime/clock.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
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
  slack.onAction(PORTFOLIO_SHOW, async ({ by, value, open }) => {
    await open(async () => {
      const now = clock.now();
      const portfolio = await loadPortfolio(db, by.workspaceId, now);
      return portfolioModal(portfolio, { ...by, place: 'private' }, now, parseFilter(value));
    });
  });

  slack.onAction(new RegExp(`^${PORTFOLIO_FILTER}-`), async ({ by, value, surface, update, replace }) => {
    const now = clock.now();
    const showing = parseFilter(value);
    const portfolio = await loadPortfolio(db, by.workspaceId, now);
    if (surface.kind === 'view') {
      await update(portfolioModal(portfolio, { ...by, place: 'private' }, now, showing));
      return;
    }
    const place = isChannel(surface.channelId) ? 'channel-asker' : 'private';
    await replace(portfolioMessage(portfolio, { ...by, place }, now, showing));
  });

  slack.onAction(PORTFOLIO_SHARE, async ({ by, surface, reply }) => {
    if (surface.kind !== 'message') return;
    await shareList(db, messenger, clock, by, surface);
    await reply('Shared in this channel.');
  });
}
