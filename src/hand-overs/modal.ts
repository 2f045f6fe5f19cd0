import type { Button, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Client } from '../clients/rules.ts';
import type { Person } from '../people/rules.ts';
import { InvalidFields } from '../runtime/errors.ts';
import { count } from '../runtime/formats/numbers.ts';
import {
  type Block,
  bullets,
  button,
  context,
  escapeText,
  input,
  type Message,
  paragraph,
  plain,
  richText,
} from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';

/** Opens the modal for one client; the value is its id. */
export const CLIENT_HAND_OVER = 'client-hand-over';
/** Opens the modal for all of a person's clients. */
export const HAND_OVER_ALL = 'hand-over-all';
/** Opens the modal for all clients of one who has left; the value is that person's id. */
export const HAND_OVER_FROM_LEAVER = 'hand-over-from';
export const HAND_OVER_SAVE = 'hand-over-save';
export const HAND_OVER_TO = 'hand-over-to';
export const HAND_OVER_FROM = 'hand-over-from';

export function handOverButton({ id, name }: Client): Button {
  return button('Hand over', CLIENT_HAND_OVER, id, { label: `Hand over: ${name}` });
}

export function handOverAllButton(): Button {
  return button('Hand over', HAND_OVER_ALL, 'all', { label: 'Hand over all of somebody’s clients' });
}

export function handOverFromButton(personId: string, name: string): Button {
  return button('Hand over', HAND_OVER_FROM_LEAVER, personId, {
    label: `Hand over the clients of ${name}`,
    style: 'primary',
  });
}

/** What is to be handed over, and to whom: one client, or all of `fromId`'s. */
export type HandOverWish = { toId: string } & (
  | { clientId: string; fromId: null }
  | { clientId: null; fromId: string }
);

/** Asks who is to look after one client from now on. */
export function handOverModal(client: Client): ModalView {
  return modal(client.id, [
    richText(paragraph({ bold: client.name }, ' is looked after by ', { user: client.ownerId }, '.')),
    to(),
    closing(),
  ]);
}

/** Asks whose clients are to be handed over, and to whom. */
export function handOverAllModal(fromId: string): ModalView {
  return modal('', [
    input(
      HAND_OVER_FROM,
      'All clients of',
      { type: 'users_select', action_id: HAND_OVER_FROM, initial_user: fromId },
      { hint: 'Paused ones too, and not those that were ended.' },
    ),
    to(),
    closing(),
  ]);
}

/** Asks who is to look after all clients of somebody who cannot be chosen any more. */
export function handOverFromModal(from: Pick<Person, 'id' | 'name'>, clients: readonly Client[]): ModalView {
  const names = clients.slice(0, NAMES_SHOWN).map(({ name }) => [name]);
  const rest = clients.length - names.length;
  return modal(from.id, [
    richText(
      paragraph({ bold: from.name }, ' looked after:'),
      bullets(...names, ...(rest > 0 ? [[`and ${count(rest, 'more client')}`]] : [])),
    ),
    to(),
    closing(),
  ]);
}

const NAMES_SHOWN = 40;

/** What the one who asked for it reads afterwards. */
export function handedOverMessage(clients: readonly Client[], to: Person, readerId: string): Message {
  const [first] = clients;
  const what = clients.length === 1 && first ? first.name : count(clients.length, 'client');
  const now = to.id === readerId ? 'You now look' : `${to.name} now looks`;
  const says = `${now} after ${what}.`;
  const next = 'Whoever gave and whoever got is told in a DM, and what was open is asked there.';
  return { text: escapeText(`${says} ${next}`), blocks: [richText(paragraph(says)), context(plain(next))] };
}

const user = z.object({ selected_user: z.string().nullish() });

const stateSchema = z.object({
  values: z.object({
    [HAND_OVER_TO]: z.object({ [HAND_OVER_TO]: user }),
    [HAND_OVER_FROM]: z.object({ [HAND_OVER_FROM]: user }).optional(),
  }),
});

/** @throws InvalidFields where nobody is chosen. */
export function parseHandOver(view: { private_metadata: string; state: unknown }): HandOverWish {
  const { values } = stateSchema.parse(view.state);
  const toId = values[HAND_OVER_TO][HAND_OVER_TO].selected_user;
  if (!toId) throw new InvalidFields({ [HAND_OVER_TO]: 'Choose who looks after it from now on.' });
  const { private_metadata: about } = view;
  if (/^[UW][A-Z0-9]+$/.test(about)) return { clientId: null, fromId: about, toId };
  if (about !== '') return { clientId: about, fromId: null, toId };
  const fromId = values[HAND_OVER_FROM]?.[HAND_OVER_FROM].selected_user;
  if (!fromId) throw new InvalidFields({ [HAND_OVER_FROM]: 'Choose whose clients you mean.' });
  return { clientId: null, fromId, toId };
}

function to(): Block {
  return input(HAND_OVER_TO, 'Hand over to', { type: 'users_select', action_id: HAND_OVER_TO });
}

function closing(): Block {
  return context(
    plain(
      'Both are told. What is open is asked of the new owner, at their own time of day. What was promised stays with whoever promised it.',
    ),
  );
}

function modal(metadata: string, blocks: Block[]): ModalView {
  return {
    type: 'modal',
    callback_id: HAND_OVER_SAVE,
    private_metadata: metadata,
    title: plain('Hand over', LIMITS.viewTitle),
    submit: plain('Hand over'),
    close: plain('Cancel'),
    blocks,
  };
}
