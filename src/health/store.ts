import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { OpenPrompt, Skip, Unreached } from './rules.ts';

interface Asking {
  prompt: OpenPrompt | null;
  lastSkip: Skip | null;
  unreached: Unreached | null;
}

/** How far the asking has come for each of these clients; one about whom nobody was ever asked is not in the map. */
export async function findAskings(
  db: Database,
  workspaceId: string,
  clientIds: readonly string[],
): Promise<Map<string, Asking>> {
  if (clientIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('prompts')
    .distinctOn(['client_id', 'status'])
    .select(['client_id', 'status', 'ask_at', 'closed_at', 'closed_by', 'skip_reason'])
    .select(['assignee_id', 'covering_for', 'missed_reason'])
    .select(
      sql<Temporal.Instant | null>`case when prompts.status = 'open' then (
        select max(coalesce(deliveries.sent_at, rounds.due_at)) from round_prompts
        join rounds on rounds.id = round_prompts.round_id
        join deliveries on deliveries.id = rounds.delivery_id
        where round_prompts.prompt_id = prompts.id and rounds.recipient_id = prompts.assignee_id
          and deliveries.status in ('sent', 'unknown')) end`.as('asked_at'),
    )
    .where('workspace_id', '=', workspaceId)
    .where('client_id', 'in', [...clientIds])
    .where('status', 'in', ['open', 'skipped', 'missed'])
    .orderBy('client_id')
    .orderBy('status')
    .orderBy('closed_at', 'desc')
    .execute();
  const askings = new Map<string, Asking>();
  for (const row of rows) {
    const asking = askings.get(row.client_id) ?? { prompt: null, lastSkip: null, unreached: null };
    if (row.status === 'open') {
      const { assignee_id: personId, covering_for: coveringFor, asked_at: askedAt, ask_at: askAt } = row;
      asking.prompt = { assigneeId: personId, coveringFor, askedAt, askAt };
    } else if (row.status === 'skipped' && row.closed_at) {
      asking.lastSkip = { at: row.closed_at, reason: row.skip_reason, by: row.closed_by };
    } else if (row.missed_reason === 'undeliverable' && row.closed_at) {
      asking.unreached = { at: row.closed_at, personId: row.assignee_id };
    }
    askings.set(row.client_id, asking);
  }
  for (const asking of askings.values()) if (asking.prompt) asking.unreached = null;
  return askings;
}

/** How often in a row each of these clients was skipped; one who was not, or was checked in on since, is not in the map. */
export async function countSkipsInRow(
  db: Database,
  workspaceId: string,
  clientIds: readonly string[],
): Promise<Map<string, number>> {
  if (clientIds.length === 0) return new Map();
  const { rows } = await sql<{ client_id: string; skips: number }>`
    select client_id, count(*) as skips from prompts
    where workspace_id = ${workspaceId} and client_id = any(${[...clientIds]}::uuid[]) and status = 'skipped'
      and not exists (
        select from check_ins
        where check_ins.workspace_id = prompts.workspace_id and check_ins.client_id = prompts.client_id
          and check_ins.created_at > prompts.closed_at)
    group by client_id`.execute(db);
  return new Map(rows.map((row) => [row.client_id, row.skips]));
}
