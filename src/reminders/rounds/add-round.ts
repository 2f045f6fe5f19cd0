import type { FollowUp } from '../../follow-ups/rules.ts';
import { addDelivery } from '../../slack/outbound/delivery-store.ts';
import type { Transaction } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import { invalidateFollowUpMessages } from './store.ts';

/** What one DM tells: whom to ask, and what was promised, in the order in which it stands there. */
export interface RoundContents {
  promptIds: readonly string[];
  followUps: readonly FollowUp[];
}

/** Owes a person a round. Earlier ones that show the same say from then on that it goes on here. */
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
