/** The fields of the client's modal that say how often. Which of them show depends on the first. */
import { weekdayName } from '../../runtime/formats/dates.ts';
import { choiceField, choicesField } from '../../slack/forms/choice-fields.ts';
import { type DraftOf, required, type ValuesOf } from '../../slack/forms/field.ts';
import { numberField, timeField } from '../../slack/forms/fields.ts';
import { NTH_WORDS, NTHS } from './month-weekday-rules.ts';
import { CADENCE_KINDS, type Cadence, type CadenceDays, type CadenceUnit } from './rules.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** What is chosen first. A quarter is three months, by weekday. */
type Choice = CadenceUnit | 'quarter';

const { week, 'month-day': monthDay } = CADENCE_KINDS;

/** The fields that depend on the choice. */
const dayFields = {
  everyWeeks: required(
    numberField({ label: 'Every … weeks', min: 1, max: week.everyMax, unit: 'weeks' }),
    `Type a whole number of weeks from 1 to ${week.everyMax}.`,
  ),
  everyMonths: required(
    numberField({ label: 'Every … months', min: 1, max: monthDay.everyMax, unit: 'months' }),
    `Type a whole number of months from 1 to ${monthDay.everyMax}.`,
  ),
  weekdays: required(
    choicesField({ label: 'On', choices: WEEKDAYS, text: weekdayName, as: 'multi-select' }),
    'Choose at least one day.',
  ),
  nth: required(
    choiceField({
      label: 'On the month’s',
      choices: NTHS,
      text: (nth) => capitalized(NTH_WORDS[nth]),
      as: 'select',
    }),
    'Choose one of these.',
  ),
  weekday: required(
    choiceField({ label: 'Weekday', choices: WEEKDAYS, text: weekdayName, as: 'select' }),
    'Choose a weekday.',
  ),
  day: required(
    numberField({
      label: 'On day',
      hint: 'From 1 to 31. Shorter months use their last day.',
      min: 1,
      max: 31,
      unit: 'days',
    }),
    'Type a day from 1 to 31.',
  ),
};
type DayField = keyof typeof dayFields;
type DayValues = ValuesOf<typeof dayFields, never>;

interface ChoiceForm {
  text: string;
  fields: readonly DayField[];
  days: (values: DayValues) => CadenceDays;
}

/** To offer another kind of cadence, add it here and to `DRAFTS`, with the fields that it needs above. */
const CHOICES: Record<Choice, ChoiceForm> = {
  week: {
    text: 'Weekly',
    fields: ['everyWeeks', 'weekdays'],
    days: ({ everyWeeks, weekdays }) => ({ unit: 'week', every: everyWeeks, weekdays }),
  },
  'month-weekday': {
    text: 'Monthly, on a weekday',
    fields: ['everyMonths', 'nth', 'weekday'],
    days: ({ everyMonths, nth, weekday }) => ({ unit: 'month-weekday', every: everyMonths, nth, weekday }),
  },
  'month-day': {
    text: 'Monthly, on a date',
    fields: ['everyMonths', 'day'],
    days: ({ everyMonths, day }) => ({ unit: 'month-day', every: everyMonths, day }),
  },
  quarter: {
    text: 'Quarterly',
    fields: ['nth', 'weekday'],
    days: ({ nth, weekday }) => ({ unit: 'month-weekday', every: 3, nth, weekday }),
  },
};

export const cadenceFields = {
  howOften: required(
    choiceField({
      label: 'How often',
      choices: Object.keys(CHOICES) as Choice[],
      text: (choice) => CHOICES[choice].text,
      as: 'select',
      dispatch: true,
    }),
    'Choose how often.',
  ),
  ...dayFields,
  time: required(
    timeField({ label: 'At', hint: 'Owner’s local time.' }),
    'Choose a time of day, such as 09:00.',
  ),
};

type CadenceDraft = DraftOf<typeof cadenceFields>;

/** When each of the fields shows. */
export const cadenceShown = Object.fromEntries(
  Object.keys(dayFields).map((field) => [
    field,
    ({ howOften }: Pick<CadenceDraft, 'howOften'>) =>
      CHOICES[howOften ?? 'week'].fields.includes(field as DayField),
  ]),
) as Record<DayField, (draft: Pick<CadenceDraft, 'howOften'>) => boolean>;

type DayDraft = Pick<CadenceDraft, DayField>;

/** What the fields hold for a stored cadence. */
const DRAFTS: { [U in CadenceUnit]: (days: Extract<CadenceDays, { unit: U }>) => Partial<DayDraft> } = {
  week: ({ every, weekdays }) => ({ everyWeeks: every, weekdays: weekdays as Weekday[] }),
  'month-weekday': ({ every, nth, weekday }) => ({ everyMonths: every, nth, weekday: weekday as Weekday }),
  'month-day': ({ every, day }) => ({ everyMonths: every, day }),
};

const EMPTY: DayDraft = {
  everyWeeks: null,
  everyMonths: null,
  weekdays: [],
  nth: null,
  weekday: null,
  day: null,
};

export function cadenceDraft(cadence: Cadence): CadenceDraft {
  const draftOf = DRAFTS[cadence.unit] as (days: CadenceDays) => Partial<DayDraft>;
  const howOften = cadence.unit === 'month-weekday' && cadence.every === 3 ? 'quarter' : cadence.unit;
  return { ...EMPTY, ...draftOf(cadence), howOften, time: cadence.time };
}

/** With the usual in fields that have only just appeared. */
export function withCadenceDefaults<D extends CadenceDraft>(draft: D): D {
  const shown = CHOICES[draft.howOften ?? 'week'].fields;
  const defaults = Object.entries(withDefaults(draft)).filter(([field]) => shown.includes(field as DayField));
  return { ...draft, ...Object.fromEntries(defaults) };
}

/** What the fields say on which days. */
export function draftDays(draft: MaybeFilled): CadenceDays {
  return CHOICES[draft.howOften ?? 'week'].days(withDefaults(draft));
}

/** What could be taken of the fields. */
type MaybeFilled = { [K in keyof CadenceDraft]?: CadenceDraft[K] | null };

/** The part of a filled form that says how often. */
interface FilledCadence {
  valid: Readonly<MaybeFilled>;
  has(field: keyof CadenceDraft): boolean;
  refuse(field: keyof CadenceDraft, message: string): void;
}

/** What is wrong is refused; then the cadence is one that nobody chose. */
export function readCadence(filled: FilledCadence): Cadence {
  const { howOften, time } = filled.valid;
  const isComplete = CHOICES[howOften ?? 'week'].fields.every((field) => filled.has(field));
  if (!isComplete) {
    filled.refuse('howOften', 'Some fields for this are still loading. Fill them in, or choose it again.');
  }
  return { ...draftDays(isComplete ? filled.valid : {}), time: time ?? new Temporal.PlainTime() };
}

function withDefaults(draft: MaybeFilled): DayValues {
  const weekdays = draft.weekdays?.length ? draft.weekdays : [draft.weekday ?? 2];
  return {
    everyWeeks: draft.everyWeeks ?? 1,
    everyMonths: draft.everyMonths ?? 1,
    weekdays,
    nth: draft.nth ?? 1,
    weekday: draft.weekday ?? weekdays[0] ?? 2,
    day: draft.day ?? 1,
  };
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
