import { loadCalendar } from '../calendars/store.ts';
import { findMutes } from '../health/holds/store.ts';
import { addDelivery, deleteDelivery } from '../slack/outbound/delivery-store.ts';
import type { Transaction } from '../storage/database.ts';
import type { NotificationKind } from './kind.ts';
import { ALERTS_A_DAY } from './rules.ts';
import { addNotification, countAlertsSince, hasNotification, type NotificationKey } from './store.ts';

/**
 * Tells a person something once, in the transaction of what it tells: within their hours, unless its kind goes at once.
 * An alert about a muted client, or beyond the daily cap, is kept but not sent: the digest tells it. Under a key that the
 * person was told before, nothing happens, however many processes try.
 *
 * @param notification its `key` is what makes it the same again, such as `unanswered 2026-11-24`.
 * @returns whether this was the first time.
 */
export async function notify<Subject>(
  trx: Transaction,
  kind: NotificationKind<Subject>,
  notification: NotificationKey & { subject: NoInfer<Subject> },
  now: Temporal.Instant,
): Promise<boolean> {
  const { workspaceId, recipientId, subject } = notification;
  if (await hasNotification(trx, notification)) return false;
  const isSent = !(await isLeftToDigest(trx, kind, notification, now));
  const deliveryId = isSent
    ? await addDelivery(
        trx,
        workspaceId,
        { kind: 'notification', destination: recipientId, atOnce: kind.isAtOnce(subject, recipientId) },
        now,
      )
    : null;
  const isFirst = await addNotification(
    trx,
    { ...notification, kind: kind.name, isAlert: kind.alert !== null, deliveryId },
    now,
  );
  if (!isFirst && deliveryId) await deleteDelivery(trx, workspaceId, deliveryId);
  return isFirst;
}

async function isLeftToDigest<Subject>(
  trx: Transaction,
  { alert }: NotificationKind<Subject>,
  { workspaceId, recipientId, subject }: NotificationKey & { subject: Subject },
  now: Temporal.Instant,
): Promise<boolean> {
  if (!alert || alert.isUrgent) return false;
  const clientId = alert.clientId(subject);
  if ((await findMutes(trx, workspaceId, [clientId], now)).has(clientId)) return true;
  const { zone } = await loadCalendar(trx, workspaceId, recipientId);
  const today = now.toZonedDateTimeISO(zone).startOfDay().toInstant();
  return (await countAlertsSince(trx, { workspaceId, recipientId }, today)) >= ALERTS_A_DAY;
}
