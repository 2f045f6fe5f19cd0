import type { Database, Transaction } from '../../storage/database.ts';

/** Nobody hears alerts about a client until then. */
export interface Mute {
  id: string;
  reason: string;
  by: string;
  until: Temporal.Instant;
}

/** The mutes in force, by the client's id. */
export async function findMutes(
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
