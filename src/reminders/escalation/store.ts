import { sql } from 'kysely';
import { toClient } from '../../clients/client-row.ts';
import type { Client } from '../../clients/rules.ts';
import type { NudgeLevel } from '../../preferences/rules.ts';
import type { Database, Transaction } from '../../storage/database.ts';

/** The workspaces with a prompt that a nudge is due for, or that somebody else is to be told about. */
export async function listWorkspacesWithUnanswered(db: Database, now: Temporal.Instant): Promise<string[]> {
  const rows = await db
    .selectFrom('prompts')
    .select('workspace_id')
    .distinct()
    .where('status', '=', 'open')
    .where('ask_at', 'is', null)
    .where('next_nudge_at', '<=', now)
    .execute();
  return rows.map((row) => row.workspace_id);
}

/** A prompt without an answer, for which the next step is due. */
export interface UnansweredPrompt {
  id: string;
  client: Client;
  assigneeId: string;
  level: NudgeLevel;
  nudgeCount: number;
  dueAt: Temporal.Instant;
  /** When the assignee last heard about it. */
  lastToldAt: Temporal.Instant | null;
}

/** The oldest first. What is locked elsewhere is left to the next tick. */
export async function lockUnansweredPrompts(
  trx: Transaction,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<UnansweredPrompt[]> {
  const rows = await trx
    .selectFrom('prompts')
    .innerJoin('clients', 'clients.id', 'prompts.client_id')
    .innerJoin('people', (join) =>
      join
        .onRef('people.workspace_id', '=', 'prompts.workspace_id')
        .onRef('people.id', '=', 'prompts.assignee_id'),
    )
    .selectAll('clients')
    .select([
      'prompts.id as prompt_id',
      'prompts.assignee_id',
      'prompts.nudge_count',
      'prompts.next_nudge_at',
      'people.nudges as level',
      sql<Temporal.Instant | null>`(
        select max(greatest(rounds.due_at, nudges.created_at)) from round_prompts
        join rounds on rounds.id = round_prompts.round_id
        left join nudges on nudges.round_id = rounds.id
        where round_prompts.prompt_id = prompts.id and rounds.recipient_id = prompts.assignee_id)`.as(
        'last_told_at',
      ),
    ])
    .where('prompts.workspace_id', '=', workspaceId)
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', 'is', null)
    .where('prompts.next_nudge_at', '<=', now)
    .orderBy('prompts.occurrence_at')
    .orderBy('prompts.id')
    .forUpdate('prompts')
    .skipLocked()
    .execute();
  return rows.map((row) => ({
    id: row.prompt_id,
    client: toClient(row),
    assigneeId: row.assignee_id,
    level: row.level,
    nudgeCount: row.nudge_count,
    dueAt: row.next_nudge_at ?? now,
    lastToldAt: row.last_told_at,
  }));
}

/** The open prompts of a round, in its order, without those that are in a newer round, or snoozed. */
export async function lockPromptsOfRound(
  trx: Transaction,
  workspaceId: string,
  deliveryId: string,
): Promise<{ id: string; clientId: string }[]> {
  return trx
    .selectFrom('prompts')
    .innerJoin('round_prompts', 'round_prompts.prompt_id', 'prompts.id')
    .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .select(['prompts.id', 'prompts.client_id as clientId'])
    .where('prompts.workspace_id', '=', workspaceId)
    .where('rounds.delivery_id', '=', deliveryId)
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('round_prompts as again')
            .innerJoin('rounds as newer', 'newer.id', 'again.round_id')
            .select('newer.id')
            .whereRef('again.prompt_id', '=', 'prompts.id')
            .whereRef('newer.due_at', '>', 'rounds.due_at'),
        ),
      ),
    )
    .orderBy('round_prompts.position')
    .forUpdate('prompts')
    .execute();
}

/** The id of the last message that reached a person; null where none has. */
export async function lastDeliveryTo(
  db: Database,
  workspaceId: string,
  personId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('deliveries')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('destination', '=', personId)
    .where('status', '=', 'sent')
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
