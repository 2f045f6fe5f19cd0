import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { InvalidFields } from '../../runtime/errors.ts';
import { tidyLine } from '../../runtime/formats/text.ts';
import { input, paragraph, plain, richText } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import { REASON_MAX } from '../prompts/rules.ts';

export const SKIP_SAVE = 'prompt-skip-save';
export const REASON = 'skip-reason';

/** Asks why a client is not asked this time. */
export function skipModal(promptId: string, clientName: string): ModalView {
  return {
    type: 'modal',
    callback_id: SKIP_SAVE,
    private_metadata: promptId,
    title: plain('Skip this time', LIMITS.viewTitle),
    submit: plain('Skip'),
    close: plain('Cancel'),
    blocks: [
      richText(paragraph({ bold: clientName }, ' will be asked about again at the next usual time.')),
      input(
        REASON,
        'Why not this time?',
        {
          type: 'plain_text_input',
          action_id: REASON,
          max_length: REASON_MAX,
          placeholder: plain('They are on holiday until the 15th'),
        },
        { hint: 'It shows on the client’s card, so that others understand the gap.' },
      ),
    ],
  };
}

const stateSchema = z.object({
  values: z.object({ [REASON]: z.object({ [REASON]: z.object({ value: z.string().nullish() }) }) }),
});

/** @throws InvalidFields for a reason that says nothing, or is too long. */
export function parseSkipModal(view: { private_metadata: string; state: unknown }): {
  promptId: string;
  reason: string;
} {
  const reason = tidyLine(stateSchema.parse(view.state).values[REASON][REASON].value ?? '');
  if (reason === '') {
    throw new InvalidFields({ [REASON]: 'Say in a few words why, so that others understand it later.' });
  }
  if (reason.length > REASON_MAX) {
    throw new InvalidFields({ [REASON]: `That is too long: say it in ${REASON_MAX} characters.` });
  }
  return { promptId: view.private_metadata, reason };
}
