import { resolveRecipient } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import type { Client } from '../../clients/rules.ts';
import type { SnapshotChange, SnapshotListener } from '../../health/snapshots/snapshot-health.ts';
import type { Transaction } from '../../storage/database.ts';
import { loadWorkspace } from '../../workspaces/store.ts';
import { notify } from '../notify.ts';
import { addNotification, findKnownKeys } from '../store.ts';
import type { AlertKind, AlertSubject } from './alert.ts';
import { ALERTS } from './kinds.ts';

interface Alert {
  client: Client;
  kind: AlertKind;
  key: string;
  subject: AlertSubject;
}

/**
 * Alerts the owner of a client, or their cover, and the lead to a change, once. Of several alerts at once about one client
 * only the most urgent is sent.
 */
export const raiseAlerts: SnapshotListener = async (trx, changes, now) => {
  const raised = changes.flatMap((change) => findAlerts(change, now));
  const workspaceId = raised[0]?.client.workspaceId;
  if (workspaceId === undefined) return;
  const known = await findKnownKeys(
    trx,
    workspaceId,
    raised.map(({ key }) => key),
  );
  const fresh = raised.filter(({ key }) => !known.has(key));
  const recipientsOf = await loadRecipients(trx, workspaceId, fresh, now);
  for (const alerts of Map.groupBy(fresh, ({ client }) => client.id).values()) {
    for (const [index, { client, kind, key, subject }] of alerts.entries()) {
      const recipientIds = index === 0 ? recipientsOf(client, kind) : [];
      for (const recipientId of recipientIds) {
        await notify(trx, kind, { workspaceId, recipientId, key, subject }, now);
      }
      if (recipientIds.length === 0) await keepUnsent(trx, { client, kind, key, subject }, now);
    }
  }
};

/** What has to be told about a client now, the most urgent first. */
function findAlerts({ overview, before }: SnapshotChange, now: Temporal.Instant): Alert[] {
  const kinds: readonly AlertKind[] = ALERTS;
  const { client } = overview;
  return kinds.flatMap((kind) =>
    kind.find(overview, before, now).map((found) => ({ client, kind, ...found })),
  );
}

/** Keeps an alert that is not sent, so that it does not come later. */
async function keepUnsent(
  trx: Transaction,
  { client, kind, key, subject }: Alert,
  now: Temporal.Instant,
): Promise<void> {
  const { workspaceId, ownerId: recipientId } = client;
  await addNotification(
    trx,
    { workspaceId, recipientId, kind: kind.name, key, subject, isAlert: true, deliveryId: null },
    now,
  );
}

/** Who gets an alert: the owner or their cover, and the lead; nobody who has left. */
async function loadRecipients(
  trx: Transaction,
  workspaceId: string,
  alerts: readonly Alert[],
  now: Temporal.Instant,
): Promise<(client: Client, kind: AlertKind) => string[]> {
  const { leadId } = await loadWorkspace(trx, workspaceId);
  const lead = leadId === null ? [] : [{ ownerId: leadId, coverId: null }];
  const clients = alerts.map(({ client }) => client);
  const calendars = await loadCalendarsFor(trx, workspaceId, [...clients, ...lead]);
  return (client, { tellsLead }) => {
    const ids = new Set([resolveRecipient(client, now, calendars), ...(tellsLead ? [leadId] : [])]);
    return [...ids].filter(
      (id) => id !== null && calendars.get(id)?.left === undefined && calendars.has(id),
    ) as string[];
  };
}
