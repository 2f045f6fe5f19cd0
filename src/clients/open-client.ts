import { clip, tidyLine } from '../runtime/formats/text.ts';
import type { ActionArgs } from '../slack/inbound/actions.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { addClientModal, editClientModal } from './client-modal.ts';
import { requireClient } from './find-client.ts';
import { endedMessage } from './messages-view.ts';
import { NAME_MAX, newClientDetails } from './rules.ts';

/** Opens the modal for a new client of the person's own. @param name what they have typed already. */
export async function openAddClient(
  db: Database,
  { by, open }: Pick<ActionArgs, 'by' | 'open'>,
  name = '',
): Promise<void> {
  const details = newClientDetails(by.userId, clip(tidyLine(name), NAME_MAX));
  await open(async () => addClientModal(details, await defaultCurrency(db, by.workspaceId)));
}

/** Opens the modal to edit a client; replies that an ended one has to be resumed first. @throws UserError for an unknown one. */
export async function openEditClient(
  db: Database,
  { by, open, reply }: Pick<ActionArgs, 'by' | 'open' | 'reply'>,
  clientId: string,
): Promise<void> {
  const client = await requireClient(db, by.workspaceId, clientId);
  if (client.status === 'ended') await reply(endedMessage(client));
  else await open(async () => editClientModal(client, await defaultCurrency(db, by.workspaceId)));
}

async function defaultCurrency(db: Database, workspaceId: string): Promise<string> {
  return (await loadWorkspace(db, workspaceId)).defaultCurrency;
}
