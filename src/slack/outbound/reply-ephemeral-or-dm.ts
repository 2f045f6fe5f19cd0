import type { Message } from '../blocks/blocks.ts';
import type { Messenger } from './messenger.ts';

/** Answers in the channel where a modal was opened, visible to that person only; as a DM where that is not possible. */
export async function replyEphemeralOrDm(
  messenger: Messenger,
  from: string | null,
  userId: string,
  message: Message,
): Promise<void> {
  if (from && (await messenger.sendEphemeral(from, userId, message))) return;
  await messenger.sendDm(await messenger.openDm(userId), message);
}
