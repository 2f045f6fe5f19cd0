/**
 * Sends what Rapport owes Slack: never twice, and never dropped without a word in the log. The row knows how far a message
 * has come:
 *
 *     pending ──► sending ──answer──► sent              (its revision grew: updated)
 *        ▲           │
 *        │           ├── lost answer or crash: look for its id in the DM's history first ──there──► sent
 *        └─not there─┤
 *                    └── its history is not ours to read ──► unknown
 *
 * and `failed` when Slack will never take it. Waiting, for its turn or for its reader's hours, is no attempt.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/log.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { Message } from '../blocks/blocks.ts';
import { claimDelivery, endDelivery, markSending, markSent, markShown } from './attempt-store.ts';
import { isChannel } from './audience.ts';
import { findThread } from './delivery-store.ts';
import { handleFailure } from './handle-failure.ts';
import type { Messenger } from './messenger.ts';
import { type Bucket, bucketsOfMessage, UPDATE_BUCKETS } from './rate-limit-rules.ts';
import { RateLimited, type RateLimiter } from './rate-limiter.ts';
import type { Delivery, DeliveryKey, DeliveryKind, SentMessage } from './rules.ts';
import { isHistoryUnreadable, isOutcomeUnknown, isThreadGone } from './slack-errors.ts';

/** Makes the message of one delivery from what the database says now; null when there is nothing to say any more. */
export type Render = (workspaceId: string, deliveryId: string) => Promise<Message | null>;

/** Told of a message that Slack will never take, in the transaction that ends its row. */
type OnUndeliverable = (trx: Transaction, delivery: Delivery, now: Temporal.Instant) => Promise<void>;

/** Tells until when a message to a person has to wait, as when it is night there; null where it may go now. */
export type NotBefore = (workspaceId: string, personId: string) => Promise<Temporal.Instant | null>;

export interface DeliverDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  messenger: Messenger;
  renderOf: (kind: DeliveryKind) => Render;
  rateLimiter: RateLimiter;
  notBefore: NotBefore;
  onUndeliverable: OnUndeliverable;
}

/** What became of a delivery; for the log and for tests. */
export type Outcome = 'sent' | 'updated' | 'later' | 'failed' | 'unknown' | 'nothing-to-do';

/** One attempt. What it learns on the way decides what becomes of the row when it fails. */
export interface Attempt {
  delivery: Delivery;
  claimedAt: Temporal.Instant;
  /** The message may be in Slack already. */
  mayBeSent: boolean;
  /** The bucket in which Slack is being written to. */
  bucket: Bucket | null;
}

/** How long one attempt may hold a delivery, in seconds: longer than Slack's client waits, in all its calls. */
const LEASE_SECONDS = 90;

/** A process that slept since it claimed a delivery gives up once so many seconds of the lease are left. */
const LEASE_LEFT_SECONDS = 45;

/** How much earlier than a delivery its message is looked for: Slack's clock and ours may differ. */
const CLOCKS_DIFFER_BY = { hours: 1 };

/** How long a reply waits, in seconds, for the message that it goes under. */
const THREAD_WAIT_SECONDS = 30;

/**
 * Does what the row still needs. Safe to call at any time, by any number of processes: one of them gets the row.
 *
 * @throws what the database throws; Slack's failures end in the row.
 */
export async function deliver(deps: DeliverDeps, key: DeliveryKey): Promise<Outcome> {
  const { db, clock, messenger } = deps;
  const claimedAt = clock.now();
  const delivery = await claimDelivery(db, key, claimedAt, claimedAt.add({ seconds: LEASE_SECONDS }));
  if (!delivery) return 'nothing-to-do';
  const attempt: Attempt = { delivery, claimedAt, mayBeSent: delivery.status === 'sending', bucket: null };
  try {
    // Before an update too: someone who is no longer one of us is told nothing more.
    const channelId = isChannel(delivery.destination)
      ? delivery.destination
      : await messenger.openDm(delivery.destination);
    return await (delivery.status === 'sent' ? update(deps, attempt) : send(deps, attempt, channelId));
  } catch (error) {
    return handleFailure(deps, attempt, error);
  }
}

async function update(deps: DeliverDeps, attempt: Attempt): Promise<Outcome> {
  const { db, clock, messenger, renderOf, rateLimiter } = deps;
  const { delivery } = attempt;
  const message = await renderOf(delivery.kind)(delivery.workspaceId, delivery.id);
  if (message && delivery.sent) {
    await rateLimiter.acquire(delivery.workspaceId, UPDATE_BUCKETS);
    attempt.bucket = UPDATE_BUCKETS[0] ?? null;
    await messenger.update(delivery.sent, message);
  }
  await markShown(db, delivery, clock.now());
  return 'updated';
}

async function send(deps: DeliverDeps, attempt: Attempt, channelId: string): Promise<Outcome> {
  const { db, clock, renderOf, rateLimiter } = deps;
  const { delivery, claimedAt } = attempt;
  const threadTs = await threadOf(deps, delivery);
  if (attempt.mayBeSent) {
    const outcome = await recover(deps, delivery, { channelId, threadTs });
    if (outcome) return outcome;
    attempt.mayBeSent = false;
  }
  const message = await renderOf(delivery.kind)(delivery.workspaceId, delivery.id);
  if (!message) {
    await endDelivery(db, delivery, 'failed', 'nothing_to_say');
    return 'failed';
  }
  await waitForReader(deps, delivery);
  const buckets = bucketsOfMessage(channelId);
  await rateLimiter.acquire(delivery.workspaceId, buckets);
  const heldFor = clock.now().since(claimedAt).total('seconds');
  if (heldFor > LEASE_SECONDS - LEASE_LEFT_SECONDS) return 'later';
  const sending = await markSending(db, delivery, claimedAt.add({ seconds: LEASE_SECONDS }));
  if (!sending) return 'nothing-to-do';
  attempt.delivery = sending;
  attempt.bucket = buckets[0] ?? null;
  const sent = await post(deps, attempt, message, { channelId, threadTs });
  await markSent(db, sending, { ...sent, revision: delivery.revision }, clock.now());
  return 'sent';
}

/** Where a message goes: to a conversation, and into a thread of it if it is a reply. */
interface Place {
  channelId: string;
  threadTs: string | null;
}

async function threadOf(
  { db, clock }: DeliverDeps,
  { workspaceId, replyTo }: Delivery,
): Promise<string | null> {
  if (!replyTo) return null;
  const thread = await findThread(db, { workspaceId, deliveryId: replyTo });
  if (thread.isOnItsWay) throw new RateLimited(clock.now().add({ seconds: THREAD_WAIT_SECONDS }));
  return thread.ts;
}

/** @throws RateLimited until the reader's hours, unless the message goes at any hour. */
async function waitForReader({ notBefore }: DeliverDeps, delivery: Delivery): Promise<void> {
  if (isChannel(delivery.destination) || delivery.atOnce) return;
  const at = await notBefore(delivery.workspaceId, delivery.destination);
  if (at) throw new RateLimited(at);
}

/** Finds out what became of a message that may be sent. @returns null when it is not in Slack. */
async function recover(deps: DeliverDeps, delivery: Delivery, place: Place): Promise<Outcome | null> {
  const { db, clock, messenger } = deps;
  if (isChannel(place.channelId)) {
    await endDelivery(db, delivery, 'unknown', 'history_not_ours');
    return 'unknown';
  }
  const found = await findSent(messenger, delivery, place);
  if (found === 'unreadable') {
    await endDelivery(db, delivery, 'unknown', 'history_unreadable');
    return 'unknown';
  }
  if (!found) return null;
  await markSent(db, delivery, { ...found, revision: delivery.revision - 1 }, clock.now());
  return 'sent';
}

/** Looks in the thread and, where that is gone, in the conversation. @throws when Slack cannot tell now. */
async function findSent(
  messenger: Messenger,
  delivery: Delivery,
  place: Place,
): Promise<SentMessage | null | 'unreadable'> {
  try {
    return await messenger.find(delivery.id, {
      ...place,
      since: delivery.createdAt.subtract(CLOCKS_DIFFER_BY),
    });
  } catch (error) {
    if (place.threadTs && isThreadGone(error)) {
      return findSent(messenger, delivery, { ...place, threadTs: null });
    }
    if (isHistoryUnreadable(error)) return 'unreadable';
    throw error;
  }
}

async function post(
  { messenger }: DeliverDeps,
  attempt: Attempt,
  message: Message,
  { channelId, threadTs }: Place,
): Promise<SentMessage> {
  const sendTo = isChannel(channelId) ? messenger.sendToChannel : messenger.sendDm;
  const deliveryId = attempt.delivery.id;
  try {
    return await sendTo(channelId, message, { deliveryId, threadTs }).catch((error: unknown) => {
      if (!threadTs || !isThreadGone(error)) throw error;
      return sendTo(channelId, message, { deliveryId });
    });
  } catch (error) {
    attempt.mayBeSent = isOutcomeUnknown(error);
    throw error;
  }
}
