import type { Button, PlainTextOption } from '@slack/types';
import { button, option, plain } from '../slack/blocks/blocks.ts';
import { clip } from '../slack/blocks/text.ts';
import type { Client } from './rules.ts';

export const CLIENT_ADD = 'client-add';
export const CLIENT_EDIT = 'client-edit';
export const CLIENT_PAUSE = 'client-pause';
export const CLIENT_RESUME = 'client-resume';
export const CLIENT_END = 'client-end';
/** Shows a client's card; the value is the client's id. More may follow, as Slack wants each id once in a block. */
export const CLIENT_SHOW = 'client-show';
/** The `action_id` of every select in which a client is chosen by typing. */
export const CLIENT_SEARCH = 'client-search';

export function addClientButton(style?: 'primary'): Button {
  return button('Add a client', CLIENT_ADD, 'add', style ? { style } : {});
}

export function showClientButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Show', CLIENT_SHOW, id, { label: `Show ${name}` });
}

/** What can be done to a client beside checking in: for the card's row of buttons. */
export function clientButtons(client: Client): Button[] {
  const act = (text: string, actionId: string, more: Parameters<typeof button>[3] = {}) =>
    button(text, actionId, client.id, { label: `${text}: ${client.name}`, ...more });
  if (client.status === 'ended') return [act('Resume', CLIENT_RESUME)];
  const end = act('End', CLIENT_END, {
    style: 'danger',
    confirm: {
      title: plain('End this client?', 100),
      text: plain(
        `Rapport will not ask about ${clip(client.name, 80)} any more. What was recorded stays, and you can resume it later.`,
        300,
      ),
      confirm: plain('End', 30),
      deny: plain('Keep', 30),
      style: 'danger',
    },
  });
  const pause = client.status === 'paused' ? act('Resume', CLIENT_RESUME) : act('Pause', CLIENT_PAUSE);
  return [act('Edit', CLIENT_EDIT), pause, end];
}

/** A client as one option of a select. */
export function clientOption(client: Client): PlainTextOption {
  return option(client.name, client.id);
}
