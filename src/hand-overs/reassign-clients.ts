import type { Calendar } from '../calendars/rules.ts';
import { loadCalendar } from '../calendars/store.ts';
import { nearestOccurrence, withOwnerTime } from '../clients/cadence/rules.ts';
import type { OnClientsReassigned } from '../clients/edit-client.ts';
import type { Client } from '../clients/rules.ts';
import { updateClient } from '../clients/store.ts';
import { notify } from '../notifications/notify.ts';
import { findNotifications } from '../notifications/store.ts';
import { isInsider, type Person } from '../people/rules.ts';
import { findPerson } from '../people/store.ts';
import { reassignPrompts } from '../reminders/prompts/client-changes.ts';
import { listOpenPrompts } from '../reminders/prompts/store.ts';
import { invalidateMessages } from '../slack/outbound/delivery-store.ts';
import type { Transaction } from '../storage/database.ts';
import { HANDED_OVER, OWNER_LEFT } from './notifications.ts';

export interface HandOver {
  /** Of one owner, locked in the transaction. */
  clients: readonly Client[];
  to: Person;
  /** Who did it; null where the owner has left. */
  byId: string | null;
  key: string;
}

/**
 * Hands one owner's clients over to another: each keeps its occurrences, at the new owner's local time, and its open prompt
 * follows. Both owners are told once under `key`.
 */
export async function reassignClients(
  trx: Transaction,
  { clients, to, byId, key }: HandOver,
  now: Temporal.Instant,
): Promise<void> {
  const [first] = clients;
  if (!first) return;
  const { workspaceId, ownerId: fromId } = first;
  const calendar = await loadCalendar(trx, workspaceId, to.id);
  for (const client of clients) await updateClient(trx, withOwner(client, to.id, calendar), now);
  const clientIds = clients.map(({ id }) => id);
  await onClientsReassigned(trx, { workspaceId, clientIds, fromId, toId: to.id, byId, key }, now);
}

export const onClientsReassigned: OnClientsReassigned = async (
  trx,
  { workspaceId, clientIds, fromId, toId, byId, key },
  now,
) => {
  await reassignPrompts(trx, workspaceId, await listOpenPrompts(trx, workspaceId, { clientIds }), now);
  await invalidateOwnerLeft(trx, workspaceId, fromId);
  const from = await findPerson(trx, workspaceId, fromId);
  const told = from && isInsider(from.kind) ? [toId, fromId] : [toId];
  const subject = { fromId, toId, byId, clientIds: [...clientIds] };
  for (const recipientId of told) {
    await notify(trx, HANDED_OVER, { workspaceId, recipientId, key, subject }, now);
  }
};

function withOwner(client: Client, ownerId: string, calendar: Calendar): Client {
  const { coverId, cadence, nextDueAt } = client;
  return {
    ...client,
    ownerId,
    coverId: coverId === ownerId ? null : coverId,
    nextDueAt: nextDueAt && nearestOccurrence(withOwnerTime(cadence, calendar), calendar.zone, nextDueAt),
  };
}

/** The lead's list of clients whose owner has left shows which of them have a new owner by now. */
async function invalidateOwnerLeft(trx: Transaction, workspaceId: string, fromId: string): Promise<void> {
  const sent = await findNotifications(trx, OWNER_LEFT, workspaceId, { about: { ownerId: fromId } });
  const deliveryIds = sent.flatMap(({ deliveryId }) => deliveryId ?? []);
  await invalidateMessages(trx, workspaceId, deliveryIds);
}
