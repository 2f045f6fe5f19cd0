import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../storage/database.ts';
import type { DeliveryTable } from '../storage/tables.ts';
import type { Sent } from './messenger.ts';

export interface Delivery {
  id: string;
  workspaceId: string;
  kind: DeliveryTable['kind'];
  destination: string;
  status: Selectable<DeliveryTable>['status'];
  attempts: number;
  sent: Sent | null;
  /** The revision that a message made now shows at least. */
  revision: number;
  createdAt: Temporal.Instant;
}

/** Owes a message: in the same transaction as the rows that it will be made from. @returns the delivery's id. */
export async function addDelivery(
  trx: Transaction,
  workspaceId: string,
  kind: DeliveryTable['kind'],
  destination: string,
  now: Temporal.Instant,
): Promise<string> {
  const row = await trx
    .insertInto('deliveries')
    .values({
      workspace_id: workspaceId,
      kind,
      destination,
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
export async function markStale(trx: Transaction, workspaceId: string, deliveryIds: string[]): Promise<void> {
  if (deliveryIds.length === 0) return;
  await trx
    .updateTable('deliveries')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', deliveryIds)
    .execute();
}

/** What there is to do at `now`, oldest first. */
export async function dueDeliveries(
  db: Database,
  now: Temporal.Instant,
  limit: number,
): Promise<{ workspaceId: string; deliveryId: string }[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['workspace_id', 'id'])
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'pending'), eb('next_attempt_at', '<=', now)]),
        eb.and([eb('status', '=', 'sending'), eb('lease_until', '<=', now)]),
        eb.and([eb('status', '=', 'sent'), eb('shown_revision', '<', eb.ref('revision'))]),
      ]),
    )
    .orderBy('next_attempt_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, deliveryId: row.id }));
}

/**
 * Takes the delivery up, unless another process has it or it needs nothing. `uncertain` says that an earlier attempt may
 * have reached Slack.
 */
export async function claimDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
  now: Temporal.Instant,
  leaseSeconds: number,
): Promise<{ delivery: Delivery; uncertain: boolean } | null> {
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
    if (row.status === 'sent')
      return row.shown_revision < row.revision ? { delivery: toDelivery(row), uncertain: false } : null;
    const dueAt = row.status === 'sending' ? row.lease_until : row.next_attempt_at;
    if (row.status === 'failed' || !dueAt || Temporal.Instant.compare(dueAt, now) > 0) return null;
    await trx
      .updateTable('deliveries')
      .set({
        status: 'sending',
        attempts: row.attempts + 1,
        lease_until: now.add({ seconds: leaseSeconds }),
      })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', deliveryId)
      .execute();
    return {
      delivery: { ...toDelivery(row), status: 'sending', attempts: row.attempts + 1 },
      uncertain: row.status === 'sending',
    };
  });
}

export async function markSent(
  db: Database,
  delivery: Delivery,
  sent: Sent,
  now: Temporal.Instant,
  shownRevision: number,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      status: 'sent',
      channel_id: sent.channelId,
      message_ts: sent.ts,
      sent_at: now,
      lease_until: null,
      last_error: null,
      shown_revision: shownRevision,
    })
    .where('workspace_id', '=', delivery.workspaceId)
    .where('id', '=', delivery.id)
    .where('status', '=', 'sending')
    .execute();
}

/** Puts the next attempt into the row. While it is `uncertain` whether Slack has it, the row stays `sending`. */
export async function markPending(
  db: Database,
  delivery: Delivery,
  code: string,
  next: Temporal.Instant,
  uncertain: boolean,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set(
      uncertain
        ? { last_error: code, next_attempt_at: next, lease_until: next }
        : { status: 'pending', last_error: code, next_attempt_at: next, lease_until: null },
    )
    .where('workspace_id', '=', delivery.workspaceId)
    .where('id', '=', delivery.id)
    .where('status', '=', 'sending')
    .execute();
}

export async function markFailed(db: Database, delivery: Delivery, code: string): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ status: 'failed', last_error: code, lease_until: null })
    .where('workspace_id', '=', delivery.workspaceId)
    .where('id', '=', delivery.id)
    .where('status', '=', 'sending')
    .execute();
}

/** Notes which revision Slack shows. A render that was overtaken by a newer one makes the row due again. */
export async function markShown(db: Database, delivery: Delivery): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ shown_revision: delivery.revision })
    .where('workspace_id', '=', delivery.workspaceId)
    .where('id', '=', delivery.id)
    .execute();
}

function toDelivery(row: Selectable<DeliveryTable>): Delivery {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    destination: row.destination,
    status: row.status,
    attempts: row.attempts,
    sent: row.channel_id && row.message_ts ? { channelId: row.channel_id, ts: row.message_ts } : null,
    revision: row.revision,
    createdAt: row.created_at,
  };
}
