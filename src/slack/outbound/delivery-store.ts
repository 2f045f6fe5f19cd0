import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../../storage/database.ts';
import type { DeliveryTable } from '../../storage/tables.ts';
import type { Sent } from './messenger.ts';
import type { DeliveryKind, DeliveryStatus } from './rules.ts';

export interface Delivery {
  id: string;
  workspaceId: string;
  kind: DeliveryKind;
  destination: string;
  status: DeliveryStatus;
  attempts: number;
  sent: Sent | null;
  /** The delivery in whose thread it goes; null for a message of its own. */
  replyTo: string | null;
  /** Whether it goes at any hour; else one to a person waits for theirs. */
  atOnce: boolean;
  /** The revision that a message made now shows at least. */
  revision: number;
  createdAt: Temporal.Instant;
}

/**
 * Owes a message: in the same transaction as the rows that it will be made from. With `replyTo`, the id of an earlier
 * delivery to the same destination, it goes into that message's thread. To a person it goes within their hours, unless it
 * has to go `atOnce`.
 *
 * @returns the delivery's id.
 */
export async function addDelivery(
  trx: Transaction,
  workspaceId: string,
  kind: DeliveryKind,
  destination: string,
  now: Temporal.Instant,
  { replyTo = null, atOnce = false }: { replyTo?: string | null; atOnce?: boolean } = {},
): Promise<string> {
  const row = await trx
    .insertInto('deliveries')
    .values({
      workspace_id: workspaceId,
      kind,
      destination,
      reply_to: replyTo,
      at_once: atOnce,
      next_attempt_at: now,
      lease_until: null,
      channel_id: null,
      message_ts: null,
      last_error: null,
      created_at: now,
      sent_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Has messages brought up to date; in the same transaction as the change that it is to show. */
export async function invalidateMessages(
  trx: Transaction,
  workspaceId: string,
  deliveryIds: string[],
): Promise<void> {
  if (deliveryIds.length === 0) return;
  await trx
    .updateTable('deliveries')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', deliveryIds)
    .execute();
}

/** What there is to do at `now`, oldest first; the workspaces take turns, so that none waits behind another's long line. */
export async function dueDeliveries(
  db: Database,
  now: Temporal.Instant,
  limit: number,
): Promise<{ workspaceId: string; deliveryId: string; isSent: boolean }[]> {
  const due = db
    .selectFrom('deliveries')
    .select(['workspace_id', 'id', 'status', 'next_attempt_at'])
    .select(({ fn }) =>
      fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('workspace_id').orderBy('next_attempt_at').orderBy('id'))
        .as('place'),
    )
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'pending'), eb('next_attempt_at', '<=', now)]),
        eb.and([eb('status', '=', 'sending'), eb('lease_until', '<=', now)]),
        eb.and([
          eb('status', '=', 'sent'),
          eb('shown_revision', '<', eb.ref('revision')),
          eb('next_attempt_at', '<=', now),
        ]),
      ]),
    );
  const rows = await db
    .selectFrom(due.as('due'))
    .select(['workspace_id', 'id', 'status'])
    .orderBy('place')
    .orderBy('next_attempt_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    deliveryId: row.id,
    isSent: row.status === 'sent',
  }));
}

/**
 * Takes the delivery up, unless another process has it or it needs nothing. One that is `sending` already was taken up
 * before, by an attempt that may have reached Slack.
 */
export async function claimDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
  now: Temporal.Instant,
  leaseSeconds: number,
): Promise<Delivery | null> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('deliveries')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', deliveryId)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!row) return null;
    const dueAt = row.status === 'sending' ? row.lease_until : row.next_attempt_at;
    if (row.status === 'failed' || row.status === 'unknown') return null;
    if (!dueAt || Temporal.Instant.compare(dueAt, now) > 0) return null;
    if (row.status === 'sent' && row.shown_revision >= row.revision) return null;
    const leaseUntil = now.add({ seconds: leaseSeconds });
    const taken = await trx
      .updateTable('deliveries')
      .set({
        attempts: row.attempts + 1,
        next_attempt_at: leaseUntil,
        ...(row.status === 'sending' ? { lease_until: leaseUntil } : {}),
      })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', deliveryId)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toDelivery(taken);
  });
}

/**
 * Notes that the message is about to go to Slack: whatever happens from now on, it may be there.
 *
 * @returns the delivery as it then stands; null when somebody else has taken it up since.
 */
export async function markSending(
  db: Database,
  delivery: Delivery,
  leaseUntil: Temporal.Instant,
): Promise<Delivery | null> {
  const row = await updateIfClaimed(db, delivery)
    .set({ status: 'sending', lease_until: leaseUntil })
    .returning('id')
    .executeTakeFirst();
  return row ? { ...delivery, status: 'sending' } : null;
}

export async function markSent(
  db: Database,
  delivery: Delivery,
  sent: Sent,
  now: Temporal.Instant,
  shownRevision: number,
): Promise<void> {
  await updateIfClaimed(db, delivery)
    .set({
      status: 'sent',
      attempts: 0,
      next_attempt_at: now,
      channel_id: sent.channelId,
      message_ts: sent.ts,
      sent_at: now,
      lease_until: null,
      last_error: null,
      shown_revision: shownRevision,
    })
    .execute();
}

/** Puts the next attempt into the row. A message that `mayBeThere` stays `sending`. */
export async function markLater(
  db: Database,
  delivery: Delivery,
  code: string,
  next: Temporal.Instant,
  mayBeThere: boolean,
): Promise<void> {
  const again = { last_error: code, next_attempt_at: next };
  if (delivery.status === 'sent') await updateIfClaimed(db, delivery).set(again).execute();
  else if (mayBeThere)
    await updateIfClaimed(db, delivery)
      .set({ ...again, lease_until: next })
      .execute();
  else
    await updateIfClaimed(db, delivery)
      .set({ ...again, status: 'pending', lease_until: null })
      .execute();
}

/** Puts the delivery back until `next`, as if it had not been taken up. A message that may be there stays `sending`. */
export async function markWaiting(db: Database, delivery: Delivery, next: Temporal.Instant): Promise<void> {
  await updateIfClaimed(db, delivery)
    .set({
      attempts: delivery.attempts - 1,
      next_attempt_at: next,
      ...(delivery.status === 'sending' ? { lease_until: next } : {}),
    })
    .execute();
}

/** Ends the row. @returns false when somebody else has taken it up since. */
export async function markFailed(db: Database, delivery: Delivery, code: string): Promise<boolean> {
  return end(db, delivery, 'failed', code);
}

/** Ends the row of a message that may have been sent or not, and of which nobody can tell. */
export async function markUnknown(db: Database, delivery: Delivery, code: string): Promise<boolean> {
  return end(db, delivery, 'unknown', code);
}

async function end(
  db: Database,
  delivery: Delivery,
  status: 'failed' | 'unknown',
  code: string,
): Promise<boolean> {
  const row = await updateIfClaimed(db, delivery)
    .set({ status, last_error: code, lease_until: null })
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Where the message of a delivery stands, for another to go into its thread; `wait` while it may still be sent. */
export async function threadOf(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<{ wait: boolean; ts: string | null }> {
  const row = await db
    .selectFrom('deliveries')
    .select(['status', 'message_ts'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', deliveryId)
    .executeTakeFirst();
  return {
    wait: row?.status === 'pending' || row?.status === 'sending',
    ts: row?.message_ts ?? null,
  };
}

/** Notes which revision Slack shows. A render that was overtaken by a newer one makes the row due again. */
export async function markShown(db: Database, delivery: Delivery, now: Temporal.Instant): Promise<void> {
  await updateIfClaimed(db, delivery)
    .set({ shown_revision: delivery.revision, attempts: 0, next_attempt_at: now, last_error: null })
    .execute();
}

/** The row, unless somebody else has taken it up since. */
function updateIfClaimed(db: Database, delivery: Delivery) {
  return db
    .updateTable('deliveries')
    .where('workspace_id', '=', delivery.workspaceId)
    .where('id', '=', delivery.id)
    .where('status', '=', delivery.status)
    .where('attempts', '=', delivery.attempts);
}

function toDelivery(row: Selectable<DeliveryTable>): Delivery {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    destination: row.destination,
    status: row.status,
    attempts: row.attempts,
    replyTo: row.reply_to,
    atOnce: row.at_once,
    sent: row.channel_id && row.message_ts ? { channelId: row.channel_id, ts: row.message_ts } : null,
    revision: row.revision,
    createdAt: row.created_at,
  };
}
