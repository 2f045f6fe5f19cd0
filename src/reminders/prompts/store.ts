import type { Selectable } from 'kysely';
import { z } from 'zod';
import { ASKED_STATUSES } from '../../clients/rules.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PromptTable } from '../../storage/tables.ts';
import type { MissedReason, Prompt } from './rules.ts';

/** Null for an id that is not a prompt's, whatever it looks like. */
export async function findPrompt(db: Database, workspaceId: string, id: string): Promise<Prompt | null> {
  if (!z.guid().safeParse(id).success) return null;
  const row = await db
    .selectFrom('prompts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toPrompt(row) : null;
}

/** Puts an open prompt off until `until`. @returns false when it is not open any more. */
export async function putOff(
  trx: Transaction,
  workspaceId: string,
  promptId: string,
  until: Temporal.Instant,
): Promise<boolean> {
  const row = await trx
    .updateTable('prompts')
    .set({ ask_at: until, next_nudge_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', promptId)
    .where('status', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Skips an open prompt. @returns false when it is not open any more. */
export async function skip(
  trx: Transaction,
  workspaceId: string,
  promptId: string,
  how: { reason: string; by: string; now: Temporal.Instant },
): Promise<boolean> {
  const row = await trx
    .updateTable('prompts')
    .set({
      status: 'skipped',
      skip_reason: how.reason,
      closed_at: how.now,
      closed_by: how.by,
      ask_at: null,
      next_nudge_at: null,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', promptId)
    .where('status', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends open prompts for which nobody was reached, or nobody answered. */
export async function settleMissed(
  trx: Transaction,
  workspaceId: string,
  promptIds: readonly string[],
  reason: MissedReason,
  now: Temporal.Instant,
): Promise<void> {
  if (promptIds.length === 0) return;
  await trx
    .updateTable('prompts')
    .set({ status: 'missed', missed_reason: reason, closed_at: now, ask_at: null, next_nudge_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...promptIds])
    .where('status', '=', 'open')
    .execute();
}

/** The prompts that nobody has answered yet, the oldest first: of one owner, of some clients, or all. */
export async function openPrompts(
  db: Database,
  workspaceId: string,
  filter: { ownerId?: string; clientIds?: readonly string[] } = {},
): Promise<Prompt[]> {
  const { ownerId, clientIds } = filter;
  if (clientIds?.length === 0) return [];
  let query = db
    .selectFrom('prompts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'open');
  if (ownerId !== undefined) query = query.where('assignee_id', '=', ownerId);
  if (clientIds) query = query.where('client_id', 'in', [...clientIds]);
  const rows = await query.orderBy('occurrence_at').orderBy('id').execute();
  return rows.map(toPrompt);
}

/** When the next reminder or nudge will be due, in any workspace; null when none is planned. */
export async function nextReminderAt(db: Database): Promise<Temporal.Instant | null> {
  const due = await db
    .selectFrom('clients')
    .select('next_due_at as at')
    .where('next_due_at', 'is not', null)
    .where('status', 'in', ASKED_STATUSES)
    .orderBy('next_due_at')
    .limit(1)
    .executeTakeFirst();
  const snoozed = await db
    .selectFrom('prompts')
    .select('ask_at as at')
    .where('ask_at', 'is not', null)
    .orderBy('ask_at')
    .limit(1)
    .executeTakeFirst();
  const nudge = await db
    .selectFrom('prompts')
    .select('next_nudge_at as at')
    .where('next_nudge_at', 'is not', null)
    .orderBy('next_nudge_at')
    .limit(1)
    .executeTakeFirst();
  const reminder = await db
    .selectFrom('follow_ups')
    .innerJoin('clients', 'clients.id', 'follow_ups.client_id')
    .select('follow_ups.remind_at as at')
    .where('follow_ups.remind_at', 'is not', null)
    .where('follow_ups.done_at', 'is', null)
    .where('follow_ups.dropped_at', 'is', null)
    .where('clients.status', '<>', 'ended')
    .orderBy('follow_ups.remind_at')
    .limit(1)
    .executeTakeFirst();
  const times = [due?.at, snoozed?.at, nudge?.at, reminder?.at].filter(
    (at) => at instanceof Temporal.Instant,
  );
  return times.sort(Temporal.Instant.compare)[0] ?? null;
}

export function toPrompt(row: Selectable<PromptTable>): Prompt {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    clientId: row.client_id,
    assigneeId: row.assignee_id,
    occurrenceAt: row.occurrence_at,
    status: row.status,
    missedReason: row.missed_reason,
    coveringFor: row.covering_for,
    askAt: row.ask_at,
    skipReason: row.skip_reason,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
  };
}
