import type { Button, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Client } from '../../clients/rules.ts';
import { HOLD_REASON_MAX, HOLD_REASON_MISSING } from '../../health/holds/rules.ts';
import { lastDayBefore } from '../../runtime/formats/dates.ts';
import {
  actions,
  button,
  escapeText,
  type Message,
  paragraph,
  plain,
  richText,
  section,
} from '../../slack/blocks/blocks.ts';
import { choiceField } from '../../slack/forms/choice-fields.ts';
import { required } from '../../slack/forms/field.ts';
import { textField } from '../../slack/forms/fields.ts';
import { defineForm } from '../../slack/forms/form.ts';

/** Opens the modal; the value is the client's id. */
export const ALERT_MUTE = 'alert-mute';
/** Ends a mute; the value is the client's id. */
export const ALERT_UNMUTE = 'alert-unmute';
export const MUTE_SAVE = 'alert-mute-save';

const WEEKS = [1, 2, 4, 12] as const;
const USUAL_WEEKS = 4;

export const muteForm = defineForm({
  name: 'mute',
  context: z.object({ clientId: z.string() }),
  fields: {
    weeks: required(
      choiceField({
        label: 'For how long?',
        choices: WEEKS,
        text: (weeks) => (weeks === 1 ? 'A week' : `${weeks} weeks`),
        as: 'select',
      }),
      'Choose how long.',
    ),
    reason: required(
      textField({
        label: 'Why?',
        hint: 'Shown on the card with your name.',
        placeholder: 'Their new contract is with the lawyers until July',
        max: HOLD_REASON_MAX,
      }),
      HOLD_REASON_MISSING,
    ),
  },
});

export function muteButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Mute …', ALERT_MUTE, id, { label: `Mute alerts about ${name}` });
}

export function unmuteButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Unmute', ALERT_UNMUTE, id, { label: `Unmute alerts about ${name}` });
}

/** Asks for how long nobody gets alerts about a client, and why. */
export function muteModal({ id: clientId, name }: Pick<Client, 'id' | 'name'>): ModalView {
  const state = { context: { clientId }, draft: { weeks: USUAL_WEEKS, reason: null } } as const;
  return muteForm.modal(state, {
    callbackId: MUTE_SAVE,
    title: 'Mute alerts',
    submit: 'Mute',
    blocks: [
      richText(
        paragraph(
          'Nobody gets alerts about ',
          { bold: name },
          ', unless they say they might leave. The digest still mentions them.',
        ),
      ),
      ...muteForm.blocks(state),
    ],
  });
}

/** What is said once alerts are muted. */
export function mutedMessage(
  client: Pick<Client, 'id' | 'name'>,
  until: Temporal.Instant,
  zone: string,
  now: Temporal.Instant,
): Message {
  const text = `Alerts about ${client.name} are muted until ${lastDayBefore(until, zone, now)}.`;
  return {
    text: escapeText(text),
    blocks: [section(plain(text)), actions(`muted-${client.id}`, [unmuteButton(client)])],
  };
}
