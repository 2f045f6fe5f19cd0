/** The fields of the settings: a channel's digest, or a person's own, and the workspace's defaults. */
import { z } from 'zod';
import { isCurrency } from '../clients/rules.ts';
import { isTimeZone } from '../people/rules.ts';
import { weekdayName } from '../runtime/formats/dates.ts';
import { choiceField, choicesField, searchField } from '../slack/forms/choice-fields.ts';
import { checked, type DraftOf, required } from '../slack/forms/field.ts';
import { textField, timeField } from '../slack/forms/fields.ts';
import { defineForm } from '../slack/forms/form.ts';
import type { Workspace } from '../workspaces/rules.ts';
import { DIGEST_SECTIONS, type Digest, type DigestSchedule, type DigestSection } from './rules.ts';

/** The `action_id` of every select in which a time zone is found by typing. */
export const ZONE_SEARCH = 'zone-search';

const SECTION_TEXT: Record<DigestSection, string> = {
  changes: 'What changed, and why',
  'at-risk': 'At risk, with the next step',
  watch: 'Keep an eye on',
  quiet: 'Happy but quiet',
  'follow-ups': 'Follow-ups due',
  overdue: 'Overdue check-ins',
  praise: 'Praise and wins',
  unknown: 'Not heard from yet',
  chart: 'A chart of the last twelve weeks',
};

const ISO_WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

const POSTING_TEXT = { on: 'Post it here', off: 'Don’t post it' } as const;
const CURRENCY_WANTED = 'Type a currency in three letters, such as EUR or USD.';

/** What the settings are for. `workspace` is a channel that may not have a digest. */
const settingsContextSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('channel'), channelId: z.string() }),
  z.object({ kind: z.literal('dm') }),
  z.object({ kind: z.literal('workspace') }),
]);
type SettingsContext = z.infer<typeof settingsContextSchema>;

const zoneField = (label: string, hint?: string) =>
  required(
    checked(
      searchField({
        label,
        ...(hint ? { hint } : {}),
        actionId: ZONE_SEARCH,
        placeholder: 'Type the name of a city',
      }),
      (zone) => (isTimeZone(zone) ? null : ZONE_WANTED),
    ),
    ZONE_WANTED,
  );
const ZONE_WANTED = 'Choose a time zone from the list, such as Europe/Lisbon.';

const isForChannel = (_: unknown, { kind }: SettingsContext) => kind === 'channel';

export const settingsForm = defineForm({
  name: 'settings',
  context: settingsContextSchema,
  fields: {
    posting: required(
      choiceField({
        label: 'A summary of all clients, once a week',
        choices: ['on', 'off'],
        text: (choice) => POSTING_TEXT[choice],
        as: 'radio',
      }),
      'Choose whether to post it.',
    ),
    weekday: required(
      choiceField({ label: 'Weekday', choices: ISO_WEEKDAYS, text: weekdayName, as: 'select' }),
      'Choose a weekday.',
    ),
    time: required(timeField({ label: 'Time' }), 'Choose a time of day, such as 09:00.'),
    timeZone: zoneField('Time zone'),
    sections: choicesField({
      label: 'What to include',
      hint: 'The headline is always included; empty sections are skipped.',
      choices: DIGEST_SECTIONS,
      text: (section) => SECTION_TEXT[section],
      as: 'checkboxes',
    }),
    defaultTimeZone: zoneField('Default time zone', 'For people whose time zone Slack doesn’t know.'),
    currency: required(
      checked(
        textField({ label: 'Default currency', hint: 'Three letters, such as EUR or USD.', max: 3 }),
        (code) => (isCurrency(code.toUpperCase()) ? null : CURRENCY_WANTED),
      ),
      CURRENCY_WANTED,
    ),
  },
  shown: {
    posting: isForChannel,
    weekday: isForChannel,
    time: isForChannel,
    timeZone: isForChannel,
    sections: (_, { kind }) => kind !== 'workspace',
  },
});

/** What the settings are opened for; `refused` is a channel that may not have a digest. */
export type SettingsTarget =
  | { kind: 'channel'; channelId: string; digest: Digest | null; usualZone: string }
  | { kind: 'refused'; why: string }
  | { kind: 'dm'; hiddenSections: readonly DigestSection[] };

export function settingsContext(target: SettingsTarget): SettingsContext {
  if (target.kind === 'channel') return { kind: 'channel', channelId: target.channelId };
  return { kind: target.kind === 'dm' ? 'dm' : 'workspace' };
}

export function settingsDraft(
  target: SettingsTarget,
  workspace: Pick<Workspace, 'defaultTimeZone' | 'defaultCurrency'>,
): DraftOf<typeof settingsForm.fields> {
  const digest = target.kind === 'channel' ? target.digest : null;
  const hidden = target.kind === 'dm' ? target.hiddenSections : (digest?.hiddenSections ?? []);
  const { weekday, time, timeZone } = digest?.schedule ?? usualSchedule(target, workspace);
  const isOn = digest ? digest.nextDueAt !== null : true;
  return {
    posting: isOn ? 'on' : 'off',
    weekday,
    time,
    timeZone: { value: timeZone, text: timeZone },
    sections: DIGEST_SECTIONS.filter((section) => !hidden.includes(section)),
    defaultTimeZone: { value: workspace.defaultTimeZone, text: workspace.defaultTimeZone },
    currency: workspace.defaultCurrency,
  };
}

function usualSchedule(
  target: SettingsTarget,
  { defaultTimeZone }: Pick<Workspace, 'defaultTimeZone'>,
): DigestSchedule {
  const timeZone = target.kind === 'channel' ? target.usualZone : defaultTimeZone;
  return { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone };
}

export interface SubmittedSettings {
  /** Null unless the settings were opened for a channel. */
  digest: {
    channelId: string;
    isOn: boolean;
    schedule: DigestSchedule;
    hiddenSections: DigestSection[];
  } | null;
  /** What a person hides in the digests they ask for; null unless the settings were opened in a DM. */
  ownHiddenSections: DigestSection[] | null;
  defaultTimeZone: string;
  defaultCurrency: string;
}

/** @throws InvalidFields for everything that is wrong, at once. */
export function readSubmittedSettings(view: { private_metadata: string; state: unknown }): SubmittedSettings {
  const filled = settingsForm.read(view);
  const { context } = filled;
  const { posting, weekday, time, timeZone, sections, defaultTimeZone, currency } = filled.values();
  const hiddenSections = DIGEST_SECTIONS.filter((section) => !sections?.includes(section));
  const schedule = weekday && time && timeZone ? { weekday, time, timeZone } : null;
  return {
    digest:
      context.kind === 'channel' && schedule
        ? { channelId: context.channelId, isOn: posting === 'on', schedule, hiddenSections }
        : null,
    ownHiddenSections: context.kind === 'dm' ? hiddenSections : null,
    defaultTimeZone,
    defaultCurrency: currency.toUpperCase(),
  };
}
