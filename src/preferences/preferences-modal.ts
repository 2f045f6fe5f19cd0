import type { ModalView, PlainTextOption, RadioButtons } from '@slack/types';
import { isQuiet } from '../calendars/rules.ts';
import { isTimeZone } from '../people/rules.ts';
import { timeText, weekdayName, zonePlace } from '../runtime/formats/dates.ts';
import { listText } from '../runtime/formats/text.ts';
import {
  actions,
  type Block,
  button,
  context,
  header,
  input,
  option,
  plain,
} from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { FormAnswers } from '../slack/forms/form-answers.ts';
import type { WorkSchedule } from '../workspaces/rules.ts';
import { effectiveSchedule, NUDGE_LEVELS, type NudgeLevel, ownOnly, type Preferences } from './rules.ts';
import {
  leavesHolidays,
  noHolidays,
  parseWays,
  search,
  select,
  USUAL_HOLIDAYS,
  waysBlocks,
} from './work-schedule-form.ts';

export const PREFERENCES = 'preferences-save';
/** Opens the modal. */
export const PREFERENCES_OPEN = 'preferences-open';
/** Opens the person's away dates. */
export const AWAY_OPEN = 'away-open';
export const OWN_ZONE_SEARCH = 'own-zone-search';
export const OWN_HOLIDAY_SEARCH = 'own-holiday-search';

/** `block_id`s; the element in each has the same `action_id`, but for the zone's. */
const FIELDS = {
  remindAt: 'remind-at',
  roundWeekday: 'round-weekday',
  nudges: 'nudges',
  zone: 'own-zone',
} as const;

/** What leaves it to Slack, or to each client: an option's value may not be empty. */
const USUAL = 'usual';

const NUDGES: Record<NudgeLevel, string> = {
  standard: 'Nudge me after a working day, and once more after two',
  light: 'Nudge me once, after a working day',
  off: 'Do not nudge me',
};

export interface PreferencesData {
  own: Preferences;
  usual: WorkSchedule;
  /** IANA zone: Slack's, or the workspace's default. */
  usualZone: string;
  /** What the places of the person's and the workspace's holidays are called; null for none. */
  holidayNames: { own: string | null; usual: string | null };
}

/** Everything that one person chooses about their own reminders. */
export function preferencesModal({ own, usual, usualZone, holidayNames }: PreferencesData): ModalView {
  const holidays =
    own.holidays === null
      ? usualHolidays(holidayNames.usual)
      : own.holidays === ''
        ? noHolidays
        : option(holidayNames.own ?? own.holidays, own.holidays);
  return {
    type: 'modal',
    callback_id: PREFERENCES,
    title: plain('My reminders', LIMITS.viewTitle),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      ...whenBlocks(own),
      header('Your days'),
      context(plain('What you leave as it is follows your workspace when that changes.')),
      input(
        FIELDS.zone,
        'Time zone',
        search(
          OWN_ZONE_SEARCH,
          own.zone ? option(own.zone, own.zone) : usualZoneOption(usualZone),
          'Type a city',
        ),
      ),
      ...waysBlocks(
        effectiveSchedule(own, usual),
        { searchId: OWN_HOLIDAY_SEARCH, chosen: holidays },
        'Nothing comes between the two. Choose the same time twice for no quiet hours.',
      ),
    ],
  };
}

/** @throws InvalidFields for what cannot be taken. */
export function parsePreferences(state: unknown, usual: WorkSchedule): Preferences {
  const answers = new FormAnswers(state);
  const zone = answers.one(FIELDS.zone) ?? USUAL;
  if (zone !== USUAL && !isTimeZone(zone)) {
    answers.wrong(FIELDS.zone, 'Choose a time zone from the list, such as Europe/Lisbon.');
  }
  const remindAt = answers.one(FIELDS.remindAt) === USUAL ? null : answers.time(FIELDS.remindAt);
  const weekday = answers.one(FIELDS.roundWeekday) ?? USUAL;
  const isWeekday = /^[1-7]$/.test(weekday);
  if (weekday !== USUAL && !isWeekday) answers.wrong(FIELDS.roundWeekday, 'Choose one of these.');
  const nudges = NUDGE_LEVELS.find((one) => one === answers.one(FIELDS.nudges));
  if (!nudges) answers.wrong(FIELDS.nudges, 'Choose one of these.');
  const ways = parseWays(answers, usual.holidays);
  const own = ownOnly(ways, usual);
  if (weekday !== USUAL && isWeekday && !ways.workingDays.includes(Number(weekday))) {
    answers.wrong(FIELDS.roundWeekday, `${weekdayName(Number(weekday))} is not one of your working days.`);
  }
  if (remindAt && isQuiet(ways, remindAt)) {
    const hours = `${timeText(ways.quiet.from)} to ${timeText(ways.quiet.to)}`;
    answers.wrong(
      FIELDS.remindAt,
      `That is within your quiet hours, ${hours}. Choose another time, or other hours.`,
    );
  }
  answers.throwIfWrong();
  return {
    ...own,
    holidays: leavesHolidays(answers) ? null : ways.holidays,
    zone: zone === USUAL ? null : zone,
    remindAt,
    roundWeekday: weekday === USUAL ? null : Number(weekday),
    nudges: nudges ?? 'standard',
  };
}

/** What is said once they are saved. */
export function preferencesSaved(own: Preferences, usual: WorkSchedule, usualZone: string): string {
  const { workingDays, quiet } = effectiveSchedule(own, usual);
  const days = own.roundWeekday ? [own.roundWeekday] : workingDays;
  const time = own.remindAt ? `at ${timeText(own.remindAt)}` : 'at each client’s own time';
  const hours = quiet.from.equals(quiet.to)
    ? 'at any hour'
    : `never between ${timeText(quiet.from)} and ${timeText(quiet.to)}`;
  return `Saved. I’ll ask you on ${weekdayNames(days)}, ${time} in ${zonePlace(own.zone ?? usualZone)}, and ${hours}.`;
}

export function usualZoneOption(zone: string): PlainTextOption {
  return option(`As Slack says (${zonePlace(zone)})`, USUAL);
}

/** @param name what the workspace's place is called. */
export function usualHolidays(name: string | null): PlainTextOption {
  return option(`As for everybody here (${name ?? 'none'})`, USUAL_HOLIDAYS);
}

export function preferencesButton() {
  return button('My reminders', PREFERENCES_OPEN, 'me');
}

export function awayButton() {
  return button('Away dates', AWAY_OPEN, 'away');
}

function whenBlocks(own: Preferences): Block[] {
  return [
    input(
      FIELDS.remindAt,
      'Remind me',
      select(
        FIELDS.remindAt,
        [option('At each client’s own time', USUAL), ...halfHours(own.remindAt)],
        own.remindAt ? timeText(own.remindAt) : USUAL,
      ),
    ),
    input(
      FIELDS.roundWeekday,
      'Ask me about',
      select(
        FIELDS.roundWeekday,
        [
          option('Each client on its own day', USUAL),
          ...[1, 2, 3, 4, 5, 6, 7].map((day) => option(`All my clients on ${weekdayName(day)}`, String(day))),
        ],
        String(own.roundWeekday ?? USUAL),
      ),
    ),
    input(FIELDS.nudges, 'When I have not replied', nudgeChoice(own.nudges)),
    actions('away', [awayButton()]),
  ];
}

function halfHours(also: Temporal.PlainTime | null): PlainTextOption[] {
  const times = Array.from({ length: 48 }, (_, half) =>
    timeText(new Temporal.PlainTime(half >> 1, (half % 2) * 30)),
  );
  if (also) times.push(timeText(also));
  return [...new Set(times)].sort().map((time) => option(`At ${time}`, time));
}

function nudgeChoice(chosen: NudgeLevel): RadioButtons {
  const options = Object.entries(NUDGES).map(([value, words]) => option(words, value));
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'radio_buttons',
    action_id: FIELDS.nudges,
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

/** "Monday to Friday", "Monday, Wednesday and Friday". */
function weekdayNames(days: readonly number[]): string {
  const sorted = days.toSorted((a, b) => a - b);
  const first = sorted[0] ?? 1;
  const names = sorted.map(weekdayName);
  const inARow = sorted.every((day, i) => day === first + i);
  if (inARow && names.length > 2) return `${names[0]} to ${names.at(-1)}`;
  return listText(names);
}
