import type { ActionArgs } from '../slack/inbound/actions.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { endedMessage } from './client-messages.ts';
import { editClientModal } from './client-modal.ts';
import { requireClient } from './find-client.ts';

/** Opens the modal in which a client is changed; of an ended one says that it has to be resumed. @throws UserError when it is gone. */
export async function openEdit(
  db: Database,
  { by, open, reply }: Pick<ActionArgs, 'by' | 'open' | 'reply'>,
  clientId: string,
): Promise<void> {
  const client = await requireClient(db, by.workspaceId, clientId);
  if (client.status === 'ended') await reply(endedMessage(client));
  else await open(async () => editClientModal(client, await currencyOf(db, by.workspaceId)));
}

export async function currencyOf(db: Database, workspaceId: string): Promise<string> {
  return (await loadWorkspace(db, workspaceId)).defaultCurrency;
}
