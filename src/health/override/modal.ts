import type { Button, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Client } from '../../clients/rules.ts';
import { lastDayBefore } from '../../runtime/formats/dates.ts';
import { clip } from '../../runtime/formats/text.ts';
import { actions, button, paragraph, plain, richText } from '../../slack/blocks/blocks.ts';
import { choiceField } from '../../slack/forms/choice-fields.ts';
import { required } from '../../slack/forms/field.ts';
import { dateField, textField } from '../../slack/forms/fields.ts';
import { defineForm } from '../../slack/forms/form.ts';
import { HOLD_REASON_MAX, HOLD_REASON_MISSING } from '../holds/rules.ts';
import type { Override, Overview } from '../rules.ts';
import { OVERRIDE_BANDS } from '../score/rules.ts';
import { bandText, scoreText } from '../view.ts';

/** Opens the modal; the value is the client's id, as with the next. */
export const OVERRIDE_OPEN = 'override-open';
export const OVERRIDE_REMOVE = 'override-remove';
export const OVERRIDE_SAVE = 'override-save';

const USUAL_DAYS = 28;
const LONGEST_DAYS = 365;

/** @internal */
export const overrideForm = defineForm({
  name: 'override',
  context: z.object({ clientId: z.string() }),
  fields: {
    band: required(
      choiceField({ label: 'How is this client?', choices: OVERRIDE_BANDS, text: bandText, as: 'radio' }),
      'Choose one of these.',
    ),
    reason: required(
      textField({
        label: 'What do you know that the score doesn’t?',
        hint: 'Shown on the card with your name.',
        max: HOLD_REASON_MAX,
        multiline: true,
      }),
      HOLD_REASON_MISSING,
    ),
    lastDay: required(
      dateField({ label: 'Keep until', hint: 'The score counts again the day after.' }),
      'Choose a day.',
    ),
  },
});

/** What was chosen in the modal; `until` is the midnight that ends the chosen day. */
export interface ChosenOverride extends Pick<Override, 'band' | 'reason' | 'until'> {
  clientId: string;
}

export function overrideButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Override', OVERRIDE_OPEN, id, { label: `Override the health of ${name}` });
}

/** Asks for a band, why, and until when; shows the current override, with a button to remove it. */
export function overrideModal({ client, health }: Overview, zone: string, now: Temporal.Instant): ModalView {
  const { override } = health;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const lastDay = override
    ? override.until.subtract({ seconds: 1 }).toZonedDateTimeISO(zone).toPlainDate()
    : today.add({ days: USUAL_DAYS });
  const draft = {
    band: override?.band ?? null,
    reason: override?.reason ?? null,
    lastDay: Temporal.PlainDate.compare(lastDay, today) < 0 ? today : lastDay,
  };
  const state = { context: { clientId: client.id }, draft };
  return overrideForm.modal(state, {
    callbackId: OVERRIDE_SAVE,
    title: 'Override health',
    submit: 'Save',
    blocks: [
      richText(
        paragraph(
          { bold: client.name },
          ` scores ${scoreText(health)}. That stays visible beside your override.`,
        ),
      ),
      ...(override ? [actions('override-in-force', [removeButton(client, health)])] : []),
      ...overrideForm.blocks(state),
    ],
  });
}

/**
 * @param today where the person is who chose; the override lasts until the end of the chosen day there, in `zone`.
 * @throws InvalidFields for what cannot be taken.
 */
export function readOverride(
  view: { private_metadata: string; state: unknown },
  today: Temporal.PlainDate,
  zone: string,
): ChosenOverride {
  const answers = overrideForm.read(view);
  const chosen = answers.valid.lastDay;
  const days = chosen ? today.until(chosen).days : 0;
  if (days < 0) answers.refuse('lastDay', 'That day is over. Choose today or later.');
  if (days > LONGEST_DAYS) answers.refuse('lastDay', 'That’s more than a year away. Choose an earlier day.');
  const { band, reason, lastDay } = answers.values();
  const until = lastDay.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  return { clientId: answers.context.clientId, band, reason, until };
}

/** "Acme is 🟢 Healthy until Thursday 3 December, set manually. Score: 🟡 Watch, 64 of 100." */
export function overrideText({ client, health }: Overview, zone: string, now: Temporal.Instant): string {
  const { override } = health;
  if (!override) return `${client.name} is back to its score: ${scoreText(health)}.`;
  const until = lastDayBefore(override.until, zone, now);
  return `${client.name} is ${bandText(override.band)} until ${until}, set manually. Score: ${scoreText(health)}.`;
}

function removeButton({ id, name }: Client, health: Overview['health']): Button {
  return button('Remove override', OVERRIDE_REMOVE, id, {
    style: 'danger',
    label: `Remove the override for ${name}`,
    confirm: {
      title: plain('Go back to the score?', 100),
      text: plain(`${clip(name, 80)} becomes ${scoreText(health)}.`, 300),
      confirm: plain('Remove', 30),
      deny: plain('Keep', 30),
    },
  });
}
