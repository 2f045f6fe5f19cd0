import type { Client } from '../clients/rules.ts';
import { CLIENT_SHOW } from '../clients/view.ts';
import { count } from '../runtime/formats/numbers.ts';
import {
  actions,
  type Block,
  button,
  context,
  escapeText,
  type Message,
  paragraph,
  plain,
  richText,
} from '../slack/blocks/blocks.ts';
import { COMMAND } from '../slack/inbound/rules.ts';

const SIMILAR_SHOWN = 5;

/** For a name that no client has: similar ones as buttons, or else what to type. */
export function clientNotFoundMessage(typed: string, similar: readonly Client[]): Message {
  const shown = similar.slice(0, SIMILAR_SHOWN);
  const [before, after] =
    shown.length === 0
      ? [
          'I couldn’t find a client or command called “',
          `”. Type “${COMMAND} list” to see all clients, or “${COMMAND} help” for what else I can do.`,
        ]
      : ['I couldn’t find a client called “', '”. Did you mean one of these?'];
  const names = shown.map(({ name }) => escapeText(name)).join(', ');
  const blocks: Block[] = [richText(paragraph(before, typed, after))];
  if (shown.length > 0) {
    const buttons = shown.map(({ id, name }) => button(name, `${CLIENT_SHOW}-${id}`, id));
    blocks.push(actions('near-clients', buttons));
  }
  const rest = similar.length - shown.length;
  if (rest > 0) {
    blocks.push(context(plain(`And ${count(rest, 'more client')}. Type a few more letters to find yours.`)));
  }
  return { text: `${before}${escapeText(typed)}${after}${names ? ` ${names}` : ''}`, blocks };
}
