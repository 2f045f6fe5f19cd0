import { resolveRecipient } from '../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../clients/load-calendars.ts';
import type { Client } from '../clients/rules.ts';
import type { SnapshotChange, SnapshotListener } from '../health/snapshots/snapshot-health.ts';
import type { Transaction } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { type Alert, alertsOf, isUrgent } from './alert-rules.ts';
import { addAlert, addAlertMessage, alertsSince, mutesOf } from './alert-store.ts';

/** So many a day are read; what comes beyond them stands in the digest. A word that they may leave always comes. */
const DAILY_CAP = 5;

/** A silence is the owner's to end; all else the lead hears too. */
const TELLS_LEAD: Record<Alert['kind'], boolean> = {
  'may-leave': true,
  'at-risk': true,
  drop: true,
  silence: false,
};

/**
 * Owes the owner, or whoever stands in, and the lead a message about what has become of a client, once. Of several things
 * at once the most urgent is told. Where alerts about the client are muted, only a word that they may leave comes through.
 */
export const raiseAlerts: SnapshotListener = async (trx, taken, now) => {
  const raised: { client: Client; alert: Alert; id: string }[] = [];
  for (const each of taken) {
    const fresh = await keepNew(trx, each, now);
    if (fresh) raised.push({ client: each.overview.client, ...fresh });
  }
  const workspaceId = raised[0]?.client.workspaceId;
  if (workspaceId === undefined) return;
  const { leadId } = await loadWorkspace(trx, workspaceId);
  const lead = leadId === null ? [] : [{ ownerId: leadId, coverId: null }];
  const clients = raised.map(({ client }) => client);
  const calendars = await loadCalendarsFor(trx, workspaceId, [...clients, ...lead]);
  const muted = await mutesOf(
    trx,
    workspaceId,
    raised.map(({ client }) => client.id),
    now,
  );
  for (const { client, alert, id } of raised) {
    const urgent = isUrgent(alert);
    if (muted.has(client.id) && !urgent) continue;
    const recipient = resolveRecipient(client, now, calendars);
    for (const personId of new Set([recipient, ...(TELLS_LEAD[alert.kind] ? [leadId] : [])])) {
      const calendar = personId === null ? undefined : calendars.get(personId);
      if (personId === null || !calendar || calendar.left) continue;
      const today = now.toZonedDateTimeISO(calendar.zone).startOfDay().toInstant();
      const send = urgent || (await alertsSince(trx, workspaceId, personId, today)) < DAILY_CAP;
      await addAlertMessage(trx, workspaceId, id, personId, { send, atOnce: urgent }, now);
    }
  }
};

/** Keeps all that is new about a client, so that it never comes again. @returns the most urgent of it. */
async function keepNew(
  trx: Transaction,
  { overview, before }: SnapshotChange,
  now: Temporal.Instant,
): Promise<{ alert: Alert; id: string } | null> {
  let first: { alert: Alert; id: string } | null = null;
  const { workspaceId, id: clientId } = overview.client;
  for (const alert of alertsOf(overview, before, now)) {
    const id = await addAlert(trx, workspaceId, clientId, alert, now);
    if (id) first ??= { alert, id };
  }
  return first;
}
