import { notify } from '../../notifications/store.ts';
import type { Delivery } from '../../slack/outbound/rules.ts';
import type { Transaction } from '../../storage/database.ts';
import { loadWorkspace } from '../../workspaces/store.ts';
import { markMissed, promptsKey } from '../prompts/state-machine.ts';

/**
 * Ends what was asked in a round that Slack will never take: the occurrences are missed, through no fault of the owner,
 * and the lead hears of it. As long as nothing reaches that person, the lead hears it once.
 */
export async function endUndeliverable(
  trx: Transaction,
  { id, workspaceId, kind, destination }: Delivery,
  now: Temporal.Instant,
): Promise<void> {
  if (kind !== 'round') return;
  const prompts = await askedInVain(trx, workspaceId, id);
  if (prompts.length === 0) return;
  await markMissed(trx, promptsKey(workspaceId, prompts), 'undeliverable', now);
  const { leadId } = await loadWorkspace(trx, workspaceId);
  if (!leadId || leadId === destination) return;
  await notify(
    trx,
    workspaceId,
    leadId,
    'undeliverable',
    `undeliverable ${destination} ${await lastHeard(trx, workspaceId, destination)}`,
    { personId: destination, clientIds: prompts.map((prompt) => prompt.client_id) },
    now,
  );
}

/** The open prompts of a round; those that were asked again since, or put off, stand elsewhere. */
async function askedInVain(
  trx: Transaction,
  workspaceId: string,
  deliveryId: string,
): Promise<{ id: string; client_id: string }[]> {
  return trx
    .selectFrom('prompts')
    .innerJoin('round_prompts', 'round_prompts.prompt_id', 'prompts.id')
    .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .select(['prompts.id', 'prompts.client_id'])
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

/** The last message that did reach a person, or `never`: what tells one time that they could not be reached from the next. */
async function lastHeard(trx: Transaction, workspaceId: string, personId: string): Promise<string> {
  const row = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('destination', '=', personId)
    .where('status', '=', 'sent')
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 'never';
}
