/**
 * The row of a delivery while somebody attempts it. Everyone who claims it counts one attempt more, and may change the row
 * only while theirs is the last.
 */
import type { Selectable } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { DeliveryTable } from '../../storage/tables.ts';
import type { Delivery, DeliveryKey, SentMessage } from './rules.ts';

/**
 * Claims the delivery until `leaseUntil`, unless another process has it or it needs nothing. One that is `sending` already
 * was claimed before, by an attempt that may have reached Slack.
 */
export async function claimDelivery(
  db: Database,
  { workspaceId, deliveryId }: DeliveryKey,
  now: Temporal.Instant,
  leaseUntil: Temporal.Instant,
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
    if (!row || !isDue(row, now)) return null;
    const claimed = await trx
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
    return toDelivery(claimed);
  });
}

function isDue(row: Selectable<DeliveryTable>, now: Temporal.Instant): boolean {
  if (row.status === 'failed' || row.status === 'unknown') return false;
  if (row.status === 'sent' && row.shown_revision >= row.revision) return false;
  const dueAt = row.status === 'sending' ? row.lease_until : row.next_attempt_at;
  return dueAt !== null && Temporal.Instant.compare(dueAt, now) <= 0;
}

/**
 * Notes that the message is about to go to Slack: whatever happens from now on, it may be there.
 *
 * @returns the delivery as it then is; null when somebody else has claimed it since.
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

/** @param sent where the message is, and the revision that it shows. */
export async function markSent(
  db: Database,
  delivery: Delivery,
  sent: SentMessage & { revision: number },
  now: Temporal.Instant,
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
      shown_revision: sent.revision,
    })
    .execute();
}

/** Notes which revision Slack shows. A render that was overtaken by a newer one makes the row due again. */
export async function markShown(db: Database, delivery: Delivery, now: Temporal.Instant): Promise<void> {
  await updateIfClaimed(db, delivery)
    .set({ shown_revision: delivery.revision, attempts: 0, next_attempt_at: now, last_error: null })
    .execute();
}

/** Has it attempted again at `at`, after a failure. A message that `mayBeSent` stays `sending`. */
export async function scheduleRetry(
  db: Database,
  delivery: Delivery,
  { code, at, mayBeSent }: { code: string; at: Temporal.Instant; mayBeSent: boolean },
): Promise<void> {
  const next = { last_error: code, next_attempt_at: at };
  const row = updateIfClaimed(db, delivery);
  if (delivery.status === 'sent') await row.set(next).execute();
  else if (mayBeSent) await row.set({ ...next, lease_until: at }).execute();
  else await row.set({ ...next, status: 'pending', lease_until: null }).execute();
}

/** Puts the delivery back until `until`, as if nobody had claimed it. A message that may be sent stays `sending`. */
export async function postpone(db: Database, delivery: Delivery, until: Temporal.Instant): Promise<void> {
  await updateIfClaimed(db, delivery)
    .set({
      attempts: delivery.attempts - 1,
      next_attempt_at: until,
      ...(delivery.status === 'sending' ? { lease_until: until } : {}),
    })
    .execute();
}

/**
 * Ends the row: as `failed` where the message is not in Slack, as `unknown` where nobody can tell.
 *
 * @returns false when somebody else has claimed it since.
 */
export async function endDelivery(
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

/** The row, unless somebody else has claimed it since. */
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
