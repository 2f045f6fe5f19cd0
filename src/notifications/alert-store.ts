import { addDelivery } from '../slack/outbound/delivery-store.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { ALERT_SUBJECTS, type Alert } from './alert-rules.ts';

/** Keeps an alert. @returns its id, or null when it was raised before. */
export async function addAlert(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  { kind, key, subject }: Alert,
  now: Temporal.Instant,
): Promise<string | null> {
  const row = await trx
    .insertInto('alerts')
    .values({
      workspace_id: workspaceId,
      client_id: clientId,
      kind,
      key,
      subject: JSON.stringify(subject),
      raised_at: now,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'client_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Owes a person the alert; `send` false leaves it to the digest. */
export async function addAlertMessage(
  trx: Transaction,
  workspaceId: string,
  alertId: string,
  personId: string,
  { send, atOnce }: { send: boolean; atOnce: boolean },
  now: Temporal.Instant,
): Promise<void> {
  const message = { kind: 'alert', destination: personId, atOnce } as const;
  const deliveryId = send ? await addDelivery(trx, workspaceId, message, now) : null;
  await trx
    .insertInto('alert_messages')
    .values({
      workspace_id: workspaceId,
      alert_id: alertId,
      person_id: personId,
      delivery_id: deliveryId,
      created_at: now,
    })
    .execute();
}

/** How many alerts a person has been sent since `since`, or is going to be sent. */
export async function alertsSince(
  trx: Transaction,
  workspaceId: string,
  personId: string,
  since: Temporal.Instant,
): Promise<number> {
  const { alerts } = await trx
    .selectFrom('alert_messages')
    .innerJoin('deliveries', (join) =>
      join
        .onRef('deliveries.workspace_id', '=', 'alert_messages.workspace_id')
        .onRef('deliveries.id', '=', 'alert_messages.delivery_id'),
    )
    .select(({ fn }) => fn.countAll<number>().as('alerts'))
    .where('alert_messages.workspace_id', '=', workspaceId)
    .where('alert_messages.person_id', '=', personId)
    .where((eb) =>
      eb.or([
        eb('deliveries.status', 'in', ['pending', 'sending']),
        eb(eb.fn.coalesce('deliveries.sent_at', 'deliveries.created_at'), '>=', since),
      ]),
    )
    .executeTakeFirstOrThrow();
  return alerts;
}

/** The alert that a delivery tells of, and whom. @throws ZodError for a row whose subject is not of its kind. */
export async function alertOfDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<{ alert: Alert; clientId: string; personId: string } | null> {
  const row = await db
    .selectFrom('alert_messages')
    .innerJoin('alerts', (join) =>
      join
        .onRef('alerts.workspace_id', '=', 'alert_messages.workspace_id')
        .onRef('alerts.id', '=', 'alert_messages.alert_id'),
    )
    .select(['alerts.client_id', 'alerts.kind', 'alerts.key', 'alerts.subject', 'alert_messages.person_id'])
    .where('alert_messages.workspace_id', '=', workspaceId)
    .where('alert_messages.delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (!row) return null;
  const subject = ALERT_SUBJECTS[row.kind].parse(row.subject);
  return {
    alert: { kind: row.kind, key: row.key, subject } as Alert,
    clientId: row.client_id,
    personId: row.person_id,
  };
}

/** Nobody hears alerts about a client until then. */
export interface Mute {
  id: string;
  reason: string;
  by: string;
  until: Temporal.Instant;
}

/** The mutes in force, by the client's id. */
export async function mutesOf(
  db: Database,
  workspaceId: string,
  clientIds: readonly string[],
  now: Temporal.Instant,
): Promise<Map<string, Mute>> {
  if (clientIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('alert_mutes')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('client_id', 'in', [...clientIds])
    .where('ended_at', 'is', null)
    .where('until_at', '>', now)
    .execute();
  return new Map(
    rows.map((row) => [
      row.client_id,
      { id: row.id, reason: row.reason, by: row.muted_by, until: row.until_at },
    ]),
  );
}

export interface NewMute {
  clientId: string;
  /** Slack's id of the modal: one modal makes one mute, however often it is submitted. */
  viewId: string;
  reason: string;
  by: string;
  until: Temporal.Instant;
}

/** Mutes in the place of an earlier mute. The client's row has to be locked in `trx` already. */
export async function addMute(
  trx: Transaction,
  workspaceId: string,
  { clientId, viewId, reason, by, until }: NewMute,
  now: Temporal.Instant,
): Promise<void> {
  const known = await trx
    .selectFrom('alert_mutes')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('view_id', '=', viewId)
    .executeTakeFirst();
  if (known) return;
  await endMute(trx, workspaceId, clientId, now);
  await trx
    .insertInto('alert_mutes')
    .values({
      workspace_id: workspaceId,
      client_id: clientId,
      view_id: viewId,
      reason,
      muted_by: by,
      muted_at: now,
      until_at: until,
      ended_at: null,
    })
    .execute();
}

/** @returns whether there was a mute to end. */
export async function endMute(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const ended = await trx
    .updateTable('alert_mutes')
    .set({ ended_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('client_id', '=', clientId)
    .where('ended_at', 'is', null)
    .returning('until_at')
    .executeTakeFirst();
  return ended !== undefined && Temporal.Instant.compare(ended.until_at, now) > 0;
}
