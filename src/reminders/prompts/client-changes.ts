/** What becomes of open prompts when their client changes hands, or is paused or ended. */
import { resolveAssignee } from '../../clients/assignee-rules.ts';
import type { DropPrompts } from '../../clients/edit-client.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { findClients } from '../../clients/store.ts';
import type { Transaction } from '../../storage/database.ts';
import { invalidateClientFollowUpMessages } from '../rounds/store.ts';
import type { Prompt } from './rules.ts';
import { markDropped, reassign } from './state-machine.ts';

/** Assigns open prompts to the people who are to be asked about the clients now, at their next good moment. */
export async function reassignPrompts(
  trx: Transaction,
  workspaceId: string,
  open: readonly Prompt[],
  now: Temporal.Instant,
): Promise<void> {
  if (open.length === 0) return;
  const clientIds = open.map(({ clientId }) => clientId);
  const clients = await findClients(trx, workspaceId, clientIds);
  const calendars = await loadCalendarsFor(trx, workspaceId, [...clients.values()]);
  const plans = open.flatMap(({ id: promptId, clientId }) => {
    const client = clients.get(clientId);
    if (!client) return [];
    const { personId, coveringFor, at } = resolveAssignee(client, now, now, calendars) ?? {
      personId: client.ownerId,
      coveringFor: null,
      at: now,
    };
    return [{ promptId, assigneeId: personId, coveringFor, askAt: at }];
  });
  await reassign(trx, workspaceId, plans);
}

/** Stops asking about a client that is paused or ended. Messages that remind of a promise to it show that, too. */
export const dropPrompts: DropPrompts = async (trx, client, by, now) => {
  await markDropped(trx, client, by, now);
  await invalidateClientFollowUpMessages(trx, client);
};
