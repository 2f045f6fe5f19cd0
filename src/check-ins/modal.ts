import type { ModalView } from '@slack/types';
import type { FollowUp } from '../follow-ups/rules.ts';
import { dueText } from '../follow-ups/view.ts';
import {
  type Block,
  bullets,
  context,
  divider,
  paragraph,
  plain,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';
import { type CheckInState, checkInForm } from './form.ts';

/** `callback_id` of the modal for a new check-in, and of the one that changes an earlier check-in. */
export const SAVE = 'check-in-save';
export const CHANGE = 'check-in-change';

const OWED_SHOWN = 5;

/** The open follow-ups of a client, the most urgent first. */
export interface Owed {
  followUps: readonly FollowUp[];
  /** In the reader's zone. */
  today: Temporal.PlainDate;
}

/** @param owed null where no client is chosen yet, or an earlier check-in is changed. */
export function checkInModal(state: CheckInState, owed: Owed | null): ModalView {
  const { client, intro, checkInId } = state.context;
  const isNew = checkInId === null;
  return checkInForm.modal(state, {
    callbackId: isNew ? SAVE : CHANGE,
    title: isNew ? 'Check in' : 'Change a check-in',
    submit: 'Save',
    blocks: [
      ...(client ? [richText(paragraph({ bold: client.name }))] : []),
      ...checkInForm.blocks(state, { to: 'client' }),
      ...(intro ? [context(plain(intro))] : []),
      ...(owed ? owedBlocks(owed) : []),
      ...checkInForm.blocks(state, { after: 'client', to: 'clientWords' }),
      divider(),
      context(plain('The rest is optional.')),
      ...checkInForm.blocks(state, { after: 'clientWords' }),
    ],
  });
}

/** What this client was promised, so that nobody speaks with them without knowing. */
function owedBlocks({ followUps, today }: Owed): Block[] {
  if (followUps.length === 0) return [];
  const rest = followUps.length - OWED_SHOWN;
  const lines = followUps
    .slice(0, OWED_SHOWN)
    .map(({ what, promisedById, dueOn }): Run[] => [
      what,
      ' (',
      { user: promisedById },
      `, ${dueText(dueOn, today)})`,
    ]);
  if (rest > 0) lines.push([{ italic: `and ${rest} more` }]);
  return [richText(paragraph({ bold: 'Still owed to them' }), bullets(...lines))];
}
