/** The fields of a work schedule, as a person and a workspace choose it. */
import { weekdayName } from '../runtime/formats/dates.ts';
import { choicesField, type Found, searchField } from '../slack/forms/choice-fields.ts';
import { checked, required } from '../slack/forms/field.ts';
import { timeField } from '../slack/forms/fields.ts';
import type { WorkSchedule } from '../workspaces/rules.ts';

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** An option's value may not be empty. */
export const NO_HOLIDAYS: Found = { value: 'none', text: 'None' };

/**
 * @param searchId the `action_id` of the listener that finds places with holidays.
 * @param defaultValue stands for the workspace's holidays, where that can be chosen.
 */
export function scheduleFields(searchId: string, defaultValue?: string) {
  return {
    workingDays: required(
      choicesField({ label: 'Working days', choices: WEEKDAYS, text: weekdayName, as: 'checkboxes' }),
      'Choose at least one day.',
    ),
    holidays: required(
      checked(
        searchField({
          label: 'Public holidays',
          hint: 'No reminders on these days.',
          actionId: searchId,
          placeholder: 'Type a country',
        }),
        (value) =>
          value === defaultValue || value === NO_HOLIDAYS.value || isPlace(value) ? null : CHOOSE_COUNTRY,
      ),
      CHOOSE_COUNTRY,
    ),
    quietFrom: required(timeField({ label: 'Quiet from' }), CHOOSE_TIME),
    quietTo: required(
      timeField({ label: 'Quiet until', hint: 'No messages in between. Same start and end = off.' }),
      CHOOSE_TIME,
    ),
  };
}

const CHOOSE_COUNTRY = 'Choose a country from the list, or “None”.';
const CHOOSE_TIME = 'Choose a time of day, such as 19:00.';

/** @param holidays how the chosen place is shown. */
export function scheduleDraft({ workingDays, quiet }: WorkSchedule, holidays: Found) {
  return {
    workingDays: workingDays as Weekday[],
    holidays,
    quietFrom: quiet.from,
    quietTo: quiet.to,
  };
}

/** A place as an option; null for none. */
export function placeOption(code: string, name: string | null): Found {
  return code === '' ? NO_HOLIDAYS : { value: code, text: name ?? code };
}

export function readSchedule(values: {
  workingDays: readonly number[];
  holidays: string;
  quietFrom: Temporal.PlainTime;
  quietTo: Temporal.PlainTime;
}): WorkSchedule {
  return {
    workingDays: values.workingDays,
    holidays: values.holidays === NO_HOLIDAYS.value ? '' : values.holidays,
    quiet: { from: values.quietFrom, to: values.quietTo },
  };
}

/** A country or region of `date-holidays`, such as `PT` or `DE-BY`. */
function isPlace(value: string): boolean {
  return /^[A-Z]{2}(-[A-Za-z0-9]{1,20}){0,2}$/.test(value);
}
