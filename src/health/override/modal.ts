import type { Button, ModalView } from '@slack/types';
import type { Client } from '../../clients/rules.ts';
import { InvalidFields } from '../../runtime/errors.ts';
import { lastDayBefore } from '../../runtime/formats/dates.ts';
import { clip } from '../../runtime/formats/text.ts';
import { actions, button, input, option, paragraph, plain, richText } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import { FormAnswers } from '../../slack/forms/form-answers.ts';
import type { Override, Overview } from '../rules.ts';
import { bandText, scoreText } from '../view.ts';

/** Opens the modal; the value is the client's id, as with the next. */
export const OVERRIDE_OPEN = 'override-open';
export const OVERRIDE_REMOVE = 'override-remove';
export const OVERRIDE_SAVE = 'override-save';

/** `block_id`s; the element in each has the same `action_id`. */
export const OVERRIDE_FIELDS = { band: 'override-band', reason: 'override-reason', until: 'override-until' };

const BANDS_TO_SET = ['healthy', 'watch', 'at-risk'] as const;
const REASON_MAX = 300;
const USUAL_DAYS = 28;
const LONGEST_DAYS = 365;

/** What was chosen in the modal; `until` is the midnight that ends the chosen day. */
export interface ChosenOverride extends Pick<Override, 'band' | 'reason' | 'until'> {
  clientId: string;
}

export function overrideButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Set by hand', OVERRIDE_OPEN, id, { label: `Set the health of ${name} by hand` });
}

/** Asks for a band, why, and until when; shows what is set by hand already, and takes it back. */
export function overrideModal({ client, health }: Overview, zone: string, now: Temporal.Instant): ModalView {
  const { override } = health;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const bands = BANDS_TO_SET.map((band) => option(bandText(band), band));
  const chosen = bands.find(({ value }) => value === override?.band);
  const until = override
    ? override.until.subtract({ seconds: 1 }).toZonedDateTimeISO(zone).toPlainDate()
    : today.add({ days: USUAL_DAYS });
  return {
    type: 'modal',
    callback_id: OVERRIDE_SAVE,
    private_metadata: client.id,
    title: plain('Set by hand', LIMITS.viewTitle),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      richText(
        paragraph(
          { bold: client.name },
          ` is reckoned to be ${scoreText(health)}. That stays visible beside what you set.`,
        ),
      ),
      ...(override ? [actions('override-in-force', [removeButton(client, health)])] : []),
      input(OVERRIDE_FIELDS.band, 'How is this client?', {
        type: 'radio_buttons',
        action_id: OVERRIDE_FIELDS.band,
        options: bands,
        ...(chosen ? { initial_option: chosen } : {}),
      }),
      input(
        OVERRIDE_FIELDS.reason,
        'What do you know that the score does not?',
        {
          type: 'plain_text_input',
          action_id: OVERRIDE_FIELDS.reason,
          multiline: true,
          max_length: REASON_MAX,
          ...(override ? { initial_value: override.reason } : {}),
        },
        { hint: 'It stands on the card, with your name.' },
      ),
      input(
        OVERRIDE_FIELDS.until,
        'Until the end of',
        {
          type: 'datepicker',
          action_id: OVERRIDE_FIELDS.until,
          initial_date: String(Temporal.PlainDate.compare(until, today) < 0 ? today : until),
        },
        { hint: 'From the day after, the reckoned score counts again by itself.' },
      ),
    ],
  };
}

/**
 * @param today where the one who chose is; the band stands until the end of the chosen day there, in `zone`.
 * @throws InvalidFields for what cannot be taken.
 */
export function parseOverride(
  view: { private_metadata: string; state: unknown },
  today: Temporal.PlainDate,
  zone: string,
): ChosenOverride {
  const answers = new FormAnswers(view.state);
  const band = BANDS_TO_SET.find((each) => each === answers.one(OVERRIDE_FIELDS.band));
  if (!band) answers.wrong(OVERRIDE_FIELDS.band, 'Choose one of these.');
  const reason = answers.text(OVERRIDE_FIELDS.reason);
  if (reason === '') {
    answers.wrong(OVERRIDE_FIELDS.reason, 'Say in a few words why, so that others understand it later.');
  }
  if (reason.length > REASON_MAX) {
    answers.wrong(OVERRIDE_FIELDS.reason, `That is too long: say it in ${REASON_MAX} characters.`);
  }
  const day = answers.date(OVERRIDE_FIELDS.until);
  const days = day ? today.until(day).days : 0;
  if (days < 0) answers.wrong(OVERRIDE_FIELDS.until, 'That day is past: choose today or later.');
  if (days > LONGEST_DAYS) {
    answers.wrong(OVERRIDE_FIELDS.until, 'That is more than a year away: choose an earlier day.');
  }
  answers.throwIfWrong();
  if (!band || !day) throw new InvalidFields({});
  const until = day.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  return { clientId: view.private_metadata, band, reason, until };
}

/** "Acme is 🟢 Healthy until Thursday 3 December, as set by hand. Reckoned: 🟡 Watch, 64 of 100." */
export function overrideText({ client, health }: Overview, zone: string, now: Temporal.Instant): string {
  const { override } = health;
  if (!override) return `${client.name} is ${scoreText(health)} again, as reckoned.`;
  const until = lastDayBefore(override.until, zone, now);
  return `${client.name} is ${bandText(override.band)} until ${until}, as set by hand. Reckoned: ${scoreText(health)}.`;
}

function removeButton({ id, name }: Client, health: Overview['health']): Button {
  return button('Remove what is set', OVERRIDE_REMOVE, id, {
    style: 'danger',
    label: `Remove what is set for ${name}`,
    confirm: {
      title: plain('Bring the reckoned one back?', 100),
      text: plain(`${clip(name, 80)} becomes ${scoreText(health)}, as reckoned.`, 300),
      confirm: plain('Remove', 30),
      deny: plain('Keep', 30),
    },
  });
}
