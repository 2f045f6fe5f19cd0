import { requireClient } from '../../clients/find-client.ts';
import { CLIENT_SHOW } from '../../clients/view.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Slack } from '../../slack/inbound/slack.ts';
import { isChannel } from '../../slack/outbound/audience.ts';
import { shareCard } from '../share-in-channel.ts';
import { loadCard } from './load-card.ts';
import type { PortfolioViewer } from './rules.ts';
import { CARD_SHARE, clientCard, clientCardModal } from './view.ts';

/** Listens to what shows a client's card, and shares it. */
export function registerCardListeners(slack: Slack, deps: Deps): void {
  const { db, clock } = deps;

  slack.onAction(new RegExp(`^${CLIENT_SHOW}(-|$)`), async ({ by, value, surface, reply, open }) => {
    const client = await requireClient(db, by.workspaceId, value);
    const now = clock.now();
    if (surface.kind === 'view') {
      await open(async () => clientCardModal(await loadCard(db, client, now), by, now));
      return;
    }
    const viewer = { ...by, visibility: visibilityIn(surface.channelId) };
    await reply(clientCard(await loadCard(db, client, now), viewer, now));
  });

  slack.onAction(CARD_SHARE, async ({ by, value, surface, reply }) => {
    if (surface.kind !== 'message') return;
    await shareCard(deps, by, value, surface);
    await reply('Shared in this channel.');
  });
}

/** Who sees an answer that is given to one person in this conversation. */
export function visibilityIn(channelId: string): PortfolioViewer['visibility'] {
  return isChannel(channelId) ? 'ephemeral' : 'private';
}
