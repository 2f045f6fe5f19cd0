import { requireClient } from '../../clients/find-client.ts';
import type { Clock } from '../../runtime/clock.ts';
import { UserError } from '../../runtime/errors.ts';
import { escapeText, type Message } from '../../slack/blocks/blocks.ts';
import type { Requester } from '../../slack/inbound/requester.ts';
import type { Messenger } from '../../slack/outbound/messenger.ts';
import type { Database } from '../../storage/database.ts';
import { claimIdempotencyKey, releaseIdempotencyKey } from '../../storage/idempotency-keys.ts';
import { portfolioMessage } from '../list/portfolio-view.ts';
import { loadCard, loadPortfolio } from './load-card.ts';
import { clientCard } from './view.ts';

/** The message in which one person sees what is to be shared. */
interface Shown {
  channelId: string;
  ts: string;
}

/**
 * Posts a client's card in the channel in which it was shown to one person, once for each time that it was shown.
 * Times on it are in the sharer's zone.
 *
 * @throws UserError when an outsider reads the channel, and when it has been shared already.
 */
export async function shareClient(
  db: Database,
  messenger: Messenger,
  clock: Clock,
  by: Requester,
  clientId: string,
  shown: Shown,
): Promise<void> {
  const now = clock.now();
  const client = await requireClient(db, by.workspaceId, clientId);
  const card = await loadCard(db, client, now);
  const message = clientCard(card, { ...by, place: 'channel' }, now);
  await shareOnce(db, messenger, now, by, client.id, shown, message);
}

/**
 * As `shareClient`, the list of all clients.
 *
 * @throws UserError when an outsider reads the channel, and when it has been shared already.
 */
export async function shareList(
  db: Database,
  messenger: Messenger,
  clock: Clock,
  by: Requester,
  shown: Shown,
): Promise<void> {
  const now = clock.now();
  const portfolio = await loadPortfolio(db, by.workspaceId, now);
  const message = portfolioMessage(portfolio, { ...by, place: 'channel' }, now);
  await shareOnce(db, messenger, now, by, 'list', shown, message);
}

async function shareOnce(
  db: Database,
  messenger: Messenger,
  now: Temporal.Instant,
  by: Requester,
  what: string,
  shown: Shown,
  message: Message,
): Promise<void> {
  const key = `share ${shown.channelId} ${shown.ts} ${what}`;
  if (!(await claimIdempotencyKey(db, by.workspaceId, key, now))) {
    throw new UserError('You have shared this in the channel already. Ask for it again to share it anew.');
  }
  try {
    await messenger.sendToChannel(shown.channelId, {
      ...message,
      text: `${escapeText(by.name)} shared: ${message.text}`,
    });
  } catch (error) {
    await releaseIdempotencyKey(db, by.workspaceId, key);
    throw error;
  }
}
