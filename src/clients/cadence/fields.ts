/** The fields of the client's modal that say how often, and what stands in them. */
import { z } from 'zod';
import type { Answers } from '../../slack/forms/modal-answers.ts';
import { FIELDS } from '../fields.ts';
import { type CadenceDays, EVERY_MAX } from './rules.ts';

/** What is chosen first. A quarter is three months, by weekday. */
export const CHOICES = ['week', 'month-weekday', 'month-day', 'quarter'] as const satisfies Choice[];
export type Choice = CadenceDays['unit'] | 'quarter';

const { everyWeeks, everyMonths, weekdays, nth, weekday, day } = FIELDS;
export const DAY_FIELDS = [everyWeeks, everyMonths, weekdays, nth, weekday, day];
export type DayField = (typeof DAY_FIELDS)[number];

/** Which of them belong to a choice. */
export const FIELDS_OF: Record<Choice, DayField[]> = {
  week: [everyWeeks, weekdays],
  'month-weekday': [everyMonths, nth, weekday],
  'month-day': [everyMonths, day],
  quarter: [nth, weekday],
};

const upTo = (most: number) => z.int().min(1).max(most);
const known = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);

/** What was in each field when it was last on the screen; nothing for one that never was. */
export const cadenceFields = z.object({
  everyWeeks: known(upTo(EVERY_MAX.week)),
  everyMonths: known(upTo(EVERY_MAX['month-day'])),
  weekdays: known(z.array(upTo(7)).min(1)),
  nth: known(z.literal([1, 2, 3, 4, 5])),
  weekday: known(upTo(7)),
  day: known(upTo(31)),
});
export type CadenceFields = z.output<typeof cadenceFields>;

export function choiceOf(cadence: CadenceDays): Choice {
  return cadence.unit === 'month-weekday' && cadence.every === 3 ? 'quarter' : cadence.unit;
}

export function fieldsOf(cadence: CadenceDays): CadenceFields {
  switch (cadence.unit) {
    case 'week':
      return { everyWeeks: cadence.every, weekdays: [...cadence.weekdays] };
    case 'month-weekday':
      return { everyMonths: cadence.every, nth: cadence.nth, weekday: cadence.weekday };
    case 'month-day':
      return { everyMonths: cadence.every, day: cadence.day };
  }
}

/** What is on the screen now takes the place of what was, unless it makes no sense. */
export function asTyped(before: CadenceFields, answers: Answers): CadenceFields {
  const number = (field: DayField) => Number(answers.raw(field));
  const typed = cadenceFields.parse({
    everyWeeks: number(everyWeeks),
    everyMonths: number(everyMonths),
    weekdays: answers.all(weekdays).map(Number),
    nth: number(nth),
    weekday: number(weekday),
    day: number(day),
  });
  const known = Object.entries(typed).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(known) };
}

/** With the usual in those that have only just appeared. */
export function filledIn(fields: CadenceFields) {
  const weekdays = fields.weekdays ?? [fields.weekday ?? 2];
  const weekday = fields.weekday ?? weekdays[0] ?? 2;
  const { everyWeeks = 1, everyMonths = 1, nth = 1, day = 1 } = fields;
  return { everyWeeks, everyMonths, weekdays, nth, weekday, day };
}

/** What the fields of this choice say. */
export function daysOf(choice: Choice, fields: CadenceFields): CadenceDays {
  const { everyWeeks, everyMonths, weekdays, nth, weekday, day } = filledIn(fields);
  switch (choice) {
    case 'week':
      return { unit: 'week', every: everyWeeks, weekdays };
    case 'month-day':
      return { unit: 'month-day', every: everyMonths, day };
    case 'month-weekday':
      return { unit: 'month-weekday', every: everyMonths, nth, weekday };
    case 'quarter':
      return { unit: 'month-weekday', every: 3, nth, weekday };
  }
}
