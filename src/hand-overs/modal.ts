import type { Button, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Client } from '../clients/rules.ts';
import type { Person } from '../people/rules.ts';
import { count } from '../runtime/formats/numbers.ts';
import {
  type Block,
  bullets,
  button,
  context,
  escapeText,
  type Message,
  paragraph,
  plain,
  richText,
} from '../slack/blocks/blocks.ts';
import { required } from '../slack/forms/field.ts';
import { personField } from '../slack/forms/fields.ts';
import { defineForm } from '../slack/forms/form.ts';

/** Opens the modal for one client; the value is its id. */
export const CLIENT_HAND_OVER = 'client-hand-over';
/** Opens the modal for all of a person's clients. */
export const HAND_OVER_ALL = 'hand-over-all';
/** Opens the modal for all clients of one who has left; the value is that person's id. */
export const HAND_OVER_FROM_LEAVER = 'hand-over-from';
export const HAND_OVER_SAVE = 'hand-over-save';

/** So many clients of somebody who has left are named. */
const NAMES_MAX = 40;

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
export type HandOverRequest = { toId: string } & (
  | { clientId: string; fromId: null }
  | { clientId: null; fromId: string }
);

export const handOverForm = defineForm({
  name: 'hand-over',
  /** One client, or all of somebody's who has left; without either, whose clients they are is chosen in the modal. */
  context: z.object({ clientId: z.string().nullable(), fromId: z.string().nullable() }),
  fields: {
    from: required(
      personField({
        label: 'All clients of',
        hint: 'Including paused ones, but not those that were ended.',
      }),
      'Choose whose clients to hand over.',
    ),
    to: required(personField({ label: 'Hand over to' }), 'Choose the new owner.'),
  },
  shown: { from: (_, { clientId, fromId }) => clientId === null && fromId === null },
});

/** Asks who becomes the owner of one client. */
export function handOverModal({ id, name, ownerId }: Client): ModalView {
  const about = richText(paragraph({ bold: name }, ' is with ', { user: ownerId }, ' now.'));
  return modal({ clientId: id, fromId: null }, null, [about]);
}

/** Asks whose clients are to be handed over, and to whom. */
export function handOverAllModal(userId: string): ModalView {
  return modal({ clientId: null, fromId: null }, userId, []);
}

/** Asks who gets all clients of somebody who has left, and so cannot be chosen any more. */
export function handOverFromModal(from: Pick<Person, 'id' | 'name'>, clients: readonly Client[]): ModalView {
  const names = clients.slice(0, NAMES_MAX).map(({ name }) => [name]);
  const rest = clients.length - names.length;
  const about = richText(
    paragraph('Clients of ', { bold: from.name }, ':'),
    bullets(...names, ...(rest > 0 ? [[`and ${count(rest, 'more client')}`]] : [])),
  );
  return modal({ clientId: null, fromId: from.id }, null, [about]);
}

/** @throws InvalidFields where nobody is chosen. */
export function parseHandOver(view: { private_metadata: string; state: unknown }): HandOverRequest {
  const filled = handOverForm.read(view);
  const { clientId, fromId } = filled.context;
  const { from, to: toId } = filled.values();
  return clientId === null
    ? { clientId, fromId: fromId ?? from ?? '', toId }
    : { clientId, fromId: null, toId };
}

/** The answer to the person who handed the clients over. */
export function handedOverMessage(clients: readonly Client[], to: Person, readerId: string): Message {
  const [first] = clients;
  const what = clients.length === 1 && first ? first.name : count(clients.length, 'client');
  const says = to.id === readerId ? `You now look after ${what}.` : `${to.name} now looks after ${what}.`;
  const next = 'Both owners are told in a DM, and open reminders move to the new owner.';
  return { text: escapeText(`${says} ${next}`), blocks: [richText(paragraph(says)), context(plain(next))] };
}

function modal(
  about: { clientId: string | null; fromId: string | null },
  from: string | null,
  intro: Block[],
): ModalView {
  const state = { context: about, draft: { ...handOverForm.empty, from } };
  return handOverForm.modal(state, {
    callbackId: HAND_OVER_SAVE,
    title: 'Hand over',
    submit: 'Hand over',
    blocks: [
      ...intro,
      ...handOverForm.blocks(state),
      context(
        plain(
          'Both owners are told. Open reminders move to the new owner, at their own time of day. A promise stays with the person who made it.',
        ),
      ),
    ],
  });
}
