import { markHealthDue } from '../../clients/store.ts';
import type { Transaction } from '../../storage/database.ts';
import type { Override } from '../rules.ts';

export interface NewOverride extends Omit<Override, 'at'> {
  workspaceId: string;
  clientId: string;
  /** Slack's id of the modal it was typed into. */
  viewId: string;
}

/**
 * Sets a client's band by hand, in the place of what was set before. The same modal again changes what it has set, unless
 * that has been removed or replaced meanwhile: then that stands. The client's row has to be locked in `trx` already.
 */
export async function setOverride(
  trx: Transaction,
  { workspaceId, clientId, viewId, band, reason, by, until }: NewOverride,
  now: Temporal.Instant,
): Promise<void> {
  const same = await trx
    .selectFrom('health_overrides')
    .select('ended_at')
    .where('workspace_id', '=', workspaceId)
    .where('view_id', '=', viewId)
    .executeTakeFirst();
  if (same?.ended_at) return;
  if (!same) await endOverride(trx, workspaceId, clientId, by, now);
  const typed = { band, reason, until_at: until };
  await trx
    .insertInto('health_overrides')
    .values({
      workspace_id: workspaceId,
      client_id: clientId,
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

/** Ends what is set by hand, if anything is; what has run out by itself is put away without a word. */
export async function endOverride(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  by: string,
  now: Temporal.Instant,
): Promise<void> {
  await trx
    .updateTable('health_overrides')
    .set({ ended_at: now, ended_by: by })
    .where('workspace_id', '=', workspaceId)
    .where('client_id', '=', clientId)
    .where('ended_at', 'is', null)
    .execute();
}

/** Ends what has run out, and has the health of those clients looked at again: their rows are locked first, as elsewhere. */
export async function endPastOverrides(trx: Transaction, now: Temporal.Instant): Promise<void> {
  const past = await trx
    .selectFrom('health_overrides')
    .select(['workspace_id', 'client_id'])
    .where('ended_at', 'is', null)
    .where('until_at', '<=', now)
    .execute();
  for (const [workspaceId, rows] of Map.groupBy(past, (row) => row.workspace_id)) {
    const clientIds = rows.map((row) => row.client_id);
    await markHealthDue(trx, workspaceId, clientIds);
    await trx
      .updateTable('health_overrides')
      .set(({ ref }) => ({ ended_at: ref('until_at') }))
      .where('workspace_id', '=', workspaceId)
      .where('client_id', 'in', clientIds)
      .where('ended_at', 'is', null)
      .where('until_at', '<=', now)
      .execute();
  }
}
