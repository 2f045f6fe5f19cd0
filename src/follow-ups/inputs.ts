import type { InputBlock } from '@slack/types';
import { FIELDS } from '../check-ins/form.ts';
import { clip } from '../runtime/formats/text.ts';
import { input, plain } from '../slack/blocks/blocks.ts';
import type { TypedPromise } from './read-promised.ts';
import { FOLLOW_UP_MAX } from './rules.ts';

/** What, who and by when. @param asks the label over what; `required` where nothing else is asked. */
export function followUpInputs(
  { followUpWhat, followUpWho, followUpDue }: TypedPromise,
  asks: string,
  { required = false }: { required?: boolean } = {},
): InputBlock[] {
  const optional = !required;
  return [
    input(
      FIELDS.followUpWhat.block,
      asks,
      {
        type: 'plain_text_input',
        action_id: FIELDS.followUpWhat.action,
        max_length: FOLLOW_UP_MAX,
        placeholder: plain('Send the new timeline'),
        ...initialText(followUpWhat, FOLLOW_UP_MAX),
      },
      { optional },
    ),
    input(
      FIELDS.followUpWho.block,
      'Who does it?',
      {
        type: 'users_select',
        action_id: FIELDS.followUpWho.action,
        ...(followUpWho ? { initial_user: followUpWho } : {}),
      },
      { optional },
    ),
    input(
      FIELDS.followUpDue.block,
      'By when?',
      {
        type: 'datepicker',
        action_id: FIELDS.followUpDue.action,
        ...(followUpDue ? { initial_date: followUpDue } : {}),
      },
      { optional },
    ),
  ];
}

export function initialText(value: string | undefined, max: number): { initial_value?: string } {
  return value ? { initial_value: clip(value, max) } : {};
}
