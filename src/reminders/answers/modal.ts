/** Asks why a client is skipped, or until which day to snooze it. */
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { paragraph, richText } from '../../slack/blocks/blocks.ts';
import { required } from '../../slack/forms/field.ts';
import { dateField, textField } from '../../slack/forms/fields.ts';
import { defineForm } from '../../slack/forms/form.ts';
import { REASON_MAX, SNOOZE_DAYS_MAX } from '../prompts/rules.ts';

export const SKIP_SAVE = 'prompt-skip-save';
export const SNOOZE_SAVE = 'prompt-snooze-save';

const context = z.object({ promptId: z.string() });

/** A modal as Slack sends it back. */
type SubmittedView = { private_metadata: string; state: unknown };

/** @internal */
export const skipForm = defineForm({
  name: 'skip',
  context,
  fields: {
    reason: required(
      textField({
        label: 'Why not this time?',
        hint: 'Shown on the client’s card, so that others understand the gap.',
        placeholder: 'They’re on holiday until the 15th',
        max: REASON_MAX,
      }),
      'Say in a few words why, so that others understand it later.',
    ),
  },
});

export function skipModal(promptId: string, clientName: string): ModalView {
  const state = { context: { promptId }, draft: skipForm.empty };
  return skipForm.modal(state, {
    callbackId: SKIP_SAVE,
    title: 'Skip this time',
    submit: 'Skip',
    blocks: [
      richText(paragraph({ bold: clientName }, ' comes up again at the next usual time.')),
      ...skipForm.blocks(state),
    ],
  });
}

/** @throws InvalidFields for a reason that says nothing, or is too long. */
export function parseSkip(view: SubmittedView): { promptId: string; reason: string } {
  const filled = skipForm.read(view);
  return { ...filled.context, ...filled.values() };
}

/** @internal */
export const snoozeForm = defineForm({
  name: 'snooze',
  context,
  fields: {
    day: required(
      dateField({
        label: 'Until which day?',
        hint: 'If that’s a day off, I’ll ask on your next working day.',
      }),
      'Choose a day.',
    ),
  },
});

/** @param today in the zone of the person who snoozes. */
export function snoozeModal(promptId: string, clientName: string, today: Temporal.PlainDate): ModalView {
  const state = { context: { promptId }, draft: { day: today.add({ days: 7 }) } };
  return snoozeForm.modal(state, {
    callbackId: SNOOZE_SAVE,
    title: 'Snooze',
    submit: 'Snooze',
    blocks: [
      richText(paragraph('I’ll ask you about ', { bold: clientName }, ' again on that day.')),
      ...snoozeForm.blocks(state),
    ],
  });
}

/** @throws InvalidFields for no day, one that is not ahead, or one too far away. */
export function parseSnooze(
  view: SubmittedView,
  today: Temporal.PlainDate,
): { promptId: string; day: Temporal.PlainDate } {
  const filled = snoozeForm.read(view);
  const days = filled.valid.day ? today.until(filled.valid.day).days : 1;
  if (days < 1) filled.refuse('day', 'Choose a day after today.');
  if (days > SNOOZE_DAYS_MAX) {
    filled.refuse(
      'day',
      `Choose a day within the next ${SNOOZE_DAYS_MAX} days, or pause the client instead.`,
    );
  }
  return { ...filled.context, ...filled.values() };
}
