/**
 * Sends what Rapport owes Slack: never twice, and never left out without a word of it. The row knows how far a message
 * has come:
 *
 *     pending ──► sending ──answer──► sent              (its revision grew: updated)
 *        ▲           │
 *        │           ├── lost answer or crash: look for its id in the DM's history first ──there──► sent
 *        └─not there─┤
 *                    └── its history is not ours to read ──► unknown
 *
 * and `failed` when Slack will never take it. Everyone who takes a delivery up counts one attempt more, and may change
 * the row only while theirs is the last. To wait, for its turn or for its reader's hours, is no attempt.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../runtime/clock.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { Message } from '../blocks/blocks.ts';
import { isChannel, NotKnownYet } from './audience.ts';
import {
  claimDelivery,
  type Delivery,
  markFailed,
  markLater,
  markSending,
  markSent,
  markShown,
  markUnknown,
  markWaiting,
  threadOf,
} from './delivery-store.ts';
import type { Messenger, Sent } from './messenger.ts';
import {
  type Bucket,
  bucketsOfMessage,
  RateLimited,
  type RateLimiter,
  UPDATE_BUCKETS,
  unlimited,
} from './rate-limiter.ts';
import {
  answerCode,
  isAnswerLost,
  isForTheOperator,
  isNever,
  isThreadGone,
  isUnreadable,
  retryAfterSeconds,
} from './slack-errors.ts';

/** Makes the message of one delivery from what the database says now; null when there is nothing to say any more. */
export type Render = (workspaceId: string, deliveryId: string) => Promise<Message | null>;
export type Renders = Record<Delivery['kind'], Render>;

/**
 * Told of a message that Slack will never take, in the transaction that ends its row: all of it is so, or none. `code` is
 * Slack's, or `refused` where Rapport itself does not write to that person or channel.
 */
export type Undeliverable = (
  trx: Transaction,
  delivery: Delivery,
  code: string,
  now: Temporal.Instant,
) => Promise<void>;

/** Tells until when a message to a person has to wait, as when it is night there; null where it may go now. */
export type NotBefore = (workspaceId: string, personId: string) => Promise<Temporal.Instant | null>;

/** What a delivery depends on besides Slack and its row. */
export interface DeliveryHooks {
  rateLimiter: RateLimiter;
  undeliverable: Undeliverable;
  notBefore: NotBefore;
}

const nothingAround: DeliveryHooks = {
  rateLimiter: unlimited,
  undeliverable: async () => {},
  notBefore: async () => null,
};

/** How long one attempt may hold a delivery, in seconds: longer than Slack's client waits, in all its calls. */
const LEASE_SECONDS = 90;

/** A quarter of an hour apart at most: a reminder outlasts two days in which Slack is away. */
const ATTEMPTS = 200;
const LONGEST_WAIT_MS = 15 * 60_000;

/** How much earlier than a delivery its message is looked for: Slack's clock and ours may differ. */
const CLOCKS_DIFFER_BY = { hours: 1 };

/** A process that was asleep since it took a delivery up leaves it once so many seconds of the lease are left. */
const LEASE_LEFT_SECONDS = 45;

/** How long an answer waits, in seconds, for the message that it goes under. */
const THREAD_WAIT_SECONDS = 30;

/** What becomes of `deliver`'s work; for the log and for tests. */
export type Outcome = 'sent' | 'updated' | 'later' | 'failed' | 'unknown' | 'nothing-to-do';

/** One attempt. What it learns on the way decides what becomes of the row when it fails. */
interface Attempt {
  delivery: Delivery;
  /** The message may be in Slack already. */
  mayBeThere: boolean;
  /** The bucket in which Slack is being written to. */
  bucket: Bucket | null;
}

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
  renders: Renders,
  ids: { workspaceId: string; deliveryId: string },
  around: DeliveryHooks = nothingAround,
): Promise<Outcome> {
  const claimedAt = clock.now();
  const delivery = await claimDelivery(db, ids.workspaceId, ids.deliveryId, claimedAt, LEASE_SECONDS);
  if (!delivery) return 'nothing-to-do';
  const attempt: Attempt = { delivery, mayBeThere: delivery.status === 'sending', bucket: null };
  const render = () => renders[delivery.kind](ids.workspaceId, delivery.id);
  try {
    // Before an update too: whoever is no longer one of us is told nothing more.
    const channelId = isChannel(delivery.destination)
      ? delivery.destination
      : await messenger.openDm(delivery.destination);
    return delivery.status === 'sent'
      ? await update(db, messenger, clock, attempt, render, around.rateLimiter)
      : await send(db, messenger, clock, attempt, render, around, { channelId, claimedAt });
  } catch (error) {
    return handleFailure(db, clock, log, attempt, error, around);
  }
}

async function update(
  db: Database,
  messenger: Messenger,
  clock: Clock,
  attempt: Attempt,
  render: () => Promise<Message | null>,
  rateLimiter: RateLimiter,
): Promise<Outcome> {
  const { delivery } = attempt;
  const message = await render();
  if (message && delivery.sent) {
    await rateLimiter.acquire(delivery.workspaceId, UPDATE_BUCKETS);
    attempt.bucket = UPDATE_BUCKETS[0] ?? null;
    await messenger.update(delivery.sent, message);
  }
  await markShown(db, delivery, clock.now());
  return 'updated';
}

async function send(
  db: Database,
  messenger: Messenger,
  clock: Clock,
  attempt: Attempt,
  render: () => Promise<Message | null>,
  { rateLimiter, notBefore }: DeliveryHooks,
  { channelId, claimedAt }: { channelId: string; claimedAt: Temporal.Instant },
): Promise<Outcome> {
  const { delivery } = attempt;
  const { workspaceId } = delivery;
  const thread = delivery.replyTo ? await threadOf(db, workspaceId, delivery.replyTo) : null;
  if (thread?.wait) throw new RateLimited(clock.now().add({ seconds: THREAD_WAIT_SECONDS }));
  const threadTs = thread?.ts ?? null;

  if (attempt.mayBeThere) {
    if (isChannel(channelId)) return unknown(db, delivery, 'history_not_ours');
    const since = delivery.createdAt.subtract(CLOCKS_DIFFER_BY);
    const found = await lookFor(messenger, channelId, delivery.id, since, threadTs);
    if (found === 'unreadable') return unknown(db, delivery, 'history_unreadable');
    if (found) {
      await markSent(db, delivery, found, clock.now(), delivery.revision - 1);
      return 'sent';
    }
    attempt.mayBeThere = false;
  }

  const message = await render();
  if (!message) {
    await markFailed(db, delivery, 'nothing_to_say');
    return 'failed';
  }
  if (!isChannel(delivery.destination) && !delivery.atOnce) {
    const at = await notBefore(workspaceId, delivery.destination);
    if (at) throw new RateLimited(at);
  }
  const buckets = bucketsOfMessage(channelId);
  await rateLimiter.acquire(workspaceId, buckets);
  const heldFor = clock.now().since(claimedAt).total('seconds');
  if (heldFor > LEASE_SECONDS - LEASE_LEFT_SECONDS) return 'later';
  const sending = await markSending(db, delivery, claimedAt.add({ seconds: LEASE_SECONDS }));
  if (!sending) return 'nothing-to-do';
  attempt.delivery = sending;
  attempt.bucket = buckets[0] ?? null;
  const post = isChannel(channelId) ? messenger.sendToChannel : messenger.sendDm;
  const sent = await post(channelId, message, delivery.id, threadTs)
    .catch((error: unknown) => {
      if (!threadTs || !isThreadGone(error)) throw error;
      return post(channelId, message, delivery.id);
    })
    .catch((error: unknown) => {
      attempt.mayBeThere = isAnswerLost(error);
      throw error;
    });
  await markSent(db, sending, sent, clock.now(), delivery.revision);
  return 'sent';
}

/** Looks in the thread and, where that is gone, in the conversation. @throws when Slack cannot tell now. */
async function lookFor(
  messenger: Messenger,
  channelId: string,
  deliveryId: string,
  since: Temporal.Instant,
  threadTs: string | null,
): Promise<Sent | null | 'unreadable'> {
  try {
    return await messenger.find(channelId, deliveryId, since, threadTs);
  } catch (error) {
    if (threadTs && isThreadGone(error)) return lookFor(messenger, channelId, deliveryId, since, null);
    if (isUnreadable(error)) return 'unreadable';
    throw error;
  }
}

async function unknown(db: Database, delivery: Delivery, code: string): Promise<Outcome> {
  await markUnknown(db, delivery, code);
  return 'unknown';
}

/** A message that may be there keeps its row `sending`, so that the next attempt looks before it sends. */
async function handleFailure(
  db: Database,
  clock: Clock,
  log: Logger,
  { delivery, mayBeThere, bucket }: Attempt,
  error: unknown,
  { rateLimiter, undeliverable }: DeliveryHooks,
): Promise<Outcome> {
  const now = clock.now();
  if (error instanceof RateLimited) {
    await markWaiting(db, delivery, error.at);
    return 'later';
  }
  const code = answerCode(error);
  if (code === undefined) throw error;
  const { workspaceId, id: deliveryId, attempts } = delivery;
  const ids = { workspaceId, deliveryId, code, attempt: attempts };
  const refused = error instanceof UserError && !(error instanceof NotKnownYet);
  if (refused || isNever(code) || attempts >= ATTEMPTS) {
    if (delivery.status === 'sent') {
      log.warn(ids, 'a sent message could not be brought up to date');
      await markShown(db, delivery, now);
      return 'failed';
    }
    if (mayBeThere && attempts >= ATTEMPTS) {
      log.error(ids, 'nobody can tell whether a message was delivered');
      return unknown(db, delivery, code);
    }
    log.error(ids, 'a message will not be delivered');
    await db.transaction().execute(async (trx) => {
      if (await markFailed(trx, delivery, code)) await undeliverable(trx, delivery, code, now);
    });
    return 'failed';
  }
  const seconds = retryAfterSeconds(error);
  const next = now.add({ milliseconds: seconds === undefined ? backoffMs(attempts) : seconds * 1_000 });
  if (code === 'ratelimited' && bucket) await rateLimiter.block(workspaceId, bucket, next);
  log[isForTheOperator(code) ? 'error' : 'warn']({ ...ids, mayBeThere }, 'a message will be tried again');
  await markLater(db, delivery, code, next, mayBeThere);
  return 'later';
}

/** Doubles with each attempt; the jitter keeps what failed together from coming back together. */
function backoffMs(attempts: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, 2_000 * 2 ** attempts);
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}
