import type { ModalView } from '@slack/types';
import type { Client } from '../clients/rules.ts';
import { paragraph, richText } from '../slack/blocks/blocks.ts';
import { followUpForm, moveForm, usualPromise } from './form.ts';
import type { FollowUp } from './rules.ts';

export const FOLLOW_UP_SAVE = 'follow-up-save';
export const FOLLOW_UP_MOVE_SAVE = 'follow-up-move-save';

interface Opened {
  /** The channel that the modal is opened from, where the answer goes; null elsewhere. */
  from: string | null;
  /** In the zone of the person who opens it. */
  today: Temporal.PlainDate;
}

/** Asks what was promised, by whom and by when; and to which client, where that is null. */
export function followUpModal(
  client: Pick<Client, 'id' | 'name'> | null,
  userId: string,
  { from, today }: Opened,
): ModalView {
  const state = {
    context: { clientId: client?.id ?? null, from },
    draft: { ...usualPromise(userId, today), client: null },
  };
  return followUpForm.modal(state, {
    callbackId: FOLLOW_UP_SAVE,
    title: 'Add a follow-up',
    submit: 'Save',
    blocks: [...(client ? [richText(paragraph({ bold: client.name }))] : []), ...followUpForm.blocks(state)],
  });
}

/** Asks for another day on which a follow-up is due. */
export function moveModal(
  { id, what, dueOn }: FollowUp,
  client: Pick<Client, 'name'>,
  { from, today }: Opened,
): ModalView {
  const isOver = Temporal.PlainDate.compare(dueOn, today) < 0;
  const state = { context: { followUpId: id, from }, draft: { dueOn: isOver ? today : dueOn } };
  return moveForm.modal(state, {
    callbackId: FOLLOW_UP_MOVE_SAVE,
    title: 'Move a follow-up',
    submit: 'Move',
    blocks: [
      richText(paragraph('Promised to ', { bold: client.name }, ': ', { bold: what })),
      ...moveForm.blocks(state),
    ],
  });
}
