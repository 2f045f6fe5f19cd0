import type { ModalView } from '@slack/types';
import { promiseOf } from '../check-ins/initial-state.ts';
import { assertNotEnded, requireClient } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Database } from '../storage/database.ts';
import { followUpModal } from './modal.ts';

/**
 * The modal for a new follow-up; without a client, that is chosen in it.
 *
 * @param from the channel that it is opened from, where the answer goes; null elsewhere.
 * @throws UserError when the client is gone or ended.
 */
export async function openFollowUp(
  db: Database,
  clock: Clock,
  by: Requester,
  clientId: string | null,
  from: string | null,
): Promise<ModalView> {
  const client: Client | null = clientId === null ? null : await requireClient(db, by.workspaceId, clientId);
  if (client) await assertNotEnded(db, client);
  return followUpModal(client, from, promiseOf(by, clock.now()));
}
