import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { deleteDelivery, invalidateMessages } from '../slack/outbound/delivery-store.ts';
import type { Database, Transaction } from '../storage/database.ts';
import type { NotificationTable } from '../storage/tables.ts';
import type { NotificationKind } from './kind.ts';
import type { Notification, NotificationName } from './rules.ts';

export interface NewNotification extends Omit<Notification, 'id'> {
  kind: NotificationName;
  key: string;
  isAlert: boolean;
  /** Null for one that is not sent. */
  deliveryId: string | null;
}

/** What one person was told under a key. */
export interface NotificationKey {
  workspaceId: string;
  recipientId: string;
  key: string;
}

/** @returns whether this is the first under its key for its recipient. */
export async function addNotification(
  trx: Transaction,
  { workspaceId, recipientId, kind, key, subject, isAlert, deliveryId }: NewNotification,
  now: Temporal.Instant,
): Promise<boolean> {
  const row = await trx
    .insertInto('notifications')
    .values({
      workspace_id: workspaceId,
      recipient_id: recipientId,
      kind,
      key,
      subject: JSON.stringify(subject),
      is_alert: isAlert,
      delivery_id: deliveryId,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'key', 'recipient_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function hasNotification(
  db: Database,
  { workspaceId, recipientId, key }: NotificationKey,
): Promise<boolean> {
  const row = await db
    .selectFrom('notifications')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('recipient_id', '=', recipientId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

/** Those of these keys under which anybody was told something. */
export async function findKnownKeys(
  db: Database,
  workspaceId: string,
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db
    .selectFrom('notifications')
    .select('key')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('key', 'in', [...keys])
    .execute();
  return new Set(rows.map(({ key }) => key));
}

/** How many alerts a person has been sent since `since`, or is still going to be sent. */
export async function countAlertsSince(
  db: Database,
  { workspaceId, recipientId }: Omit<NotificationKey, 'key'>,
  since: Temporal.Instant,
): Promise<number> {
  const { alerts } = await db
    .selectFrom('notifications')
    .innerJoin('deliveries', 'deliveries.id', 'notifications.delivery_id')
    .select(({ fn }) => fn.countAll<number>().as('alerts'))
    .where('notifications.workspace_id', '=', workspaceId)
    .where('notifications.recipient_id', '=', recipientId)
    .where('notifications.is_alert', '=', true)
    .where((eb) =>
      eb.or([
        eb('deliveries.status', 'in', ['pending', 'sending']),
        eb(eb.fn.coalesce('deliveries.sent_at', 'deliveries.created_at'), '>=', since),
      ]),
    )
    .executeTakeFirstOrThrow();
  return alerts;
}

/** The notification that a delivery carries, its subject as it is stored. */
export async function findByDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<(Notification & { kind: NotificationName }) | null> {
  const row = await db
    .selectFrom('notifications')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  return row ? { ...toNotification(row), kind: row.kind } : null;
}

/** What a person was told under a key; null when they were not. @throws ZodError for a subject of another kind. */
export async function findNotification<Subject>(
  db: Database,
  kind: NotificationKind<Subject>,
  { workspaceId, recipientId, key }: NotificationKey,
): Promise<Notification<Subject> | null> {
  const row = await db
    .selectFrom('notifications')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('recipient_id', '=', recipientId)
    .where('key', '=', key)
    .where('kind', '=', kind.name)
    .executeTakeFirst();
  return row ? toNotification(row, kind) : null;
}

export interface NotificationFilter<Subject> {
  recipientId?: string;
  /** What their subject holds, among other things. */
  about: Partial<Subject>;
}

/** The notifications of one kind that are about something. */
export async function findNotifications<Subject>(
  db: Database,
  kind: NotificationKind<Subject>,
  workspaceId: string,
  { recipientId, about }: NotificationFilter<NoInfer<Subject>>,
): Promise<(Notification<Subject> & { deliveryId: string | null })[]> {
  const rows = await db
    .selectFrom('notifications')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind.name)
    .where(sql<boolean>`subject @> ${JSON.stringify(about)}::jsonb`)
    .$if(recipientId !== undefined, (query) => query.where('recipient_id', '=', recipientId ?? ''))
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({ ...toNotification(row, kind), deliveryId: row.delivery_id }));
}

/** Locks one person's notification. @returns null where they have none of this kind under this id. */
export async function lockNotification<Subject>(
  trx: Transaction,
  kind: NotificationKind<Subject>,
  { workspaceId, recipientId, id }: { workspaceId: string; recipientId: string; id: string },
): Promise<Notification<Subject> | null> {
  if (!z.guid().safeParse(id).success) return null;
  const row = await trx
    .selectFrom('notifications')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('recipient_id', '=', recipientId)
    .where('id', '=', id)
    .where('kind', '=', kind.name)
    .forUpdate()
    .executeTakeFirst();
  return row ? toNotification(row, kind) : null;
}

/** Changes what a notification is about; its message follows. */
export async function updateNotification<Subject>(
  trx: Transaction,
  { workspaceId, id }: Notification<Subject>,
  subject: NoInfer<Subject>,
): Promise<void> {
  const { delivery_id } = await trx
    .updateTable('notifications')
    .set({ subject: JSON.stringify(subject) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('delivery_id')
    .executeTakeFirstOrThrow();
  if (delivery_id) await invalidateMessages(trx, workspaceId, [delivery_id]);
}

/**
 * Takes back what has not been sent yet under these keys.
 *
 * @returns what has been sent, or may have been, the latest key first.
 */
export async function withdrawNotifications(
  trx: Transaction,
  workspaceId: string,
  keys: readonly string[],
): Promise<Notification[]> {
  const rows = await trx
    .selectFrom('notifications')
    .innerJoin('deliveries', 'deliveries.id', 'notifications.delivery_id')
    .selectAll('notifications')
    .select(['deliveries.id as deliveryId', 'deliveries.status'])
    .where('notifications.workspace_id', '=', workspaceId)
    .where('notifications.key', 'in', [...keys])
    .where('deliveries.status', '<>', 'failed')
    .orderBy('notifications.key', 'desc')
    .forUpdate('deliveries')
    .execute();
  const sent: Notification[] = [];
  for (const row of rows) {
    if (row.status === 'pending') await deleteDelivery(trx, workspaceId, row.deliveryId);
    else sent.push(toNotification(row));
  }
  return sent;
}

function toNotification(row: Selectable<NotificationTable>): Notification;
function toNotification<Subject>(
  row: Selectable<NotificationTable>,
  kind: NotificationKind<Subject>,
): Notification<Subject>;
function toNotification(row: Selectable<NotificationTable>, kind?: NotificationKind): Notification {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    recipientId: row.recipient_id,
    subject: kind ? kind.subject.parse(row.subject) : row.subject,
  };
}
