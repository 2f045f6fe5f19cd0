import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../storage/database.ts';
import type { FollowUpTable } from '../storage/tables.ts';
import type { CheckIn, FollowUp, Promised } from './rules.ts';

/** Notes what was promised in a check-in, in the place of what was noted for it before; null takes it away. */
export async function keepFollowUp(
  trx: Transaction,
  { workspaceId, clientId, id: checkInId }: CheckIn,
  promised: Promised | null,
  now: Temporal.Instant,
): Promise<void> {
  if (!promised) {
    await trx
      .deleteFrom('follow_ups')
      .where('workspace_id', '=', workspaceId)
      .where('check_in_id', '=', checkInId)
      .execute();
    return;
  }
  const changing = { what: promised.what, who_id: promised.whoId, due_on: promised.dueOn };
  await trx
    .insertInto('follow_ups')
    .values({
      workspace_id: workspaceId,
      client_id: clientId,
      check_in_id: checkInId,
      ...changing,
      done_at: null,
      done_by: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'check_in_id']).doUpdateSet(changing))
    .execute();
}

/** What was promised in a check-in, done or not. */
export async function followUpOf(
  db: Database | Transaction,
  workspaceId: string,
  checkInId: string,
): Promise<FollowUp | null> {
  const row = await db
    .selectFrom('follow_ups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('check_in_id', '=', checkInId)
    .executeTakeFirst();
  return row ? followUp(row) : null;
}

export async function findFollowUp(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
): Promise<FollowUp | null> {
  const row = await db
    .selectFrom('follow_ups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? followUp(row) : null;
}

/** Which open follow-ups are wanted: all of them where nothing is said. */
export interface FollowUpFilter {
  clientIds?: string[];
  whoId?: string;
  dueOnOrBefore?: Temporal.PlainDate;
}

/** The promises not yet kept to clients that are not ended, the most urgent first. */
export async function openFollowUps(
  db: Database | Transaction,
  workspaceId: string,
  { clientIds, whoId, dueOnOrBefore }: FollowUpFilter = {},
): Promise<FollowUp[]> {
  if (clientIds?.length === 0) return [];
  const rows = await db
    .selectFrom('follow_ups')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.workspace_id', '=', 'follow_ups.workspace_id')
        .onRef('clients.id', '=', 'follow_ups.client_id'),
    )
    .selectAll('follow_ups')
    .where('follow_ups.workspace_id', '=', workspaceId)
    .where('follow_ups.done_at', 'is', null)
    .where('clients.status', '<>', 'ended')
    .$if(clientIds !== undefined, (query) => query.where('follow_ups.client_id', 'in', clientIds ?? []))
    .$if(whoId !== undefined, (query) => query.where('follow_ups.who_id', '=', whoId ?? ''))
    .$if(dueOnOrBefore !== undefined, (query) =>
      query.where('follow_ups.due_on', '<=', dueOnOrBefore ?? new Temporal.PlainDate(1, 1, 1)),
    )
    .orderBy('follow_ups.due_on')
    .orderBy('follow_ups.created_at')
    .orderBy('follow_ups.id')
    .execute();
  return rows.map(followUp);
}

/** Notes that a promise was kept. Doing so twice keeps what the first said. @returns null when there is none. */
export async function completeFollowUp(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
  doneBy: string,
  now: Temporal.Instant,
): Promise<FollowUp | null> {
  await db
    .updateTable('follow_ups')
    .set({ done_at: now, done_by: doneBy })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .execute();
  return findFollowUp(db, workspaceId, id);
}

/** Takes `completeFollowUp` back. @returns null when there is none. */
export async function reopenFollowUp(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
): Promise<FollowUp | null> {
  await db
    .updateTable('follow_ups')
    .set({ done_at: null, done_by: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
  return findFollowUp(db, workspaceId, id);
}

function followUp(row: Selectable<FollowUpTable>): FollowUp {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    clientId: row.client_id,
    checkInId: row.check_in_id,
    what: row.what,
    whoId: row.who_id,
    dueOn: row.due_on,
    doneAt: row.done_at,
    doneBy: row.done_by,
    createdAt: row.created_at,
  };
}
