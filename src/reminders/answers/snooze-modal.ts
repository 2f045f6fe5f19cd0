import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { InvalidFields } from '../../runtime/errors.ts';
import { input, paragraph, plain, richText } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import { SNOOZE_DAYS_MAX } from '../prompts/rules.ts';

export const SNOOZE_SAVE = 'prompt-snooze-save';
export const SNOOZE_DATE = 'snooze-date';

/** Asks until which day a client is put off. */
export function snoozeModal(promptId: string, clientName: string, today: Temporal.PlainDate): ModalView {
  return {
    type: 'modal',
    callback_id: SNOOZE_SAVE,
    private_metadata: promptId,
    title: plain('Snooze', LIMITS.viewTitle),
    submit: plain('Snooze'),
    close: plain('Cancel'),
    blocks: [
      richText(paragraph('I will ask you about ', { bold: clientName }, ' again on that day.')),
      input(
        SNOOZE_DATE,
        'Until which day?',
        { type: 'datepicker', action_id: SNOOZE_DATE, initial_date: today.add({ days: 7 }).toString() },
        { hint: 'Should it be no working day of yours, I will ask on the next one.' },
      ),
    ],
  };
}

const stateSchema = z.object({
  values: z.object({
    [SNOOZE_DATE]: z.object({ [SNOOZE_DATE]: z.object({ selected_date: z.iso.date().nullish() }) }),
  }),
});

/**
 * @param today in the zone of the one who chooses.
 * @throws InvalidFields for no day, one that is not ahead, or one too far away.
 */
export function parseSnoozeModal(
  view: { private_metadata: string; state: unknown },
  today: Temporal.PlainDate,
): { promptId: string; day: Temporal.PlainDate } {
  const chosen = stateSchema.parse(view.state).values[SNOOZE_DATE][SNOOZE_DATE].selected_date;
  if (!chosen) throw new InvalidFields({ [SNOOZE_DATE]: 'Choose a day.' });
  const day = Temporal.PlainDate.from(chosen);
  const days = today.until(day).days;
  if (days < 1) throw new InvalidFields({ [SNOOZE_DATE]: 'Choose a day after today.' });
  if (days > SNOOZE_DAYS_MAX) {
    throw new InvalidFields({
      [SNOOZE_DATE]: `Choose a day within the next ${SNOOZE_DAYS_MAX} days, or pause the client instead.`,
    });
  }
  return { promptId: view.private_metadata, day };
}
