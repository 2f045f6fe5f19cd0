/**
 * Sends what Rapport owes Slack exactly once. The row knows how far a message has come:
 *
 *     pending ──claim──► sending ──answer──► sent        (its revision grew: updated)
 *        ▲                  │
 *        └──not found──── lost answer or crash: look for its id in the channel's history first
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Refusal, slackCode } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import type { Message } from './blocks.ts';
import {
  claimDelivery,
  type Delivery,
  markFailed,
  markPending,
  markSent,
  markShown,
} from './delivery-store.ts';
import type { Messenger } from './messenger.ts';

/** Makes the message of one delivery from what the database says now; null when there is nothing to say any more. */
export type Render = (workspaceId: string, deliveryId: string) => Promise<Message | null>;

/** How long one attempt may hold a delivery, in seconds: longer than Slack's client waits, in all its calls. */
const LEASE_SECONDS = 60;

/** Slack's answers that no further attempt will change. Source: docs.slack.dev, chat.postMessage, errors. */
const NEVER = new Set([
  'account_inactive',
  'cannot_dm_bot',
  'channel_not_found',
  'invalid_auth',
  'is_archived',
  'messages_tab_disabled',
  'missing_scope',
  'not_authed',
  'token_revoked',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
]);

const ATTEMPTS = 12;

/** What becomes of `deliver`'s work; for the log and for tests. */
export type Outcome = 'sent' | 'updated' | 'later' | 'failed' | 'nothing-to-do';

/**
 * Does what the row still needs. Safe to call at any time, by any number of processes: one of them gets the row.
 *
 * @throws what the database throws; Slack's failures end in the row.
 */
export async function deliver(
  db: Database,
  messenger: Messenger,
  clock: Clock,
  log: Logger,
  renders: Record<Delivery['kind'], Render>,
  ids: { workspaceId: string; deliveryId: string },
): Promise<Outcome> {
  const claimed = await claimDelivery(db, ids.workspaceId, ids.deliveryId, clock.now(), LEASE_SECONDS);
  if (!claimed) return 'nothing-to-do';
  const { delivery, uncertain } = claimed;
  const render = () => renders[delivery.kind](ids.workspaceId, delivery.id);
  try {
    if (delivery.status === 'sent') {
      await refresh(db, messenger, delivery, render);
      return 'updated';
    }
    const channelId =
      delivery.destination.startsWith('C') || delivery.destination.startsWith('G')
        ? delivery.destination
        : await messenger.openDm(delivery.destination);
    const found = uncertain ? await messenger.find(channelId, delivery.id, delivery.createdAt) : null;
    if (found) {
      await markSent(db, delivery, found, clock.now(), delivery.revision - 1);
      return 'sent';
    }
    const message = await render();
    if (!message) {
      await markFailed(db, delivery, 'nothing_to_say');
      return 'failed';
    }
    const send = channelId.startsWith('D') ? messenger.sendDm : messenger.sendToChannel;
    const sent = await send(channelId, message, delivery.id);
    await markSent(db, delivery, sent, clock.now(), delivery.revision);
    return 'sent';
  } catch (error) {
    return settle(db, clock, log, delivery, error);
  }
}

async function refresh(
  db: Database,
  messenger: Messenger,
  delivery: Delivery,
  render: () => Promise<Message | null>,
) {
  const message = await render();
  if (message && delivery.sent) await messenger.update(delivery.sent, message);
  await markShown(db, delivery);
}

async function settle(
  db: Database,
  clock: Clock,
  log: Logger,
  delivery: Delivery,
  error: unknown,
): Promise<Outcome> {
  const code = error instanceof Refusal ? 'refused' : (slackCode(error) ?? requestCode(error));
  const ids = {
    workspaceId: delivery.workspaceId,
    deliveryId: delivery.id,
    code,
    attempt: delivery.attempts,
  };
  if (code === undefined) throw error;
  if (delivery.status === 'sent') {
    log.warn(ids, 'a sent message could not be brought up to date');
    await markShown(db, delivery);
    return 'failed';
  }
  if (error instanceof Refusal || NEVER.has(code) || delivery.attempts >= ATTEMPTS) {
    log.error(ids, 'a message will not be delivered');
    await markFailed(db, delivery, code);
    return 'failed';
  }
  // Slack may have done the work before the answer got lost: the row stays `sending`, and the next attempt looks first.
  const uncertain = slackCode(error) === undefined && code !== 'ratelimited';
  const next = clock.now().add({ milliseconds: waitMs(error, delivery.attempts) });
  log.warn({ ...ids, uncertain }, 'a message will be tried again');
  await markPending(db, delivery, code, next, uncertain);
  return 'later';
}

/** The code of an error of the request itself, rather than an answer of Slack's; undefined when Slack had no part in it. */
function requestCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const code = String(error.code);
  if (code === 'slack_webapi_rate_limited_error') return 'ratelimited';
  return code.startsWith('slack_webapi_') ? code : undefined;
}

function waitMs(error: unknown, attempts: number): number {
  if (
    typeof error === 'object' &&
    error !== null &&
    'retryAfter' in error &&
    typeof error.retryAfter === 'number'
  ) {
    return error.retryAfter * 1_000;
  }
  const ceiling = Math.min(15 * 60_000, 2_000 * 2 ** attempts);
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}
