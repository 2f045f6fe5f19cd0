import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { InvalidFields } from '../runtime/errors.ts';
import { input, paragraph, plain, richText } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { dateOf } from '../slack/forms/typed-values.ts';
import { whyNotDue } from './read-promised.ts';
import type { FollowUp } from './rules.ts';

export const FOLLOW_UP_MOVE_SAVE = 'follow-up-move-save';
export const FOLLOW_UP_MOVE_DATE = 'follow-up-move-date';

const contextSchema = z.object({
  followUpId: z.uuid(),
  /** The channel that the modal was opened from, where the answer goes. */
  from: z.string().nullable(),
});

/** Asks on which day a follow-up is due instead. @param today in the zone of the one who moves it. */
export function followUpMoveModal(
  { id, what, dueOn }: FollowUp,
  clientName: string,
  from: string | null,
  today: Temporal.PlainDate,
): ModalView {
  const isOver = Temporal.PlainDate.compare(dueOn, today) < 0;
  const about: z.output<typeof contextSchema> = { followUpId: id, from };
  return {
    type: 'modal',
    callback_id: FOLLOW_UP_MOVE_SAVE,
    private_metadata: JSON.stringify(about),
    title: plain('Move a follow-up', LIMITS.viewTitle),
    submit: plain('Move'),
    close: plain('Cancel'),
    blocks: [
      richText(paragraph('Promised to ', { bold: clientName }, ': ', { bold: what })),
      input(
        FOLLOW_UP_MOVE_DATE,
        'By when instead?',
        {
          type: 'datepicker',
          action_id: FOLLOW_UP_MOVE_DATE,
          initial_date: (isOver ? today : dueOn).toString(),
        },
        { hint: 'The reminders move with it.' },
      ),
    ],
  };
}

const stateSchema = z.object({
  values: z.object({
    [FOLLOW_UP_MOVE_DATE]: z.object({
      [FOLLOW_UP_MOVE_DATE]: z.object({ selected_date: z.string().nullish() }),
    }),
  }),
});

/** @throws InvalidFields for no day, one that is over, or one too far away. */
export function parseFollowUpMove(
  view: { private_metadata: string; state: unknown },
  today: Temporal.PlainDate,
): { followUpId: string; from: string | null; day: Temporal.PlainDate } {
  const about = contextSchema.parse(JSON.parse(view.private_metadata));
  const { selected_date } = stateSchema.parse(view.state).values[FOLLOW_UP_MOVE_DATE][FOLLOW_UP_MOVE_DATE];
  const day = dateOf(selected_date ?? undefined);
  const wrong = day ? whyNotDue(day, today) : 'Choose a day.';
  if (!day || wrong) throw new InvalidFields({ [FOLLOW_UP_MOVE_DATE]: wrong ?? 'Choose a day.' });
  return { ...about, day };
}
