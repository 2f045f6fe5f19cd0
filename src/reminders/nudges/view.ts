import { CHECK_IN_OPEN } from '../../check-ins/view.ts';
import type { Client } from '../../clients/rules.ts';
import { count } from '../../runtime/formats/numbers.ts';
import {
  type Block,
  button,
  context,
  escapeText,
  type Message,
  plain,
  section,
} from '../../slack/blocks/blocks.ts';
import type { Prompt } from '../prompts/rules.ts';

const CLIENTS_MAX = 20;

/** A reminder in a round's thread. @param number 1 for the first, 2 for the last. */
export function nudgeMessage(open: readonly { prompt: Prompt; client: Client }[], number: number): Message {
  if (open.length === 0) {
    const text = 'All set for now.';
    return { text, blocks: [section(plain(text))] };
  }
  const shown = open.slice(0, CLIENTS_MAX);
  const more = open.length - shown.length;
  const names = shown.map(({ client }) => client.name).join(', ');
  const summary = `Still waiting: ${names}${more > 0 ? ` and ${count(more, 'more client')}` : ''}.`;
  const isOne = open.length === 1;
  const ending =
    number === 1
      ? `Half a minute${isOne ? '' : ' each'} will do. Not a good time? Snooze or skip ${isOne ? 'it' : 'them'} above.`
      : 'I won’t remind you about this again.';
  const greeting =
    number === 1 ? `A friendly nudge: still waiting for ${isOne ? 'this one' : 'these'}.` : 'Last reminder:';
  return {
    text: escapeText(`${summary} ${ending}`),
    blocks: [
      section(plain(greeting)),
      ...shown.map(clientRow),
      ...(more > 0 ? [context(plain(`And ${count(more, 'more client')}: see above.`))] : []),
      context(plain(ending)),
    ],
  };
}

function clientRow({ prompt, client }: { prompt: Prompt; client: Client }, index: number): Block {
  const checkIn = button('Check in', `${CHECK_IN_OPEN}-${index}`, client.id, {
    label: `Check in on ${client.name}`,
  });
  return { ...section(plain(client.name), checkIn), block_id: `nudge-${prompt.id}` };
}
