import type {
  Checkboxes,
  ExternalSelect,
  ModalView,
  RadioButtons,
  StaticSelect,
  Timepicker,
} from '@slack/types';
import { z } from 'zod';
import { isCurrency } from '../clients/rules.ts';
import { weightsButton } from '../health/weights/modal.ts';
import { isTimeZone } from '../people/rules.ts';
import { workspaceSettingsButton } from '../preferences/settings-modal.ts';
import { InvalidFields } from '../runtime/errors.ts';
import { dayAndTimeText, timeText, weekdayName, zonePlace } from '../runtime/formats/dates.ts';
import { tidyLine } from '../runtime/formats/text.ts';
import {
  actions,
  type Block,
  context,
  divider,
  header,
  input,
  option,
  plain,
  section,
} from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { COMMAND } from '../slack/inbound/commands.ts';
import type { Workspace } from '../workspaces/rules.ts';
import { type Digest, type DigestPart, PARTS, type Schedule } from './rules.ts';

export const SETTINGS = 'settings-save';
/** The `action_id` of every select in which a time zone is found by typing. */
export const ZONE_SEARCH = 'zone-search';

/** `block_id`s; the element in each has the same `action_id`, but for the zones'. */
export const FIELDS = {
  on: 'digest-on',
  weekday: 'digest-weekday',
  time: 'digest-time',
  zone: 'digest-zone',
  parts: 'digest-parts',
  defaultZone: 'default-zone',
  currency: 'default-currency',
} as const;

/** In the place of a channel's id: the digest that a person asks for in their DM. */
const OWN = 'own';

/** What the modal is opened for: a channel with or without a digest, one that may have none, or no channel at all. */
export type Place =
  | { kind: 'channel'; channelId: string; digest: Digest | null; zone: string }
  | { kind: 'refused'; why: string }
  | { kind: 'dm'; muted: readonly DigestPart[] };

export function settingsModal(
  place: Place,
  workspace: Pick<Workspace, 'defaultTimeZone' | 'defaultCurrency'>,
  now: Temporal.Instant,
): ModalView {
  return {
    type: 'modal',
    callback_id: SETTINGS,
    private_metadata: place.kind === 'channel' ? place.channelId : place.kind === 'dm' ? OWN : '',
    title: plain('Settings', LIMITS.viewTitle),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      header(place.kind === 'dm' ? 'Your own digest' : 'Digest of this channel'),
      ...digestBlocks(place, now),
      divider(),
      header('For everybody'),
      input(
        FIELDS.defaultZone,
        'Time zone of those for whom Slack has none',
        zones(workspace.defaultTimeZone),
      ),
      input(
        FIELDS.currency,
        'Usual currency',
        {
          type: 'plain_text_input',
          action_id: FIELDS.currency,
          initial_value: workspace.defaultCurrency,
          min_length: 3,
          max_length: 3,
        },
        { hint: 'Three letters, such as EUR or USD.' },
      ),
      actions('workspace-settings', [workspaceSettingsButton(), weightsButton()]),
    ],
  };
}

export interface Settings {
  /** Null where the modal had no digest of a channel in it. */
  digest: { channelId: string; on: boolean; schedule: Schedule; muted: DigestPart[] } | null;
  /** What the person leaves out of the digest that they ask for themselves; null where the modal did not ask. */
  ownMuted: DigestPart[] | null;
  timeZone: string;
  currency: string;
}

/** @throws InvalidFields for what cannot be taken. */
export function parseSettings(state: unknown, privateMetadata: string): Settings {
  const { values } = stateSchema.parse(state);
  const read = (blockId: string) => {
    const element = Object.values(values[blockId] ?? {})[0];
    return element?.selected_option?.value ?? element?.selected_time ?? element?.value ?? '';
  };
  const wrong: Record<string, string> = {};
  const zone = (blockId: string) => {
    const typed = read(blockId);
    if (!isTimeZone(typed)) wrong[blockId] = 'Choose a time zone from the list, such as Europe/Lisbon.';
    return typed;
  };
  const timeZone = zone(FIELDS.defaultZone);
  const currency = tidyLine(read(FIELDS.currency)).toUpperCase();
  if (!isCurrency(currency))
    wrong[FIELDS.currency] = 'Give the currency in three letters, such as EUR or USD.';
  const shown = partsIn(values);
  const muted = partNames().filter((part) => !shown.includes(part));
  const isOwn = privateMetadata === OWN;
  const digest =
    privateMetadata === '' || isOwn ? null : { ...parseDigest(read, zone, wrong, privateMetadata), muted };
  if (Object.keys(wrong).length > 0) throw new InvalidFields(wrong);
  return { digest, ownMuted: isOwn ? muted : null, timeZone, currency };
}

/** What is said once the settings are saved. */
export function savedText(digest: Digest | null, now: Temporal.Instant): string {
  if (!digest) return 'Saved.';
  if (!digest.nextDueAt) return 'Saved. This channel gets no digest.';
  const { timeZone } = digest.schedule;
  return `Saved. The next digest comes here on ${dayAndTimeText(digest.nextDueAt, timeZone, now)} (${zonePlace(timeZone)}).`;
}

function parseDigest(
  read: (blockId: string) => string,
  zone: (blockId: string) => string,
  wrong: Record<string, string>,
  channelId: string,
): Omit<NonNullable<Settings['digest']>, 'muted'> {
  const weekday = Number(read(FIELDS.weekday));
  const time = read(FIELDS.time);
  const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
  if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7) wrong[FIELDS.weekday] = 'Choose a weekday.';
  if (!isTime) wrong[FIELDS.time] = 'Choose a time of day, such as 09:00.';
  const schedule = {
    weekday,
    time: Temporal.PlainTime.from(isTime ? time : '00:00'),
    timeZone: zone(FIELDS.zone),
  };
  return { channelId, on: read(FIELDS.on) === 'on', schedule };
}

function digestBlocks(place: Place, now: Temporal.Instant): Block[] {
  if (place.kind === 'dm') {
    return [
      section(
        plain(
          `“${COMMAND} digest” here shows one to you alone. For one that comes by itself, type “${COMMAND} settings” in the channel that is to get it.`,
        ),
      ),
      input(FIELDS.parts, 'What stands in it', parts(place.muted), { optional: true }),
    ];
  }
  if (place.kind === 'refused') return [section(plain(place.why))];
  const { digest, zone } = place;
  const schedule = digest?.schedule ?? { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone: zone };
  const next = digest?.nextDueAt ? dayAndTimeText(digest.nextDueAt, schedule.timeZone, now) : null;
  return [
    context(plain(next ? `The next one comes on ${next}.` : 'This channel gets no digest so far.')),
    input(FIELDS.on, 'A summary of all clients, once a week', onOff(digest ? next !== null : true)),
    input(FIELDS.weekday, 'On', weekdays(schedule.weekday)),
    input(FIELDS.time, 'At', timeOfDay(schedule.time)),
    input(FIELDS.zone, 'In the time zone', zones(schedule.timeZone)),
    input(FIELDS.parts, 'What stands in it', parts(digest?.muted ?? []), {
      optional: true,
      hint: 'The headline always does. What has nothing to tell is left out by itself.',
    }),
  ];
}

function parts(muted: readonly DigestPart[]): Checkboxes {
  const options = partNames().map((part) => option(PARTS[part], part));
  const shown = options.filter(({ value }) => !muted.some((part) => part === value));
  return {
    type: 'checkboxes',
    action_id: FIELDS.parts,
    options,
    ...(shown.length > 0 ? { initial_options: shown } : {}),
  };
}

function partNames(): DigestPart[] {
  return Object.keys(PARTS) as DigestPart[];
}

function partsIn(values: z.infer<typeof stateSchema>['values']): string[] {
  const [chosen] = Object.values(values[FIELDS.parts] ?? {});
  return (chosen?.selected_options ?? []).map(({ value }) => value);
}

function onOff(isOn: boolean): RadioButtons {
  const on = option('Post it here', 'on');
  const off = option('Do not', 'off');
  return {
    type: 'radio_buttons',
    action_id: FIELDS.on,
    options: [on, off],
    initial_option: isOn ? on : off,
  };
}

function weekdays(chosen: number): StaticSelect {
  const day = (weekday: number) => option(weekdayName(weekday), String(weekday));
  return {
    type: 'static_select',
    action_id: FIELDS.weekday,
    options: [1, 2, 3, 4, 5, 6, 7].map(day),
    initial_option: day(chosen),
  };
}

function timeOfDay(time: Temporal.PlainTime): Timepicker {
  return { type: 'timepicker', action_id: FIELDS.time, initial_time: timeText(time) };
}

function zones(chosen: string): ExternalSelect {
  return {
    type: 'external_select',
    action_id: ZONE_SEARCH,
    min_query_length: 0,
    placeholder: plain('Type the name of a city', LIMITS.optionText),
    initial_option: option(chosen, chosen),
  };
}

const stateSchema = z.object({
  values: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        value: z.string().nullish(),
        selected_time: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
        selected_options: z.array(z.object({ value: z.string() })).nullish(),
      }),
    ),
  ),
});
