import type { InvalidateFollowUpMessages } from '../../follow-ups/change-follow-up.ts';
import { invalidateMessages } from '../../slack/outbound/delivery-store.ts';
import type { Transaction } from '../../storage/database.ts';
import type { MissedReason } from './rules.ts';
import { settleMissed } from './store.ts';

/**
 * Answers the client's open prompt, if there is one: something was learned about the client, in whatever way. The
 * client's row has to be locked in `trx` already.
 *
 * @returns the prompt's id; null when nobody was being asked.
 */
export async function answerPrompt(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  closedBy: string,
  now: Temporal.Instant,
): Promise<string | null> {
  return closeOpenPrompt(trx, workspaceId, clientId, { status: 'answered', closedBy, now });
}

/**
 * Takes back the client's open prompt: there is no longer a reason to ask, nor to remind of what was promised to one who
 * is ended. The client's row has to be locked in `trx` already.
 */
export async function dropPrompts(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  by: string | null,
  now: Temporal.Instant,
): Promise<void> {
  await closeOpenPrompt(trx, workspaceId, clientId, { status: 'dropped', closedBy: by, now });
  const promised = await trx
    .selectFrom('follow_ups')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('client_id', '=', clientId)
    .where('done_at', 'is', null)
    .where('dropped_at', 'is', null)
    .execute();
  await invalidateFollowUpMessages(
    trx,
    workspaceId,
    promised.map(({ id }) => id),
  );
}

async function closeOpenPrompt(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  how: { status: 'answered' | 'dropped'; closedBy: string | null; now: Temporal.Instant },
): Promise<string | null> {
  const settled = await trx
    .updateTable('prompts')
    .set({
      status: how.status,
      closed_at: how.now,
      closed_by: how.closedBy,
      ask_at: null,
      next_nudge_at: null,
    })
    .where('workspace_id', '=', workspaceId)
    .where('client_id', '=', clientId)
    .where('status', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  if (!settled) return null;
  await invalidateRoundMessages(trx, workspaceId, [settled.id]);
  return settled.id;
}

/** Takes open prompts back of which it shows only now that there is no reason to ask any more. */
export async function dropIds(
  trx: Transaction,
  workspaceId: string,
  promptIds: string[],
  now: Temporal.Instant,
): Promise<void> {
  if (promptIds.length === 0) return;
  await trx
    .updateTable('prompts')
    .set({ status: 'dropped', closed_at: now, ask_at: null, next_nudge_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', promptIds)
    .execute();
  await invalidateRoundMessages(trx, workspaceId, promptIds);
}

/** As `settleMissed`, and the DMs that show them say so. */
export async function missPrompts(
  trx: Transaction,
  workspaceId: string,
  promptIds: string[],
  reason: MissedReason,
  now: Temporal.Instant,
): Promise<void> {
  await settleMissed(trx, workspaceId, promptIds, reason, now);
  await invalidateRoundMessages(trx, workspaceId, promptIds);
}

/** Has every DM that shows one of these prompts, and every nudge about it, brought up to date. */
export async function invalidateRoundMessages(
  trx: Transaction,
  workspaceId: string,
  promptIds: string[],
): Promise<void> {
  if (promptIds.length === 0) return;
  const shown = await trx
    .selectFrom('round_prompts')
    .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .leftJoin('nudges', 'nudges.round_id', 'rounds.id')
    .select(['rounds.delivery_id', 'nudges.delivery_id as nudge_id'])
    .where('round_prompts.workspace_id', '=', workspaceId)
    .where('round_prompts.prompt_id', 'in', promptIds)
    .execute();
  const deliveryIds = shown.flatMap((row) => [row.delivery_id, ...(row.nudge_id ? [row.nudge_id] : [])]);
  await invalidateMessages(trx, workspaceId, [...new Set(deliveryIds)]);
}

/** Has every DM that reminds of one of these follow-ups brought up to date. */
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
