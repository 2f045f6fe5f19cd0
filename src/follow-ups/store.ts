import type { Selectable } from 'kysely';
import type { Database, Transaction } from '../storage/database.ts';
import type { FollowUpTable } from '../storage/tables.ts';
import type { FollowUp, Promised, Reminder } from './rules.ts';

export interface NewFollowUp extends Promised {
  workspaceId: string;
  clientId: string;
  /** The check-in, or Slack's id of the modal, that it was typed into: each makes one follow-up at most. */
  origin: { checkInId: string } | { viewId: string };
  reminder: Reminder | null;
  createdBy: string;
}

/** @throws the database's error when its check-in or modal has made one already. */
export async function addFollowUp(
  trx: Transaction,
  { workspaceId, clientId, origin, what, promisedById, dueOn, reminder, createdBy }: NewFollowUp,
  now: Temporal.Instant,
): Promise<FollowUp> {
  const row = await trx
    .insertInto('follow_ups')
    .values({
      workspace_id: workspaceId,
      client_id: clientId,
      check_in_id: 'checkInId' in origin ? origin.checkInId : null,
      view_id: 'viewId' in origin ? origin.viewId : null,
      what,
      promised_by: promisedById,
      due_on: dueOn,
      ...reminderColumns(reminder),
      done_at: null,
      done_by: null,
      created_by: createdBy,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toFollowUp(row);
}

/** Changes what was promised, and leaves open whether it is done or dropped. */
export async function updateFollowUp(
  trx: Transaction,
  { workspaceId, id }: FollowUp,
  { what, promisedById, dueOn, reminder }: Promised & { reminder: Reminder | null },
): Promise<FollowUp> {
  const row = await trx
    .updateTable('follow_ups')
    .set({ what, promised_by: promisedById, due_on: dueOn, ...reminderColumns(reminder) })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toFollowUp(row);
}

/** Notes that an open follow-up was done or dropped. One that is not open stays as it is. */
export async function closeFollowUp(
  trx: Transaction,
  { workspaceId, id }: FollowUp,
  how: 'done' | 'dropped',
  { by, at }: { by: string; at: Temporal.Instant },
): Promise<void> {
  await trx
    .updateTable('follow_ups')
    .set(how === 'done' ? { done_at: at, done_by: by } : { dropped_at: at, dropped_by: by })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .where('dropped_at', 'is', null)
    .execute();
}

/** Takes back what `closeFollowUp` did. */
export async function reopenFollowUp(
  trx: Transaction,
  { workspaceId, id }: FollowUp,
  reminder: Reminder | null,
): Promise<void> {
  await trx
    .updateTable('follow_ups')
    .set({
      done_at: null,
      done_by: null,
      dropped_at: null,
      dropped_by: null,
      ...reminderColumns(reminder),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

export async function deleteFollowUp(trx: Transaction, workspaceId: string, id: string): Promise<void> {
  await trx.deleteFrom('follow_ups').where('workspace_id', '=', workspaceId).where('id', '=', id).execute();
}

/** What was promised in a check-in, open or not. */
export async function followUpOfCheckIn(
  db: Database,
  workspaceId: string,
  checkInId: string,
): Promise<FollowUp | null> {
  const row = await db
    .selectFrom('follow_ups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('check_in_id', '=', checkInId)
    .executeTakeFirst();
  return row ? toFollowUp(row) : null;
}

/** The follow-up that was typed into the modal `viewId`. */
export async function followUpOfView(
  db: Database,
  workspaceId: string,
  viewId: string,
): Promise<FollowUp | null> {
  const row = await db
    .selectFrom('follow_ups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('view_id', '=', viewId)
    .executeTakeFirst();
  return row ? toFollowUp(row) : null;
}

export async function findFollowUp(db: Database, workspaceId: string, id: string): Promise<FollowUp | null> {
  const row = await db
    .selectFrom('follow_ups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toFollowUp(row) : null;
}

/** As `findFollowUp`, and nobody else changes it until the transaction ends. */
export async function lockFollowUp(
  trx: Transaction,
  workspaceId: string,
  id: string,
): Promise<FollowUp | null> {
  const row = await trx
    .selectFrom('follow_ups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? toFollowUp(row) : null;
}

/** Which open follow-ups are wanted: all of them by default. */
export interface FollowUpFilter {
  clientIds?: string[];
  promisedById?: string;
  dueOnOrBefore?: Temporal.PlainDate;
}

/** Open follow-ups for clients who were not ended, the most urgent first. */
export async function openFollowUps(
  db: Database,
  workspaceId: string,
  { clientIds, promisedById, dueOnOrBefore }: FollowUpFilter = {},
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
    .where('follow_ups.dropped_at', 'is', null)
    .where('clients.status', '<>', 'ended')
    .$if(clientIds !== undefined, (query) => query.where('follow_ups.client_id', 'in', clientIds ?? []))
    .$if(promisedById !== undefined, (query) =>
      query.where('follow_ups.promised_by', '=', promisedById ?? ''),
    )
    .$if(dueOnOrBefore !== undefined, (query) =>
      query.where('follow_ups.due_on', '<=', dueOnOrBefore ?? new Temporal.PlainDate(1, 1, 1)),
    )
    .orderBy('follow_ups.due_on')
    .orderBy('follow_ups.created_at')
    .orderBy('follow_ups.id')
    .execute();
  return rows.map(toFollowUp);
}

/** Sets which reminder comes next, and when. */
export async function setReminder(
  db: Database,
  workspaceId: string,
  id: string,
  reminder: Reminder | null,
): Promise<void> {
  await db
    .updateTable('follow_ups')
    .set(reminderColumns(reminder))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

export function toFollowUp(row: Selectable<FollowUpTable>): FollowUp {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    clientId: row.client_id,
    checkInId: row.check_in_id,
    what: row.what,
    promisedById: row.promised_by,
    dueOn: row.due_on,
    doneAt: row.done_at,
    doneBy: row.done_by,
    droppedAt: row.dropped_at,
    droppedBy: row.dropped_by,
    reminder: row.reminder && row.remind_at && { kind: row.reminder, at: row.remind_at },
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

function reminderColumns(reminder: Reminder | null) {
  return { reminder: reminder?.kind ?? null, remind_at: reminder?.at ?? null };
}
