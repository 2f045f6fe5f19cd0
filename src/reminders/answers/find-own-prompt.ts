import type { Client } from '../../clients/rules.ts';
import { findClient, lockClient } from '../../clients/store.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { Prompt } from '../prompts/rules.ts';
import { findPrompt } from '../prompts/store.ts';

/** Who presses a button about a prompt. */
export interface Actor {
  workspaceId: string;
  userId: string;
}

export interface PromptAndClient {
  prompt: Prompt;
  client: Client;
}

/**
 * A prompt of which `by` is the assignee, in whatever state it is, with its client.
 *
 * @throws UserError when it is somebody else's, or gone.
 */
export async function findOwnPrompt(db: Database, by: Actor, promptId: string): Promise<PromptAndClient> {
  const prompt = await findPrompt(db, by.workspaceId, promptId);
  const client = prompt && (await findClient(db, by.workspaceId, prompt.clientId));
  if (!client) throw gone();
  return assertOwn({ prompt, client }, by);
}

/** As `findOwnPrompt`, and nobody else changes either of them until the transaction ends. */
export async function lockOwnPrompt(trx: Transaction, by: Actor, promptId: string): Promise<PromptAndClient> {
  const found = await findPrompt(trx, by.workspaceId, promptId);
  const client = found && (await lockClient(trx, by.workspaceId, found.clientId));
  const prompt = client && (await findPrompt(trx, by.workspaceId, promptId));
  if (!prompt) throw gone();
  return assertOwn({ prompt, client }, by);
}

function assertOwn(found: PromptAndClient, by: Actor): PromptAndClient {
  if (found.prompt.assigneeId === by.userId) return found;
  const { name } = found.client;
  throw new UserError(
    `Only the person who is asked about ${name} can snooze or skip this. To note how ${name} is doing, type “/client-health log ${name}”.`,
  );
}

function gone(): UserError {
  return new UserError('That reminder is gone. Type “/client-health list” to see all of your clients.');
}
