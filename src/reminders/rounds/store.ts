import { toFollowUp } from '../../follow-ups/store.ts';
import type { Database } from '../../storage/database.ts';
import { toPrompt } from '../prompts/store.ts';
import type { Round, RoundFollowUp } from './rules.ts';

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
