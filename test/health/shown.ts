import { expect } from 'vitest';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import { type Message, withoutData } from '../../src/slack/blocks/blocks.ts';

/** Everything that is written in blocks, wherever it is in them. */
export function wordsOf({ blocks }: { blocks: unknown }): string {
  const found: string[] = [];
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') found.push(value);
    return value;
  });
  return found.join('\n');
}

/** What is written in one rich text block, run after run. */
export function saidIn(block: unknown): string {
  if (typeof block !== 'object' || block === null) return '';
  const own = 'text' in block && typeof block.text === 'string' ? block.text.replaceAll('\u00A0', ' ') : '';
  if (!('elements' in block) || !Array.isArray(block.elements)) return own;
  const between = 'type' in block && block.type !== 'rich_text_section' ? '\n' : '';
  return own + block.elements.map(saidIn).join(between);
}

export function actionIds({ blocks }: { blocks: unknown }): string[] {
  return [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => String(id));
}

/** Slack takes it, with its charts and without them, and it pings nobody. */
export function expectFine(message: Message): void {
  expect(checkMessage(message)).toBeNull();
  expect(checkMessage(withoutData(message))).toBeNull();
  expect(message.text).not.toMatch(/<[!@#]/);
}

/** A name as long as may be, of what means something to Slack. */
export const HOSTILE = '<!channel> *_~`&` ‮ 🦊 <@UANA>'.repeat(2).slice(0, 80);
