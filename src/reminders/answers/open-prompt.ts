import type { Client } from '../../clients/rules.ts';
import { findClient, lockClient } from '../../clients/store.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { Prompt } from '../prompts/rules.ts';
import { findPrompt } from '../prompts/store.ts';

/** Whoever presses a button about a prompt. */
export interface Asker {
  workspaceId: string;
  userId: string;
}

export interface PromptOfClient {
  prompt: Prompt;
  client: Client;
}

/**
 * A prompt that `by` may settle, in whatever state it is, with its client.
 *
 * @throws UserError when it is another's, or gone.
 */
export async function findTheirs(db: Database, by: Asker, promptId: string): Promise<PromptOfClient> {
  const prompt = await findPrompt(db, by.workspaceId, promptId);
  const client = prompt && (await findClient(db, by.workspaceId, prompt.clientId));
  if (!client) throw gone();
  return assertTheirs({ prompt, client }, by);
}

/** As `findTheirs`, and nobody else changes either of them until the transaction ends. */
export async function lockTheirs(trx: Transaction, by: Asker, promptId: string): Promise<PromptOfClient> {
  const found = await findPrompt(trx, by.workspaceId, promptId);
  const client = found && (await lockClient(trx, by.workspaceId, found.clientId));
  const prompt = client && (await findPrompt(trx, by.workspaceId, promptId));
  if (!prompt) throw gone();
  return assertTheirs({ prompt, client }, by);
}

function assertTheirs(found: PromptOfClient, by: Asker): PromptOfClient {
  if (found.prompt.assigneeId === by.userId) return found;
  const { name } = found.client;
  throw new UserError(
    `Only the one who was asked about ${name} can put it off or skip it. To tell how ${name} is, type “/client-health log ${name}”.`,
  );
}

function gone(): UserError {
  return new UserError(
    'That reminder is not there any more. Type “/client-health list” to see all of your clients.',
  );
}
