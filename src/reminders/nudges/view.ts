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

const CLIENTS_SHOWN = 20;

/** A reminder in a round's thread. @param number 1 for the first, 2 for the last. */
export function nudgeMessage(open: readonly { prompt: Prompt; client: Client }[], number: number): Message {
  if (open.length === 0) {
    const done = 'Nothing is left to do here.';
    return { text: done, blocks: [section(plain(done))] };
  }
  const shown = open.slice(0, CLIENTS_SHOWN);
  const more = open.length - shown.length;
  const names = shown.map(({ client }) => client.name).join(', ');
  const asks = `Still to ask: ${names}${more > 0 ? ` and ${count(more, 'more client')}` : ''}.`;
  const isOne = open.length === 1;
  const then =
    number === 1
      ? `Half a minute${isOne ? '' : ' each'} will do. If it does not suit you now, snooze or skip ${isOne ? 'it' : 'them'} above.`
      : 'I will not remind you of this again.';
  const rows: Block[] = shown.map(({ prompt, client }, index) => ({
    ...section(
      plain(client.name),
      button('Check in', `${CHECK_IN_OPEN}-${index}`, client.id, { label: `Check in on ${client.name}` }),
    ),
    block_id: `nudge-${prompt.id}`,
  }));
  const greeting =
    number === 1
      ? `A friendly nudge: ${isOne ? 'this one is' : 'these are'} still to ask.`
      : 'Once more, and for the last time:';
  return {
    text: escapeText(`${asks} ${then}`),
    blocks: [
      section(plain(greeting)),
      ...rows,
      ...(more > 0 ? [context(plain(`And ${count(more, 'more client')}: see above.`))] : []),
      context(plain(then)),
    ],
  };
}
