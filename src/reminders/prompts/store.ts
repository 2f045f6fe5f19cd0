import type { Insertable, Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PromptTable } from '../../storage/tables.ts';
import type { Prompt } from './rules.ts';

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

/** What can be written to a prompt, by column. */
export type PromptChange = Updateable<PromptTable>;

/** Open prompts of a workspace: these, or the one about a client. */
export type OpenPromptsKey = { workspaceId: string } & (
  | { promptIds: readonly string[] }
  | { clientId: string }
);

/**
 * Changes prompts that are open, and leaves the others as they are. Only the state machine calls this.
 *
 * @param phase changes only those that wait to be asked, or only those that were asked.
 * @returns the ids of those that were changed.
 */
export async function updateOpenPrompts(
  trx: Transaction,
  key: OpenPromptsKey,
  change: PromptChange,
  phase?: 'waiting' | 'asked',
): Promise<string[]> {
  if ('promptIds' in key && key.promptIds.length === 0) return [];
  const rows = await trx
    .updateTable('prompts')
    .set(change)
    .where('workspace_id', '=', key.workspaceId)
    .where('status', '=', 'open')
    .where((eb) =>
      'promptIds' in key ? eb('id', 'in', [...key.promptIds]) : eb('client_id', '=', key.clientId),
    )
    .$if(phase !== undefined, (query) => query.where('ask_at', phase === 'waiting' ? 'is not' : 'is', null))
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Adds prompts, but not a second one for a client's occurrence. Only the state machine calls this. */
export async function insertPrompts(
  trx: Transaction,
  rows: readonly Insertable<PromptTable>[],
): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('prompts')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The open prompts, the oldest first: all of them, or those of one assignee, about some clients, or with some ids. */
export async function listOpenPrompts(
  db: Database,
  workspaceId: string,
  filter: { assigneeId?: string; clientIds?: readonly string[]; ids?: readonly string[] } = {},
): Promise<Prompt[]> {
  const { assigneeId, clientIds, ids } = filter;
  if (clientIds?.length === 0 || ids?.length === 0) return [];
  let query = db
    .selectFrom('prompts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'open');
  if (assigneeId !== undefined) query = query.where('assignee_id', '=', assigneeId);
  if (clientIds) query = query.where('client_id', 'in', [...clientIds]);
  if (ids) query = query.where('id', 'in', [...ids]);
  const rows = await query.orderBy('occurrence_at').orderBy('id').execute();
  return rows.map(toPrompt);
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
