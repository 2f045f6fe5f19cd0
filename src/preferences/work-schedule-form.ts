import type { Checkboxes, ExternalSelect, PlainTextOption, StaticSelect, Timepicker } from '@slack/types';
import { timeText, weekdayName } from '../runtime/formats/dates.ts';
import { type Block, input, option, plain } from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { FormAnswers } from '../slack/forms/form-answers.ts';
import type { WorkSchedule } from '../workspaces/rules.ts';

/** `block_id`s; the element in each has the same `action_id`, but for the holidays'. */
const FIELDS = {
  days: 'working-days',
  holidays: 'holidays',
  quietFrom: 'quiet-from',
  quietTo: 'quiet-to',
} as const;

/** An option's value may not be empty. */
const NO_HOLIDAYS = 'none';

export const noHolidays: PlainTextOption = option('None', NO_HOLIDAYS);

/** @param holidays how the chosen place shows, and where others are searched. */
export function waysBlocks(
  ways: WorkSchedule,
  holidays: { searchId: string; chosen: PlainTextOption },
  quietHint: string,
): Block[] {
  return [
    input(FIELDS.days, 'Working days', weekdayBoxes(ways.workingDays)),
    input(FIELDS.holidays, 'Public holidays', search(holidays.searchId, holidays.chosen, 'Type a country'), {
      hint: 'Nobody is asked on these.',
    }),
    input(FIELDS.quietFrom, 'Quiet from', timepicker(FIELDS.quietFrom, ways.quiet.from)),
    input(FIELDS.quietTo, 'Quiet until', timepicker(FIELDS.quietTo, ways.quiet.to), { hint: quietHint }),
  ];
}

/** @param usualHolidays what the place `usual` stands for, where that can be chosen. */
export function parseWays(answers: FormAnswers, usualHolidays?: string): WorkSchedule {
  const place = answers.one(FIELDS.holidays) ?? '';
  const known = place === USUAL_HOLIDAYS ? usualHolidays : place === NO_HOLIDAYS ? '' : codeOf(place);
  if (known === undefined) answers.wrong(FIELDS.holidays, 'Choose a country from the list, or “None”.');
  return {
    workingDays: answers.weekdays(FIELDS.days),
    holidays: known ?? '',
    quiet: { from: answers.time(FIELDS.quietFrom), to: answers.time(FIELDS.quietTo) },
  };
}

export const USUAL_HOLIDAYS = 'usual';

/** Whether the person leaves the holidays to their workspace. */
export function leavesHolidays(answers: FormAnswers): boolean {
  return answers.one(FIELDS.holidays) === USUAL_HOLIDAYS;
}

export function search(actionId: string, chosen: PlainTextOption, placeholder: string): ExternalSelect {
  return {
    type: 'external_select',
    action_id: actionId,
    min_query_length: 0,
    placeholder: plain(placeholder, LIMITS.optionText),
    initial_option: chosen,
  };
}

export function select(actionId: string, options: PlainTextOption[], chosen: string): StaticSelect {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: actionId,
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

function codeOf(place: string): string | undefined {
  return /^[A-Z]{2}(-[A-Za-z0-9]{1,20}){0,2}$/.test(place) ? place : undefined;
}

function weekdayBoxes(chosen: readonly number[]): Checkboxes {
  const boxes = (days: readonly number[]) => days.map((day) => option(weekdayName(day), String(day)));
  return {
    type: 'checkboxes',
    action_id: FIELDS.days,
    options: boxes([1, 2, 3, 4, 5, 6, 7]),
    initial_options: boxes(chosen.toSorted()),
  };
}

function timepicker(actionId: string, time: Temporal.PlainTime): Timepicker {
  return { type: 'timepicker', action_id: actionId, initial_time: timeText(time) };
}
