import type { Database, Transaction } from '../../storage/database.ts';
import type { DeliveryKey, DeliveryKind } from './rules.ts';

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
  message: { kind: DeliveryKind; destination: string; replyTo?: string; atOnce?: boolean },
  now: Temporal.Instant,
): Promise<string> {
  const row = await trx
    .insertInto('deliveries')
    .values({
      workspace_id: workspaceId,
      kind: message.kind,
      destination: message.destination,
      reply_to: message.replyTo ?? null,
      at_once: message.atOnce ?? false,
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

/** Takes a message back that has not been sent, with what it was made from. */
export async function deleteDelivery(
  trx: Transaction,
  workspaceId: string,
  deliveryId: string,
): Promise<void> {
  await trx
    .deleteFrom('deliveries')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', deliveryId)
    .execute();
}

/** Has sent messages brought up to date; in the same transaction as the change that they are to show. */
export async function invalidateMessages(
  trx: Transaction,
  workspaceId: string,
  deliveryIds: readonly string[],
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
): Promise<(DeliveryKey & { isSent: boolean })[]> {
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

/** Where the message of a delivery is, for another to go into its thread; `isOnItsWay` while it may still be sent. */
export async function findThread(
  db: Database,
  { workspaceId, deliveryId }: DeliveryKey,
): Promise<{ isOnItsWay: boolean; ts: string | null }> {
  const row = await db
    .selectFrom('deliveries')
    .select(['status', 'message_ts'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', deliveryId)
    .executeTakeFirst();
  return {
    isOnItsWay: row?.status === 'pending' || row?.status === 'sending',
    ts: row?.message_ts ?? null,
  };
}
