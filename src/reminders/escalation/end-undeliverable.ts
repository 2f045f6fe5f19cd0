import { notify } from '../../notifications/notify.ts';
import type { Delivery } from '../../slack/outbound/rules.ts';
import type { Transaction } from '../../storage/database.ts';
import { loadWorkspace } from '../../workspaces/store.ts';
import { markMissed, promptsKey } from '../prompts/state-machine.ts';
import { UNDELIVERABLE } from './notifications.ts';
import { lastDeliveryTo, lockPromptsOfRound } from './store.ts';

/**
 * Ends what was asked in a round that Slack will never deliver: the occurrences are missed, through no fault of the assignee,
 * and the lead is told. As long as nothing reaches that person, the lead is told once.
 */
export async function endUndeliverable(
  trx: Transaction,
  { id, workspaceId, kind, destination }: Delivery,
  now: Temporal.Instant,
): Promise<void> {
  if (kind !== 'round') return;
  const prompts = await lockPromptsOfRound(trx, workspaceId, id);
  if (prompts.length === 0) return;
  await markMissed(trx, promptsKey(workspaceId, prompts), 'undeliverable', now);
  const { leadId } = await loadWorkspace(trx, workspaceId);
  if (!leadId || leadId === destination) return;
  // The last message that did arrive tells one time that nothing does from the next.
  const lastArrived = (await lastDeliveryTo(trx, workspaceId, destination)) ?? 'never';
  await notify(
    trx,
    UNDELIVERABLE,
    {
      workspaceId,
      recipientId: leadId,
      key: `undeliverable ${destination} ${lastArrived}`,
      subject: { personId: destination, clientIds: prompts.map(({ clientId }) => clientId) },
    },
    now,
  );
}
