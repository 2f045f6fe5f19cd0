import type { Selectable } from 'kysely';
import { markHealthDue } from '../../clients/store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { ClientHoldTable } from '../../storage/tables.ts';
import type { Override } from '../rules.ts';
import type { Hold, HoldKind } from './rules.ts';

interface HoldKey {
  workspaceId: string;
  clientId: string;
  kind: HoldKind;
}

export interface NewHold extends HoldKey, Omit<Hold, 'at'> {
  /** Slack's id of the modal that it was typed into. */
  viewId: string;
  /** For an override. */
  band?: Override['band'];
}

/**
 * Sets a hold in place of the one before. The same modal again changes what it has set, unless that has ended since: then it
 * stays ended. The client's row has to be locked in `trx` already.
 */
export async function setHold(
  trx: Transaction,
  { workspaceId, clientId, kind, viewId, band = undefined, reason, by, until }: NewHold,
  now: Temporal.Instant,
): Promise<void> {
  const same = await trx
    .selectFrom('client_holds')
    .select('ended_at')
    .where('workspace_id', '=', workspaceId)
    .where('view_id', '=', viewId)
    .executeTakeFirst();
  if (same?.ended_at) return;
  if (!same) await endHold(trx, { workspaceId, clientId, kind }, by, now);
  const typed = { band: band ?? null, reason, until_at: until };
  await trx
    .insertInto('client_holds')
    .values({
      workspace_id: workspaceId,
      client_id: clientId,
      kind,
      view_id: viewId,
      ...typed,
      set_by: by,
      set_at: now,
      ended_at: null,
      ended_by: null,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'view_id']).doUpdateSet(typed))
    .execute();
}

/** @returns whether there was a current one. */
export async function endHold(
  trx: Transaction,
  { workspaceId, clientId, kind }: HoldKey,
  by: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const ended = await trx
    .updateTable('client_holds')
    .set({ ended_at: now, ended_by: by })
    .where('workspace_id', '=', workspaceId)
    .where('client_id', '=', clientId)
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .returning('until_at')
    .executeTakeFirst();
  return ended !== undefined && Temporal.Instant.compare(ended.until_at, now) > 0;
}

/** The bands that are set manually, by the client's id. */
export async function findOverrides(
  db: Database,
  workspaceId: string,
  clientIds: readonly string[],
  now: Temporal.Instant,
): Promise<Map<string, Override>> {
  const rows = await findCurrentHolds(db, { workspaceId, kind: 'override' }, clientIds, now);
  return new Map(
    rows.flatMap((row) => (row.band ? [[row.client_id, { ...toHold(row), band: row.band }]] : [])),
  );
}

/** The clients about whom alerts are muted, by their ids. */
export async function findMutes(
  db: Database,
  workspaceId: string,
  clientIds: readonly string[],
  now: Temporal.Instant,
): Promise<Map<string, Hold>> {
  const rows = await findCurrentHolds(db, { workspaceId, kind: 'mute' }, clientIds, now);
  return new Map(rows.map((row) => [row.client_id, toHold(row)]));
}

/** Ends overrides whose time is up, and has the health of those clients looked at again. Their rows are locked first. */
export async function endPastOverrides(trx: Transaction, now: Temporal.Instant): Promise<void> {
  const past = await trx
    .selectFrom('client_holds')
    .select(['workspace_id', 'client_id'])
    .where('kind', '=', 'override')
    .where('ended_at', 'is', null)
    .where('until_at', '<=', now)
    .execute();
  for (const [workspaceId, rows] of Map.groupBy(past, (row) => row.workspace_id)) {
    const clientIds = rows.map((row) => row.client_id);
    await markHealthDue(trx, workspaceId, clientIds);
    await trx
      .updateTable('client_holds')
      .set(({ ref }) => ({ ended_at: ref('until_at') }))
      .where('workspace_id', '=', workspaceId)
      .where('client_id', 'in', clientIds)
      .where('kind', '=', 'override')
      .where('ended_at', 'is', null)
      .where('until_at', '<=', now)
      .execute();
  }
}

async function findCurrentHolds(
  db: Database,
  { workspaceId, kind }: Omit<HoldKey, 'clientId'>,
  clientIds: readonly string[],
  now: Temporal.Instant,
): Promise<Selectable<ClientHoldTable>[]> {
  if (clientIds.length === 0) return [];
  return db
    .selectFrom('client_holds')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('client_id', 'in', [...clientIds])
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .where('until_at', '>', now)
    .execute();
}

function toHold(row: Selectable<ClientHoldTable>): Hold {
  return { reason: row.reason, by: row.set_by, at: row.set_at, until: row.until_at };
}
