import { loadCalendar } from '../calendars/store.ts';
import { ASKED_STATUSES } from '../clients/rules.ts';
import { listClients, lockClient, updateClient } from '../clients/store.ts';
import { notify } from '../notifications/notify.ts';
import { findNotification, lockNotification, updateNotification } from '../notifications/store.ts';
import { UserError } from '../runtime/errors.ts';
import type { Deps } from '../slack/deps.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Transaction } from '../storage/database.ts';
import { REBALANCED } from './notifications.ts';
import {
  moveToWeekday,
  type RebalancePreview,
  rebalanceWeek,
  singleWeekday,
  type WeekdayMove,
} from './rebalance-rules.ts';

/**
 * How the requester's own clients could be balanced over their working days.
 *
 * @throws UserError for somebody who gets all their reminders on one weekday.
 */
export async function previewRebalance({ db, clock }: Deps, by: Requester): Promise<RebalancePreview> {
  const { workspaceId, userId } = by;
  const [calendar, clients] = await Promise.all([
    loadCalendar(db, workspaceId, userId),
    listClients(db, workspaceId, { ownedBy: userId, statuses: ASKED_STATUSES }),
  ]);
  if (calendar.roundWeekday !== null) {
    throw new UserError(
      'All your reminders come on one weekday, so there’s nothing to rebalance. You can change that with “/client-health me”.',
    );
  }
  return {
    ...rebalanceWeek(clients, calendar, clock.now()),
    clients: new Map(clients.map((client) => [client.id, client])),
  };
}

/**
 * Moves clients to the weekdays of a preview, except those that have another owner or weekday by now, and sends their
 * owner a DM with an undo button. Submitting the same view again changes nothing.
 *
 * @returns what was moved; nothing when all of them have changed since the preview.
 */
export async function applyRebalance(
  { db, clock }: Deps,
  by: Requester,
  { moves, viewId }: { moves: readonly WeekdayMove[]; viewId: string },
): Promise<WeekdayMove[]> {
  const { workspaceId, userId: recipientId } = by;
  const key = `rebalanced view:${viewId}`;
  const now = clock.now();
  return db.transaction().execute(async (trx) => {
    const findSent = () => findNotification(trx, REBALANCED, { workspaceId, recipientId, key });
    const sent = await findSent();
    if (sent) return sent.subject.moves;
    const moved = await moveClients(trx, by, moves, now);
    if (moved.length === 0) return (await findSent())?.subject.moves ?? [];
    const subject = { moves: moved, undone: false };
    await notify(trx, REBALANCED, { workspaceId, recipientId, key, subject }, now);
    return moved;
  });
}

/**
 * Moves the clients of one rebalance back, except those that have changed since. Undoing it again changes nothing.
 *
 * @throws UserError when it is somebody else's or gone, and when nothing is left to undo.
 */
export async function undoRebalance(
  { db, clock }: Deps,
  by: Requester,
  notificationId: string,
): Promise<void> {
  const { workspaceId, userId: recipientId } = by;
  await db.transaction().execute(async (trx) => {
    const sent = await lockNotification(trx, REBALANCED, { workspaceId, recipientId, id: notificationId });
    if (!sent) throw new UserError('There’s nothing left to undo here.');
    const { moves, undone } = sent.subject;
    if (undone) return;
    const back = moves.map(({ clientId, from, to }) => ({ clientId, from: to, to: from }));
    const moved = await moveClients(trx, by, back, clock.now());
    if (moved.length === 0) {
      throw new UserError('These clients have changed since, so there’s nothing to undo.');
    }
    await updateNotification(trx, sent, { moves: moved, undone: true });
  });
}

async function moveClients(
  trx: Transaction,
  { workspaceId, userId }: Requester,
  moves: readonly WeekdayMove[],
  now: Temporal.Instant,
): Promise<WeekdayMove[]> {
  const calendar = await loadCalendar(trx, workspaceId, userId);
  const moved: WeekdayMove[] = [];
  for (const move of moves.toSorted((a, b) => a.clientId.localeCompare(b.clientId, 'en'))) {
    const client = await lockClient(trx, workspaceId, move.clientId);
    if (client?.ownerId !== userId || singleWeekday(client.cadence) !== move.from) continue;
    await updateClient(trx, moveToWeekday(client, move.to, calendar, now), now);
    moved.push(move);
  }
  return moved;
}
