import type { FollowUp } from '../../follow-ups/rules.ts';
import type { InvalidateFollowUpMessages } from '../../follow-ups/save-follow-up.ts';
import { toFollowUp } from '../../follow-ups/store.ts';
import { addDelivery, invalidateMessages } from '../../slack/outbound/delivery-store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import { toPrompt } from '../prompts/store.ts';
import type { Round, RoundFollowUp } from './rules.ts';

export async function findRoundByDelivery(
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
    prompts: rows.map((row) => ({
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
    .select('round_follow_ups.due_on as reminded_due_on')
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
    remindedDueOn: row.reminded_due_on,
    isRemindedAgain: row.is_reminded_again === true,
  }));
}

/** What one DM tells: whom to ask, and what was promised, in the order in which it stands there. */
export interface RoundContents {
  promptIds: readonly string[];
  followUps: readonly FollowUp[];
}

/** Adds a round, with the delivery that sends it. Earlier messages that remind of the same say that it continues here. */
export async function addRound(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  { promptIds, followUps }: RoundContents,
  now: Temporal.Instant,
): Promise<void> {
  const followUpIds = followUps.map(({ id }) => id);
  await invalidateFollowUpMessages(trx, workspaceId, followUpIds);
  const deliveryId = await addDelivery(trx, workspaceId, { kind: 'round', destination: personId }, now);
  const { id: roundId } = await trx
    .insertInto('rounds')
    .values({ workspace_id: workspaceId, recipient_id: personId, due_at: now, delivery_id: deliveryId })
    .returning('id')
    .executeTakeFirstOrThrow();
  const inRound = { workspace_id: workspaceId, round_id: roundId };
  if (promptIds.length > 0) {
    const rows = promptIds.map((promptId, position) => ({ ...inRound, prompt_id: promptId, position }));
    await trx.insertInto('round_prompts').values(rows).execute();
  }
  if (followUps.length > 0) {
    const rows = followUps.map(({ id, dueOn }, position) => ({
      ...inRound,
      follow_up_id: id,
      position,
      due_on: dueOn,
    }));
    await trx.insertInto('round_follow_ups').values(rows).execute();
  }
}

/** Updates every DM that shows one of these prompts, and every nudge about it. */
export async function invalidatePromptMessages(
  trx: Transaction,
  workspaceId: string,
  promptIds: readonly string[],
): Promise<void> {
  if (promptIds.length === 0) return;
  const shown = await trx
    .selectFrom('round_prompts')
    .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .leftJoin('nudges', 'nudges.round_id', 'rounds.id')
    .select(['rounds.delivery_id', 'nudges.delivery_id as nudge_id'])
    .where('round_prompts.workspace_id', '=', workspaceId)
    .where('round_prompts.prompt_id', 'in', [...promptIds])
    .execute();
  const deliveryIds = shown.flatMap((row) => [row.delivery_id, ...(row.nudge_id ? [row.nudge_id] : [])]);
  await invalidateMessages(trx, workspaceId, [...new Set(deliveryIds)]);
}

/** Updates every DM that reminds of one of these follow-ups. */
export const invalidateFollowUpMessages: InvalidateFollowUpMessages = async (
  trx,
  workspaceId,
  followUpIds,
) => {
  if (followUpIds.length === 0) return;
  const shown = await trx
    .selectFrom('round_follow_ups')
    .innerJoin('rounds', 'rounds.id', 'round_follow_ups.round_id')
    .select('rounds.delivery_id')
    .distinct()
    .where('round_follow_ups.workspace_id', '=', workspaceId)
    .where('round_follow_ups.follow_up_id', 'in', [...followUpIds])
    .execute();
  await invalidateMessages(
    trx,
    workspaceId,
    shown.map((row) => row.delivery_id),
  );
};

/** Updates every DM that reminds of an open follow-up of the client. */
export async function invalidateClientFollowUpMessages(
  trx: Transaction,
  { workspaceId, clientId }: { workspaceId: string; clientId: string },
): Promise<void> {
  const shown = await trx
    .selectFrom('round_follow_ups')
    .innerJoin('rounds', 'rounds.id', 'round_follow_ups.round_id')
    .innerJoin('follow_ups', 'follow_ups.id', 'round_follow_ups.follow_up_id')
    .select('rounds.delivery_id')
    .distinct()
    .where('follow_ups.workspace_id', '=', workspaceId)
    .where('follow_ups.client_id', '=', clientId)
    .where('follow_ups.done_at', 'is', null)
    .where('follow_ups.dropped_at', 'is', null)
    .execute();
  const deliveryIds = shown.map((row) => row.delivery_id);
  await invalidateMessages(trx, workspaceId, deliveryIds);
}
