import type { Button, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Client } from '../../clients/rules.ts';
import { InvalidFields } from '../../runtime/errors.ts';
import { tidyLine } from '../../runtime/formats/text.ts';
import { button, input, option, paragraph, plain, richText } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';

/** Opens the modal; the value is the client's id. */
export const ALERT_MUTE = 'alert-mute';
/** Ends a mute; the value is the client's id. */
export const ALERT_UNMUTE = 'alert-unmute';
export const MUTE_SAVE = 'alert-mute-save';
export const MUTE_FIELDS = { weeks: 'mute-weeks', reason: 'mute-reason' } as const;

/** The longest reason, in UTF-16 units; the column's. */
const REASON_MAX = 300;
const WEEKS = [1, 2, 4, 12] as const;
const USUAL_WEEKS = 4;

export function muteButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Mute …', ALERT_MUTE, id, { label: `Mute alerts about ${name}` });
}

export function unmuteButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Hear alerts again', ALERT_UNMUTE, id, { label: `Hear alerts about ${name} again` });
}

/** Asks for how long nobody wants alerts about a client, and why. */
export function muteModal(clientId: string, clientName: string): ModalView {
  const options = WEEKS.map((weeks) => option(weeks === 1 ? 'A week' : `${weeks} weeks`, String(weeks)));
  const usual = options.find(({ value }) => value === String(USUAL_WEEKS));
  return {
    type: 'modal',
    callback_id: MUTE_SAVE,
    private_metadata: clientId,
    title: plain('Mute alerts', LIMITS.viewTitle),
    submit: plain('Mute'),
    close: plain('Cancel'),
    blocks: [
      richText(
        paragraph(
          'Nobody is alerted about ',
          { bold: clientName },
          ' meanwhile, unless they say that they may leave. The digest goes on telling of them.',
        ),
      ),
      input(MUTE_FIELDS.weeks, 'For how long?', {
        type: 'static_select',
        action_id: MUTE_FIELDS.weeks,
        options,
        ...(usual ? { initial_option: usual } : {}),
      }),
      input(
        MUTE_FIELDS.reason,
        'Why?',
        {
          type: 'plain_text_input',
          action_id: MUTE_FIELDS.reason,
          max_length: REASON_MAX,
          placeholder: plain('Their new contract is with the lawyers until July'),
        },
        { hint: 'It shows on the client’s card, so that others understand the quiet.' },
      ),
    ],
  };
}

const stateSchema = z.object({
  values: z.object({
    [MUTE_FIELDS.weeks]: z.object({
      [MUTE_FIELDS.weeks]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
    }),
    [MUTE_FIELDS.reason]: z.object({ [MUTE_FIELDS.reason]: z.object({ value: z.string().nullish() }) }),
  }),
});

/** @throws InvalidFields for a reason that says nothing, and for a time that is none of those offered. */
export function parseMuteModal(view: { private_metadata: string; state: unknown }): {
  clientId: string;
  weeks: number;
  reason: string;
} {
  const { values } = stateSchema.parse(view.state);
  const chosen = values[MUTE_FIELDS.weeks][MUTE_FIELDS.weeks].selected_option?.value;
  const weeks = WEEKS.find((each) => String(each) === chosen);
  const reason = tidyLine(values[MUTE_FIELDS.reason][MUTE_FIELDS.reason].value ?? '');
  const wrong: Record<string, string> = {};
  if (weeks === undefined) wrong[MUTE_FIELDS.weeks] = 'Choose for how long.';
  if (reason === '')
    wrong[MUTE_FIELDS.reason] = 'Say in a few words why, so that others understand it later.';
  if (reason.length > REASON_MAX)
    wrong[MUTE_FIELDS.reason] = `That is too long: say it in ${REASON_MAX} characters.`;
  if (weeks === undefined || Object.keys(wrong).length > 0) throw new InvalidFields(wrong);
  return { clientId: view.private_metadata, weeks, reason };
}
