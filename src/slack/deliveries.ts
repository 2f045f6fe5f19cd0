/**
 * Sends what Rapport owes Slack: exactly once to a person. A channel's history is not ours to read, so what goes to a
 * channel may, after a lost answer, rarely come twice, but is never left out. The row knows how far a message has come:
 *
 *     pending ──claim──► sending ──answer──► sent        (its revision grew: updated)
 *        ▲                  │
 *        └──not found──── lost answer or crash: look for its id in the DM's history first
 *
 * Everyone who takes a delivery up counts one attempt more, and may change the row only while theirs is the last.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { Refusal, slackCode } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { isChannel, NotKnownYet } from './audience.ts';
import type { Message } from './blocks.ts';
import {
  claimDelivery,
  type Delivery,
  markFailed,
  markLater,
  markSent,
  markShown,
} from './delivery-store.ts';
import type { Messenger } from './messenger.ts';

/** Makes the message of one delivery from what the database says now; null when there is nothing to say any more. */
export type Render = (workspaceId: string, deliveryId: string) => Promise<Message | null>;

/** How long one attempt may hold a delivery, in seconds: longer than Slack's client waits, in all its calls. */
const LEASE_SECONDS = 90;

/** Slack's answers that no further attempt will change. Source: docs.slack.dev, chat.postMessage and chat.update, errors. */
const NEVER = new Set([
  'cannot_dm_bot',
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
  'invalid_blocks',
  'is_archived',
  'is_inactive',
  'message_not_found',
  'messages_tab_disabled',
  'msg_too_long',
  'not_in_channel',
  'restricted_action',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
]);

/** Answers that last until whoever runs Rapport has mended the installation: worth an error in the log, and more attempts. */
const INSTALLATION = new Set([
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'not_authed',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
]);

/** Slack's errors that say its work may have been done all the same. Source: docs.slack.dev, chat.postMessage, errors. */
const MAYBE_DONE = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable']);

/** A quarter of an hour apart at most: a reminder outlasts two days in which Slack is away. */
const ATTEMPTS = 200;
const LONGEST_WAIT_MS = 15 * 60_000;

/** How much earlier than a delivery its message is looked for: Slack's clock and ours may differ. */
const CLOCKS_DIFFER_BY = { hours: 1 };

/** A process that was asleep since it took a delivery up leaves it once so many seconds of the lease are left. */
const LEASE_LEFT_SECONDS = 30;

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
  const claimedAt = clock.now();
  const claimed = await claimDelivery(db, ids.workspaceId, ids.deliveryId, claimedAt, LEASE_SECONDS);
  if (!claimed) return 'nothing-to-do';
  const { delivery } = claimed;
  const render = () => renders[delivery.kind](ids.workspaceId, delivery.id);
  let mayBeThere = claimed.uncertain;
  try {
    // Before an update too: whoever is no longer one of us is told nothing more.
    const channelId = isChannel(delivery.destination)
      ? delivery.destination
      : await messenger.openDm(delivery.destination);
    if (delivery.status === 'sent') {
      const message = await render();
      if (message && delivery.sent) await messenger.update(delivery.sent, message);
      await markShown(db, delivery, clock.now());
      return 'updated';
    }
    if (mayBeThere && !isChannel(channelId)) {
      const since = delivery.createdAt.subtract(CLOCKS_DIFFER_BY);
      const found = await messenger.find(channelId, delivery.id, since);
      if (found) {
        await markSent(db, delivery, found, clock.now(), delivery.revision - 1);
        return 'sent';
      }
    }
    mayBeThere = false;
    const message = await render();
    if (!message) {
      await markFailed(db, delivery, 'nothing_to_say');
      return 'failed';
    }
    if (secondsSince(claimedAt, clock.now()) > LEASE_SECONDS - LEASE_LEFT_SECONDS) return 'later';
    const send = isChannel(channelId) ? messenger.sendToChannel : messenger.sendDm;
    const sent = await send(channelId, message, delivery.id).catch((error: unknown) => {
      mayBeThere = isAnswerLost(error);
      throw error;
    });
    await markSent(db, delivery, sent, clock.now(), delivery.revision);
    return 'sent';
  } catch (error) {
    return settle(db, clock, log, delivery, error, mayBeThere);
  }
}

/** @param mayBeThere keeps the row `sending`, so that the next attempt looks before it sends. */
async function settle(
  db: Database,
  clock: Clock,
  log: Logger,
  delivery: Delivery,
  error: unknown,
  mayBeThere: boolean,
): Promise<Outcome> {
  const refused = error instanceof Refusal && !(error instanceof NotKnownYet);
  const code = error instanceof Refusal ? 'refused' : (slackCode(error) ?? requestCode(error));
  if (code === undefined) throw error;
  const { workspaceId, id: deliveryId, attempts: attempt } = delivery;
  const ids = { workspaceId, deliveryId, code, attempt };
  if (refused || NEVER.has(code) || attempt >= ATTEMPTS) {
    if (delivery.status === 'sent') {
      log.warn(ids, 'a sent message could not be brought up to date');
      await markShown(db, delivery, clock.now());
    } else {
      log.error(ids, 'a message will not be delivered');
      await markFailed(db, delivery, code);
    }
    return 'failed';
  }
  const next = clock.now().add({ milliseconds: waitMs(error, attempt) });
  log[INSTALLATION.has(code) ? 'error' : 'warn']({ ...ids, mayBeThere }, 'a message will be tried again');
  await markLater(db, delivery, code, next, mayBeThere);
  return 'later';
}

function secondsSince(then: Temporal.Instant, now: Temporal.Instant): number {
  return now.since(then).total('seconds');
}

/** Whether Slack may have sent the message although it did not say so. */
function isAnswerLost(error: unknown): boolean {
  if (error instanceof Refusal) return false;
  const code = slackCode(error);
  return code === undefined ? requestCode(error) !== 'ratelimited' : MAYBE_DONE.has(code);
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
  const ceiling = Math.min(LONGEST_WAIT_MS, 2_000 * 2 ** attempts);
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}
