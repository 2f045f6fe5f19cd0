import type { Message } from '../blocks/blocks.ts';
import type { Messenger } from './messenger.ts';

/** Where a modal was opened, seen by its person alone; else, and where Rapport is not a member, as a DM. */
export async function replyEphemeralOrDm(
  messenger: Messenger,
  from: string | null,
  userId: string,
  message: Message,
): Promise<void> {
  if (from && (await messenger.sendEphemeral(from, userId, message))) return;
  await messenger.sendDm(await messenger.openDm(userId), message);
}
