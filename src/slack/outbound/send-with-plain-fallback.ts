import type { Message } from '../blocks/blocks.ts';
import { areBlocksRefused } from './slack-errors.ts';

/**
 * Sends a message and, where Slack refuses its charts and tables, the same without them. What Slack refused it has not sent,
 * so that this makes no double.
 *
 * @param turn is waited for before the second attempt.
 * @throws what the last attempt throws.
 */
export async function sendWithPlainFallback<T>(
  { text, blocks, plainBlocks }: Message,
  send: (message: { text: string; blocks: Message['blocks'] }) => Promise<T>,
  turn: () => Promise<void> = async () => {},
): Promise<T> {
  try {
    return await send({ text, blocks });
  } catch (error) {
    if (!plainBlocks || !areBlocksRefused(error)) throw error;
    await turn();
    return send({ text, blocks: plainBlocks });
  }
}
