import { resolveAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { findClients } from '../../clients/store.ts';
import type { Transaction } from '../../storage/database.ts';
import type { Prompt } from '../prompts/rules.ts';
import { reassign } from '../prompts/state-machine.ts';

/** Has open prompts asked of whoever is to be asked about the clients now, at their next good moment. */
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
