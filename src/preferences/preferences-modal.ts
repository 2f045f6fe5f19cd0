import type { ModalView } from '@slack/types';
import { isQuiet } from '../calendars/rules.ts';
import { isTimeZone } from '../people/rules.ts';
import { timeText, weekdayName, weekdaysText, zonePlace } from '../runtime/formats/dates.ts';
import { actions, button, context, header, plain } from '../slack/blocks/blocks.ts';
import { choiceField, type Found, searchField } from '../slack/forms/choice-fields.ts';
import { checked, required } from '../slack/forms/field.ts';
import { defineForm } from '../slack/forms/form.ts';
import type { WorkSchedule } from '../workspaces/rules.ts';
import { awayButton } from './absence-modal.ts';
import { effectiveSchedule, NUDGE_LEVELS, type NudgeLevel, overridesOf, type Preferences } from './rules.ts';
import { placeOption, readSchedule, scheduleDraft, scheduleFields, WEEKDAYS } from './schedule-fields.ts';

export const PREFERENCES_SAVE = 'preferences-save';
export const PREFERENCES_OPEN = 'preferences-open';
export const OWN_ZONE_SEARCH = 'own-zone-search';
export const OWN_HOLIDAY_SEARCH = 'own-holiday-search';

/** What leaves it to Slack, to the workspace or to each client: an option's value may not be empty. */
const DEFAULT = 'default';

const HALF_HOURS = Array.from({ length: 48 }, (_, half) =>
  timeText(new Temporal.PlainTime(half >> 1, (half % 2) * 30)),
);

const NUDGE_TEXT: Record<NudgeLevel, string> = {
  standard: 'Nudge me after a working day, and once more after two',
  light: 'Nudge me once, after a working day',
  off: 'Don’t nudge me',
};

const CHOOSE = 'Choose one of these.';
const CHOOSE_ZONE = 'Choose a time zone from the list, such as Europe/Lisbon.';

const preferencesForm = defineForm({
  name: 'preferences',
  fields: {
    remindAt: required(
      choiceField({
        label: 'Remind me',
        choices: [DEFAULT, ...HALF_HOURS],
        text: (time) => (time === DEFAULT ? 'At each client’s own time' : `At ${time}`),
        as: 'select',
      }),
      CHOOSE,
    ),
    roundWeekday: required(
      choiceField({
        label: 'Ask me about',
        choices: [DEFAULT, ...WEEKDAYS],
        text: (day) =>
          day === DEFAULT ? 'Each client on its own day' : `All my clients on ${weekdayName(Number(day))}`,
        as: 'select',
      }),
      CHOOSE,
    ),
    nudges: required(
      choiceField({
        label: 'If I don’t reply',
        choices: NUDGE_LEVELS,
        text: (level) => NUDGE_TEXT[level],
        as: 'radio',
      }),
      CHOOSE,
    ),
    zone: required(
      checked(
        searchField({ label: 'Time zone', actionId: OWN_ZONE_SEARCH, placeholder: 'Type a city' }),
        (zone) => (zone === DEFAULT || isTimeZone(zone) ? null : CHOOSE_ZONE),
      ),
      CHOOSE_ZONE,
    ),
    ...scheduleFields(OWN_HOLIDAY_SEARCH, DEFAULT),
  },
});

export interface PreferencesData {
  own: Preferences;
  /** The workspace's. */
  defaults: WorkSchedule;
  /** IANA zone: Slack's, or the workspace's default. */
  defaultZone: string;
  /** What the places of the person's and the workspace's holidays are called; null for none. */
  holidayNames: { own: string | null; default: string | null };
}

/** Everything that one person chooses about their own reminders. */
export function preferencesModal({ own, defaults, defaultZone, holidayNames }: PreferencesData): ModalView {
  const holidays =
    own.holidays === null
      ? defaultHolidaysOption(holidayNames.default)
      : placeOption(own.holidays, holidayNames.own);
  const draft = {
    remindAt: own.remindAt ? timeText(own.remindAt) : DEFAULT,
    roundWeekday: WEEKDAYS.find((day) => day === own.roundWeekday) ?? DEFAULT,
    nudges: own.nudges,
    zone: own.zone ? { value: own.zone, text: own.zone } : defaultZoneOption(defaultZone),
    ...scheduleDraft(effectiveSchedule(own, defaults), holidays),
  };
  const state = { context: null, draft } as const;
  return preferencesForm.modal(state, {
    callbackId: PREFERENCES_SAVE,
    title: 'My reminders',
    submit: 'Save',
    blocks: [
      ...preferencesForm.blocks(state, { to: 'nudges' }),
      actions('away', [awayButton()]),
      header('Your days'),
      context(plain('Unchanged fields use the workspace default.')),
      ...preferencesForm.blocks(state, { after: 'nudges' }),
    ],
  });
}

/** @throws InvalidFields for everything that is wrong, at once. */
export function readPreferences(
  view: { private_metadata: string; state: unknown },
  defaults: WorkSchedule,
): Preferences {
  const filled = preferencesForm.read(view);
  const { workingDays, quietFrom, quietTo } = filled.valid;
  const weekday = numberOrNull(filled.valid.roundWeekday);
  if (weekday !== null && workingDays && !workingDays.some((day) => day === weekday)) {
    filled.refuse('roundWeekday', `${weekdayName(weekday)} isn’t one of your working days.`);
  }
  const remindAt = timeOrNull(filled.valid.remindAt);
  if (remindAt && quietFrom && quietTo && isQuiet({ quiet: { from: quietFrom, to: quietTo } }, remindAt)) {
    filled.refuse(
      'remindAt',
      `That’s within your quiet hours, ${timeText(quietFrom)} to ${timeText(quietTo)}. Choose another time, or change the hours.`,
    );
  }
  const values = filled.values();
  const schedule = readSchedule(values);
  return {
    ...overridesOf(schedule, defaults),
    holidays: values.holidays === DEFAULT ? null : schedule.holidays,
    zone: values.zone === DEFAULT ? null : values.zone,
    remindAt,
    roundWeekday: weekday,
    nudges: values.nudges,
  };
}

/** What is said once they are saved. */
export function preferencesSavedText(own: Preferences, defaults: WorkSchedule, defaultZone: string): string {
  const { workingDays, quiet } = effectiveSchedule(own, defaults);
  const days = own.roundWeekday ? [own.roundWeekday] : workingDays;
  const time = own.remindAt ? `at ${timeText(own.remindAt)}` : 'at each client’s own time';
  const hours = quiet.from.equals(quiet.to)
    ? 'at any hour'
    : `never between ${timeText(quiet.from)} and ${timeText(quiet.to)}`;
  return `Saved. I’ll ask you on ${weekdaysText(days)}, ${time} in ${zonePlace(own.zone ?? defaultZone)}, and ${hours}.`;
}

export function defaultZoneOption(zone: string): Found {
  return { value: DEFAULT, text: `From Slack (${zonePlace(zone)})` };
}

/** @param name what the workspace's place is called; null for none. */
export function defaultHolidaysOption(name: string | null): Found {
  return { value: DEFAULT, text: `Workspace default (${name ?? 'none'})` };
}

export function preferencesButton() {
  return button('My reminders', PREFERENCES_OPEN, 'me');
}

function numberOrNull(choice: string | number | undefined): number | null {
  return typeof choice === 'number' ? choice : null;
}

function timeOrNull(choice: string | undefined): Temporal.PlainTime | null {
  return choice === undefined || choice === DEFAULT ? null : Temporal.PlainTime.from(choice);
}
