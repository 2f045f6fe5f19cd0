/** The part of the client's modal that says how often: its fields appear as the first of them is chosen. */

import type { ModalView } from '@slack/types';
import { timeText, weekdayName } from '../../runtime/formats/dates.ts';
import { type Block, input, option } from '../../slack/blocks/blocks.ts';
import { Answers } from '../../slack/forms/modal-answers.ts';
import { multiSelect, number, select } from '../../slack/forms/modal-inputs.ts';
import type { Surface } from '../../slack/inbound/surface.ts';
import { FIELDS } from '../fields.ts';
import { readContext, writeContext } from '../modal-context.ts';
import {
  asTyped,
  type CadenceFields,
  CHOICES,
  type Choice,
  choiceOf,
  DAY_FIELDS,
  type DayField,
  daysOf,
  FIELDS_OF,
  fieldsOf,
  filledIn,
} from './fields.ts';
import { isUsualGap, longestGapBlock } from './longest-gap-form.ts';
import { type Cadence, EVERY_MAX, NTH_WORDS, type Nth } from './rules.ts';

type OpenView = Extract<Surface, { kind: 'view' }>['view'];

const CHOICE_WORDS: Record<Choice, string> = {
  week: 'Every so many weeks',
  'month-weekday': 'Every so many months, on a weekday',
  'month-day': 'Every so many months, on a date',
  quarter: 'Once a quarter',
};

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const NTHS: readonly Nth[] = [1, 2, 3, 4, 5];

export function cadenceBlocks(cadence: Cadence): Block[] {
  return [
    ...dayBlocks(choiceOf(cadence), fieldsOf(cadence)),
    input(
      FIELDS.time,
      'At',
      { type: 'timepicker', action_id: FIELDS.time, initial_time: timeText(cadence.time) },
      { hint: 'Where the owner is.' },
    ),
  ];
}

/**
 * The open modal with the fields that belong to what is chosen now, and in them what was there when they were last shown,
 * and the longest gap that is usual then. All others are sent back as they came: Slack keeps what is typed.
 */
export function withChosenCadence(view: OpenView): ModalView {
  const { callback_id, title, submit, close, private_metadata, state } = view;
  const answers = new Answers({ values: state.values });
  const choice = CHOICES.find((each) => each === answers.raw(FIELDS.howOften)) ?? 'week';
  const context = readContext(private_metadata);
  const howOften = asTyped(context.howOften, answers);
  const dayFields: string[] = DAY_FIELDS;
  const longestGap = isUsualGap(answers) ? answers.blockOf(FIELDS.longestGap) : null;
  const blocks = (view.blocks as Block[]).flatMap((block) => {
    if (block.block_id === FIELDS.howOften) return dayBlocks(choice, howOften);
    if (block.block_id === longestGap) return longestGapBlock(daysOf(choice, howOften), null);
    return block.block_id !== undefined && dayFields.includes(block.block_id) ? [] : [block];
  });
  return {
    type: 'modal',
    callback_id,
    title,
    private_metadata: writeContext({ ...context, howOften }),
    blocks,
    ...(submit ? { submit } : {}),
    ...(close ? { close } : {}),
  };
}

function dayBlocks(choice: Choice, fields: CadenceFields): Block[] {
  const options = CHOICES.map((each) => option(CHOICE_WORDS[each], each));
  const howOften = input(FIELDS.howOften, 'How often', select(FIELDS.howOften, options, choice), {
    dispatch: true,
  });
  return [howOften, ...FIELDS_OF[choice].map((field) => dayBlock(field, fields))];
}

function dayBlock(field: DayField, fields: CadenceFields): Block {
  const weekdays = WEEKDAYS.map((each) => option(weekdayName(each), String(each)));
  const { everyWeeks, everyMonths, weekdays: on, nth, weekday, day } = filledIn(fields);
  switch (field) {
    case FIELDS.everyWeeks:
      return input(field, 'Every how many weeks', number(field, everyWeeks, 1, EVERY_MAX.week));
    case FIELDS.everyMonths:
      return input(field, 'Every how many months', number(field, everyMonths, 1, EVERY_MAX['month-day']));
    case FIELDS.weekdays:
      return input(field, 'On', multiSelect(field, weekdays, on.map(String)));
    case FIELDS.nth: {
      const nths = NTHS.map((each) => option(capital(NTH_WORDS[each]), String(each)));
      return input(field, 'On the month’s', select(field, nths, String(nth)));
    }
    case FIELDS.weekday:
      return input(field, 'Weekday', select(field, weekdays, String(weekday)));
    case FIELDS.day:
      return input(field, 'On day', number(field, day, 1, 31), {
        hint: 'From 1 to 31. A shorter month has it on its last day.',
      });
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
