import type { ModalView } from '@slack/types';
import { assertNotEnded, requireClient } from '../clients/find-client.ts';
import { dateIn } from '../runtime/clock.ts';
import type { Deps } from '../slack/deps.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import { followUpModal } from './modal.ts';

/**
 * The modal for a new follow-up; without a client, the client is chosen in it.
 *
 * @param from the channel that it is opened from, where the answer goes; null elsewhere.
 * @throws UserError when the client is gone or was ended.
 */
export async function openFollowUp(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  by: Requester,
  { clientId, from }: { clientId: string | null; from: string | null },
): Promise<ModalView> {
  const client = clientId === null ? null : await requireClient(db, by.workspaceId, clientId);
  if (client) await assertNotEnded(db, client);
  return followUpModal(client, by.userId, { from, today: dateIn(by.timeZone, clock.now()) });
}
