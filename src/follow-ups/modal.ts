import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { FIELDS, readDraft } from '../check-ins/form.ts';
import { InvalidFields } from '../runtime/errors.ts';
import { tidyLine } from '../runtime/formats/text.ts';
import { type Block, input, paragraph, plain, richText } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { followUpInputs } from './inputs.ts';
import { readPromised, type TypedPromise } from './read-promised.ts';
import type { Promised } from './rules.ts';

export const FOLLOW_UP_SAVE = 'follow-up-save';

/** What the modal has to know again when it comes back. */
const contextSchema = z.object({
  /** The client, where it is not chosen in the modal itself. */
  clientId: z.uuid().nullable(),
  /** The channel that the modal was opened from, where the answer goes. */
  from: z.string().nullable(),
});

export type FollowUpContext = z.output<typeof contextSchema>;

/** Asks what was promised, by whom and by when; and to which client, where that is null. */
export function followUpModal(
  client: { id: string; name: string } | null,
  from: string | null,
  draft: TypedPromise,
): ModalView {
  const about: FollowUpContext = { clientId: client?.id ?? null, from };
  return {
    type: 'modal',
    callback_id: FOLLOW_UP_SAVE,
    private_metadata: JSON.stringify(about),
    title: plain('Add a follow-up', LIMITS.viewTitle),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      client ? richText(paragraph({ bold: client.name })) : clientInput(),
      ...followUpInputs(draft, 'What was promised?', { required: true }),
    ],
  };
}

function clientInput(): Block {
  return input(FIELDS.client.block, 'Which client?', {
    type: 'external_select',
    action_id: FIELDS.client.action,
    placeholder: plain('Type the first letters'),
    min_query_length: 0,
  });
}

/**
 * Reads what was submitted.
 *
 * @param authorId who does it where nobody is named.
 * @param today in the author's zone.
 * @throws InvalidFields
 */
export function parseFollowUpModal(
  view: { private_metadata: string; state: unknown },
  authorId: string,
  today: Temporal.PlainDate,
): { context: FollowUpContext; clientId: string; promised: Promised } {
  const about = contextSchema.parse(JSON.parse(view.private_metadata));
  const draft = readDraft(view.state);
  const wrong: Record<string, string> = {};
  const refuse = (field: keyof TypedPromise, message: string) => {
    wrong[FIELDS[field].block] = message;
    return null;
  };
  const clientId = about.clientId ?? z.uuid().safeParse(draft.client?.id).data;
  if (!clientId) wrong[FIELDS.client.block] = 'Choose the client that this was promised to.';
  const promised = readPromised(draft, authorId, today, refuse);
  if (!tidyLine(draft.followUpWhat ?? '')) refuse('followUpWhat', 'Say in a few words what was promised.');
  if (!promised || !clientId || Object.keys(wrong).length > 0) throw new InvalidFields(wrong);
  return { context: about, clientId, promised };
}
