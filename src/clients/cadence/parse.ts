import type { Answers } from '../../slack/forms/modal-answers.ts';
import { FIELDS } from '../fields.ts';
import { CHOICES, type Choice, FIELDS_OF } from './fields.ts';
import { type Cadence, type CadenceDays, EVERY_MAX, type Nth } from './rules.ts';

/** What is wrong is noted in `answers`; then the cadence is none that anybody chose. */
export function parseCadence(answers: Answers): Cadence {
  const typed = answers.raw(FIELDS.time) ?? '';
  const valid = /^([01]\d|2[0-3]):[0-5]\d$/.test(typed);
  if (!valid) answers.wrong(FIELDS.time, 'Choose a time of day, such as 09:00.');
  const choice = answers.oneOf(FIELDS.howOften, CHOICES) ?? 'week';
  return { ...parseDays(answers, choice), time: Temporal.PlainTime.from(valid ? typed : '00:00') };
}

function parseDays(answers: Answers, choice: Choice): CadenceDays {
  if (!FIELDS_OF[choice].every((field) => answers.has(field))) {
    answers.wrong(
      FIELDS.howOften,
      'The fields for this are not all here yet. Fill them in once they are, or choose it again.',
    );
    return { unit: 'week', every: 1, weekdays: [1] };
  }
  const everyMonths = () => answers.whole(FIELDS.everyMonths, EVERY_MAX['month-day'], 'months') ?? 1;
  switch (choice) {
    case 'week': {
      const every = answers.whole(FIELDS.everyWeeks, EVERY_MAX.week, 'weeks') ?? 1;
      return { unit: 'week', every, weekdays: parseWeekdays(answers) };
    }
    case 'month-day': {
      const every = everyMonths();
      return { unit: 'month-day', every, day: answers.whole(FIELDS.day, 31, 'days') ?? 1 };
    }
    case 'month-weekday':
      return { unit: 'month-weekday', every: everyMonths(), ...parseMonthWeekday(answers) };
    case 'quarter':
      return { unit: 'month-weekday', every: 3, ...parseMonthWeekday(answers) };
  }
}

function parseWeekdays(answers: Answers): number[] {
  const chosen = [...new Set(answers.all(FIELDS.weekdays).map(Number))].toSorted((a, b) => a - b);
  if (chosen.length > 0 && chosen.every((each) => WEEKDAYS.includes(String(each)))) return chosen;
  answers.wrong(FIELDS.weekdays, 'Choose at least one of the days.');
  return [1];
}

function parseMonthWeekday(answers: Answers): { nth: Nth; weekday: number } {
  const nth = answers.oneOf(FIELDS.nth, NTHS) ?? '1';
  const weekday = answers.oneOf(FIELDS.weekday, WEEKDAYS) ?? '1';
  return { nth: Number(nth) as Nth, weekday: Number(weekday) };
}

const NTHS = ['1', '2', '3', '4', '5'];
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'];
