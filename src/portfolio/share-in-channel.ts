import { requireClient } from '../clients/find-client.ts';
import { UserError } from '../runtime/errors.ts';
import type { Message } from '../slack/blocks/blocks.ts';
import { escapeText } from '../slack/blocks/blocks.ts';
import type { Deps } from '../slack/deps.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import { claimIdempotencyKey, releaseIdempotencyKey } from '../storage/idempotency-keys.ts';
import { loadCard } from './card/load-card.ts';
import { clientCard } from './card/view.ts';
import { loadPortfolio } from './list/load-portfolio.ts';
import { portfolioMessage } from './list/view.ts';

/** The ephemeral message whose content is shared. */
interface SharedMessage {
  channelId: string;
  ts: string;
}

/**
 * Posts a client's card in the channel in which one person sees it, once for each time they asked for it. Times are in their
 * zone.
 *
 * @throws UserError when people outside the company read the channel, and when it was shared before.
 */
export async function shareCard(
  deps: Deps,
  by: Requester,
  clientId: string,
  from: SharedMessage,
): Promise<void> {
  const now = deps.clock.now();
  const client = await requireClient(deps.db, by.workspaceId, clientId);
  const card = await loadCard(deps.db, client, now);
  const message = clientCard(card, { ...by, visibility: 'channel' }, now);
  await shareOnce(deps, by, `${from.channelId} ${from.ts} ${client.id}`, { ...from, message });
}

/** Posts the list of all clients; see `shareCard`. */
export async function sharePortfolio(deps: Deps, by: Requester, from: SharedMessage): Promise<void> {
  const now = deps.clock.now();
  const portfolio = await loadPortfolio(deps.db, by.workspaceId, now);
  const message = portfolioMessage(portfolio, { ...by, visibility: 'channel' }, now);
  await shareOnce(deps, by, `${from.channelId} ${from.ts} list`, { ...from, message });
}

async function shareOnce(
  { db, clock, messenger }: Deps,
  { workspaceId, name }: Requester,
  what: string,
  { channelId, message }: { channelId: string; message: Message },
): Promise<void> {
  const key = `share ${what}`;
  if (!(await claimIdempotencyKey(db, workspaceId, key, clock.now()))) {
    throw new UserError('You’ve already shared this here. Ask for it again to share the latest.');
  }
  try {
    await messenger.sendToChannel(channelId, {
      ...message,
      text: `${escapeText(name)} shared: ${message.text}`,
    });
  } catch (error) {
    await releaseIdempotencyKey(db, workspaceId, key);
    throw error;
  }
}
