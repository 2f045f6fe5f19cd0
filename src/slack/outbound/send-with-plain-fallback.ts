import type { Message } from '../blocks/blocks.ts';
import { areBlocksRefused } from './slack-errors.ts';

/**
 * Sends a message and, where Slack refuses its charts and tables, the same without them. Slack has not sent what it refused,
 * so nothing is sent twice.
 *
 * @param waitForTurn is awaited before the second attempt.
 * @throws what the last attempt throws.
 */
export async function sendWithPlainFallback<T>(
  { text, blocks, plainBlocks }: Message,
  send: (message: { text: string; blocks: Message['blocks'] }) => Promise<T>,
  waitForTurn: () => Promise<void> = async () => {},
): Promise<T> {
  try {
    return await send({ text, blocks });
  } catch (error) {
    if (!plainBlocks || !areBlocksRefused(error)) throw error;
    await waitForTurn();
    return send({ text, blocks: plainBlocks });
  }
}
