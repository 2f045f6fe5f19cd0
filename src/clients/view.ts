import type { Button, PlainTextOption } from '@slack/types';
import { clip } from '../runtime/formats/text.ts';
import {
  actions,
  button,
  escapeText,
  type Message,
  option,
  paragraph,
  plain,
  richText,
} from '../slack/blocks/blocks.ts';
import type { Client } from './rules.ts';

export const CLIENT_ADD = 'client-add';
export const CLIENT_EDIT = 'client-edit';
export const CLIENT_PAUSE = 'client-pause';
export const CLIENT_RESUME = 'client-resume';
export const CLIENT_END = 'client-end';
/** Shows a client's card; the value is the client's id. More may follow, as Slack wants each id once in a block. */
export const CLIENT_SHOW = 'client-show';
/** The `action_id` of every menu that finds a client by typing. */
export const CLIENT_SEARCH = 'client-search';
/** The value of a button that is about no client yet: the client is chosen in the modal that it opens. */
export const CHOOSE = 'choose';

/** As much of what somebody typed is repeated, in UTF-16 units. */
const SHOWN_MAX = 600;

export function addClientButton(style?: 'primary'): Button {
  return button('Add a client', CLIENT_ADD, 'add', style ? { style } : {});
}

export function showClientButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Show', CLIENT_SHOW, id, { label: `Show ${name}` });
}

/**
 * Says that no client is called `typed`, and offers those that may have been meant.
 *
 * @param opens what a button opens; its `action_id` has `-1`, `-2` and so on behind it where there are several.
 */
export function chooseClientMessage(
  typed: string,
  near: readonly Pick<Client, 'id' | 'name'>[],
  opens: { actionId: string; label: string },
): Message {
  const next = near.length > 0 ? 'Did you mean one of these?' : 'Choose from all your clients instead.';
  const choices = near.map((client, index) =>
    button(client.name, `${opens.actionId}-${index}`, client.id, { label: `${opens.label} ${client.name}` }),
  );
  return {
    text: escapeText(`I couldn’t find a client called “${typed}”. ${next}`),
    blocks: [
      richText(
        paragraph('I couldn’t find a client called “', { bold: clip(typed, SHOWN_MAX) }, `”. ${next}`),
      ),
      actions('choose-client', [...choices, button('Choose a client', opens.actionId, CHOOSE)]),
    ],
  };
}

/** Buttons of the card that change a client. */
export function clientButtons(client: Client): Button[] {
  const act = (text: string, actionId: string, more: Parameters<typeof button>[3] = {}) =>
    button(text, actionId, client.id, { label: `${text}: ${client.name}`, ...more });
  if (client.status === 'ended') return [act('Resume', CLIENT_RESUME)];
  const end = act('End', CLIENT_END, {
    style: 'danger',
    confirm: {
      title: plain('End this client?', 100),
      text: plain(
        `No more reminders about ${clip(client.name, 80)}. Everything recorded stays, and you can resume it later.`,
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

/** A client as an option of a menu. */
export function clientOption(client: Client): PlainTextOption {
  return option(client.name, client.id);
}
