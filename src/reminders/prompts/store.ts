import type { Selectable } from 'kysely';
import { z } from 'zod';
import { toFollowUp } from '../../follow-ups/store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PromptTable } from '../../storage/tables.ts';
import type { MissedReason, Prompt, Round, RoundFollowUp } from './rules.ts';

export async function roundOfDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<Round | null> {
  const round = await db
    .selectFrom('rounds')
    .innerJoin('deliveries', 'deliveries.id', 'rounds.delivery_id')
    .select(['rounds.id', 'rounds.recipient_id', 'rounds.due_at', 'deliveries.status'])
    .where('rounds.workspace_id', '=', workspaceId)
    .where('rounds.delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (!round) return null;
  const rows = await db
    .selectFrom('round_prompts')
    .innerJoin('prompts', 'prompts.id', 'round_prompts.prompt_id')
    .selectAll('prompts')
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('round_prompts as other')
          .innerJoin('rounds as newer', 'newer.id', 'other.round_id')
          .select('newer.id')
          .whereRef('other.prompt_id', '=', 'prompts.id')
          .where('newer.due_at', '>', round.due_at),
      ).as('is_asked_again'),
    )
    .where('round_prompts.workspace_id', '=', workspaceId)
    .where('round_prompts.round_id', '=', round.id)
    .orderBy('round_prompts.position')
    .execute();
  return {
    id: round.id,
    recipientId: round.recipient_id,
    dueAt: round.due_at,
    isSent: round.status === 'sent',
    entries: rows.map((row) => ({
      prompt: toPrompt(row),
      isAskedAgain: row.is_asked_again === true,
    })),
    followUps: await followUpsOfRound(db, workspaceId, round.id, round.due_at),
  };
}

async function followUpsOfRound(
  db: Database,
  workspaceId: string,
  roundId: string,
  dueAt: Temporal.Instant,
): Promise<RoundFollowUp[]> {
  const rows = await db
    .selectFrom('round_follow_ups')
    .innerJoin('follow_ups', 'follow_ups.id', 'round_follow_ups.follow_up_id')
    .selectAll('follow_ups')
    .select('round_follow_ups.due_on as reminded_of')
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('round_follow_ups as other')
          .innerJoin('rounds as newer', 'newer.id', 'other.round_id')
          .select('newer.id')
          .whereRef('other.follow_up_id', '=', 'follow_ups.id')
          .where('newer.due_at', '>', dueAt),
      ).as('is_reminded_again'),
    )
    .where('round_follow_ups.workspace_id', '=', workspaceId)
    .where('round_follow_ups.round_id', '=', roundId)
    .orderBy('round_follow_ups.position')
    .execute();
  return rows.map((row) => ({
    followUp: toFollowUp(row),
    remindedOf: row.reminded_of,
    isRemindedAgain: row.is_reminded_again === true,
  }));
}

/** The nudge that a delivery carries. */
export async function nudgeOfDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<{ number: number; roundDeliveryId: string; isSent: boolean } | null> {
  const row = await db
    .selectFrom('nudges')
    .innerJoin('rounds', 'rounds.id', 'nudges.round_id')
    .innerJoin('deliveries', 'deliveries.id', 'nudges.delivery_id')
    .select(['nudges.number', 'rounds.delivery_id', 'deliveries.status'])
    .where('nudges.workspace_id', '=', workspaceId)
    .where('nudges.delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (!row) return null;
  return { number: row.number, roundDeliveryId: row.delivery_id, isSent: row.status === 'sent' };
}

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
    .where('status', 'in', ['prospect', 'active', 'leaving'])
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

function toPrompt(row: Selectable<PromptTable>): Prompt {
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
