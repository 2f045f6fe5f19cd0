/** The part of the client's modal that says how often: its fields appear as the first of them is chosen. */
import type { ModalView } from '@slack/types';
import { type Block, input, option } from '../slack/blocks.ts';
import { timeOf, weekdayName } from '../slack/dates.ts';
import type { Surface } from '../slack/surface.ts';
import { type Cadence, type CadenceDays, EVERY_MAX, NTH_WORDS, type Nth } from './cadence.ts';
import { FIELDS } from './fields.ts';
import { Answers } from './modal-answers.ts';
import { multiSelect, number, select } from './modal-inputs.ts';

type OpenView = Extract<Surface, { kind: 'view' }>['view'];

/** What is chosen first. A quarter is three months, by weekday. */
type Choice = CadenceDays['unit'] | 'quarter';

const CHOICES: Record<Choice, string> = {
  week: 'Every so many weeks',
  'month-weekday': 'Every so many months, on a weekday',
  'month-day': 'Every so many months, on a date',
  quarter: 'Once a quarter',
};
const choices = Object.keys(CHOICES) as Choice[];

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const NTHS: readonly Nth[] = [1, 2, 3, 4, 5];

export function cadenceBlocks(cadence: Cadence): Block[] {
  return [
    ...dayBlocks(choiceOf(cadence), cadence),
    input(
      FIELDS.time,
      'At',
      { type: 'timepicker', action_id: FIELDS.time, initial_time: timeOf(cadence.time) },
      { hint: 'Where the owner is.' },
    ),
  ];
}

/** The open modal with the fields that belong to what is chosen now. All others are sent back as they came: Slack keeps what is typed. */
export function withChosenCadence(view: OpenView): ModalView {
  const { values } = view.state;
  const answers = new Answers({ values });
  const choice = choices.find((each) => each === answers.raw(FIELDS.howOften)) ?? 'week';
  const fields: string[] = DAY_FIELDS;
  const blocks = (view.blocks as Block[]).flatMap((block) => {
    if (block.block_id === FIELDS.howOften) return dayBlocks(choice, daysAsTyped(choice, answers));
    return block.block_id !== undefined && fields.includes(block.block_id) ? [] : [block];
  });
  const { callback_id, title, submit, close, private_metadata } = view;
  return {
    type: 'modal',
    callback_id,
    title,
    private_metadata,
    blocks,
    ...(submit ? { submit } : {}),
    ...(close ? { close } : {}),
  };
}

/** What is wrong is noted in `answers`; then the cadence is none that anybody chose. */
export function parseCadence(answers: Answers): Cadence {
  const typed = answers.raw(FIELDS.time) ?? '';
  const valid = /^([01]\d|2[0-3]):[0-5]\d$/.test(typed);
  if (!valid) answers.wrong(FIELDS.time, 'Choose a time of day, such as 09:00.');
  const choice = answers.oneOf(FIELDS.howOften, choices) ?? 'week';
  return { ...parseDays(answers, choice), time: Temporal.PlainTime.from(valid ? typed : '00:00') };
}

function choiceOf(cadence: CadenceDays): Choice {
  return cadence.unit === 'month-weekday' && cadence.every === 3 ? 'quarter' : cadence.unit;
}

const DAY_FIELDS = [FIELDS.every, FIELDS.weekdays, FIELDS.nth, FIELDS.weekday, FIELDS.day];

/** Which of them belong to a choice. */
const FIELDS_OF: Record<Choice, typeof DAY_FIELDS> = {
  week: [FIELDS.every, FIELDS.weekdays],
  'month-weekday': [FIELDS.every, FIELDS.nth, FIELDS.weekday],
  'month-day': [FIELDS.every, FIELDS.day],
  quarter: [FIELDS.nth, FIELDS.weekday],
};

function dayBlocks(choice: Choice, cadence: CadenceDays): Block[] {
  const options = choices.map((each) => option(CHOICES[each], each));
  const howOften = input(FIELDS.howOften, 'How often', select(FIELDS.howOften, options, choice), {
    dispatch: true,
  });
  const shown = FIELDS_OF[choice].map((field) => dayBlock(field, cadence));
  return [howOften, ...shown];
}

function dayBlock(field: (typeof DAY_FIELDS)[number], cadence: CadenceDays): Block {
  const unit = cadence.unit === 'week' ? 'weeks' : 'months';
  const weekdays = WEEKDAYS.map((weekday) => option(weekdayName(weekday), String(weekday)));
  switch (field) {
    case FIELDS.every:
      return input(field, `Every how many ${unit}`, number(field, cadence.every, 1, EVERY_MAX[cadence.unit]));
    case FIELDS.weekdays:
      return input(field, 'On', multiSelect(field, weekdays, weekdaysOf(cadence).map(String)));
    case FIELDS.nth: {
      const nths = NTHS.map((nth) => option(capital(NTH_WORDS[nth]), String(nth)));
      const chosen = cadence.unit === 'month-weekday' ? cadence.nth : 1;
      return input(field, 'On the month’s', select(field, nths, String(chosen)));
    }
    case FIELDS.weekday:
      return input(field, 'Weekday', select(field, weekdays, String(weekdaysOf(cadence)[0])));
    case FIELDS.day:
      return input(field, 'On day', number(field, cadence.unit === 'month-day' ? cadence.day : 1, 1, 31), {
        hint: 'From 1 to 31. A shorter month has it on its last day.',
      });
  }
}

function weekdaysOf(cadence: CadenceDays): readonly number[] {
  if (cadence.unit === 'week') return cadence.weekdays;
  return [cadence.unit === 'month-weekday' ? cadence.weekday : 2];
}

/** What is in the fields, whatever it is, with the usual for those that have only just appeared. */
function daysAsTyped(choice: Choice, answers: Answers): CadenceDays {
  const wholeOr = (field: typeof FIELDS.every | typeof FIELDS.day, most: number) => {
    const typed = Number(answers.raw(field));
    return Number.isInteger(typed) && typed >= 1 && typed <= most ? typed : 1;
  };
  const weekdays = [...answers.all(FIELDS.weekdays), ...answers.all(FIELDS.weekday)]
    .map(Number)
    .filter(isWeekday);
  const weekday = weekdays[0] ?? 2;
  switch (choice) {
    case 'week':
      return {
        unit: 'week',
        every: wholeOr(FIELDS.every, EVERY_MAX.week),
        weekdays: weekdays.length > 0 ? weekdays : [2],
      };
    case 'month-day':
      return {
        unit: 'month-day',
        every: wholeOr(FIELDS.every, EVERY_MAX['month-day']),
        day: wholeOr(FIELDS.day, 31),
      };
    default: {
      const nth = NTHS.find((each) => String(each) === answers.raw(FIELDS.nth)) ?? 1;
      const every = choice === 'quarter' ? 3 : wholeOr(FIELDS.every, EVERY_MAX['month-weekday']);
      return { unit: 'month-weekday', every, nth, weekday };
    }
  }
}

function parseDays(answers: Answers, choice: Choice): CadenceDays {
  if (!FIELDS_OF[choice].every((field) => answers.has(field))) {
    answers.wrong(FIELDS.howOften, 'Fill in the fields that have appeared below this, then save again.');
    return { unit: 'week', every: 1, weekdays: [1] };
  }
  const every = (unit: CadenceDays['unit']) =>
    answers.whole(FIELDS.every, EVERY_MAX[unit], unit === 'week' ? 'weeks' : 'months') ?? 1;
  switch (choice) {
    case 'week':
      return { unit: 'week', every: every('week'), weekdays: parseWeekdays(answers) };
    case 'month-day': {
      const day = answers.whole(FIELDS.day, 31, 'days') ?? 1;
      return { unit: 'month-day', every: every('month-day'), day };
    }
    default: {
      const nth = answers.oneOf(FIELDS.nth, ['1', '2', '3', '4', '5']) ?? 1;
      const weekday = answers.oneOf(FIELDS.weekday, WEEKDAYS.map(String)) ?? 1;
      return {
        unit: 'month-weekday',
        every: choice === 'quarter' ? 3 : every('month-weekday'),
        nth: Number(nth) as Nth,
        weekday: Number(weekday),
      };
    }
  }
}

function parseWeekdays(answers: Answers): number[] {
  const chosen = [...new Set(answers.all(FIELDS.weekdays).map(Number))].toSorted((a, b) => a - b);
  if (chosen.length > 0 && chosen.every(isWeekday)) return chosen;
  answers.wrong(FIELDS.weekdays, 'Choose at least one of the days.');
  return [1];
}

function isWeekday(number: number): boolean {
  return WEEKDAYS.includes(number);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
