import type { ModalView } from '@slack/types';
import { type Absence, type AbsenceDates, absenceText } from '../calendars/rules.ts';
import type { People } from '../people/rules.ts';
import { count } from '../runtime/formats/numbers.ts';
import { listText } from '../runtime/formats/text.ts';
import {
  type Block,
  bullets,
  button,
  context,
  divider,
  escapeText,
  header,
  type Message,
  paragraph,
  plain,
  richText,
  section,
} from '../slack/blocks/blocks.ts';

import { required } from '../slack/forms/field.ts';
import { dateField, personField } from '../slack/forms/fields.ts';
import { defineForm } from '../slack/forms/form.ts';

export const AWAY_OPEN = 'away-open';
export const AWAY_ADD = 'away-add';
/** The value is the absence's id. */
export const AWAY_REMOVE = 'away-remove';

/** The longest absence, as the table takes it. */
const LONGEST_DAYS = 366;
/** How far ahead an absence may begin. */
const FAR_DAYS = 730;

export const absenceForm = defineForm({
  name: 'away',
  fields: {
    first: required(dateField({ label: 'First day away' }), 'Choose a day.'),
    last: required(dateField({ label: 'Last day away' }), 'Choose a day.'),
    cover: personField({
      label: 'Who covers for you',
      hint: 'Leave empty to use each client’s own cover. A client without one waits for you.',
    }),
  },
});

/** Somebody's absences to come, and a form for one more. @param today where they are. */
export function absenceModal(
  absences: readonly Absence[],
  people: People,
  today: Temporal.PlainDate,
): ModalView {
  const tomorrow = today.add({ days: 1 });
  const state = { context: null, draft: { first: tomorrow, last: tomorrow, cover: null } } as const;
  const known = absences.map((absence) => absenceLine(absence, people, today));
  const modal = absenceForm.modal(state, {
    callbackId: AWAY_ADD,
    title: 'Away dates',
    submit: 'Add',
    blocks: [
      ...(known.length > 0 ? [header('You’re away'), ...known, divider()] : []),
      context(plain('While you’re away, your cover gets the reminders about your clients.')),
      ...absenceForm.blocks(state),
    ],
  });
  return { ...modal, close: plain('Close') };
}

/**
 * @param today where the person is.
 * @throws InvalidFields for everything that is wrong, at once.
 */
export function readAbsence(
  view: { private_metadata: string; state: unknown },
  personId: string,
  today: Temporal.PlainDate,
): AbsenceDates {
  const filled = absenceForm.read(view);
  const { first, last, cover } = filled.valid;
  if (cover === personId) {
    filled.refuse('cover', 'You’ll be away yourself. Choose somebody else, or nobody.');
  }
  if (first && last) {
    const length = first.until(last).days;
    if (length < 0) filled.refuse('last', 'The last day comes before the first. Choose a later one.');
    if (length >= LONGEST_DAYS) filled.refuse('last', 'That’s longer than a year. Choose an earlier day.');
    if (today.until(last).days < 0) filled.refuse('last', 'That day is over. Choose today or later.');
    if (today.until(first).days > FAR_DAYS) {
      filled.refuse('first', 'That’s more than two years ahead. Choose an earlier day.');
    }
  }
  const values = filled.values();
  return { first: values.first, last: values.last, coverId: values.cover };
}

/** Who covers which clients during an absence. */
export interface Covered {
  /** By name, with the names of the clients that they cover. */
  by: { name: string; clients: string[] }[];
  /** The names of the clients that wait for their owner. */
  waiting: string[];
}

/** What is said once an absence is noted. */
export function absenceSavedMessage(
  away: AbsenceDates,
  { by, waiting }: Covered,
  today: Temporal.PlainDate,
): Message {
  const noted = `Noted: you’re away ${absenceText(away, today)}.`;
  const waits = waiting.length === 1 ? 'it waits' : 'they wait';
  const lines = [
    ...by.map(({ name, clients }) => `${name} covers ${namesText(clients)}.`),
    ...(waiting.length > 0 ? [`Nobody covers ${namesText(waiting)}: ${waits} for you.`] : []),
  ];
  if (lines.length === 0) lines.push('None of your clients needs a cover.');
  const told = by.length > 0 ? ['Covers hear about it now, and again on the day.'] : [];
  return {
    text: escapeText([noted, ...lines, ...told].join(' ')),
    blocks: [
      richText(paragraph(noted), bullets(...lines.map((line) => [line]))),
      ...told.map((words) => context(plain(words))),
    ],
  };
}

export function awayButton() {
  return button('Away dates', AWAY_OPEN, 'away');
}

const NAMES_SHOWN = 20;

function namesText(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN;
  return listText(rest > 0 ? [...names.slice(0, NAMES_SHOWN), count(rest, 'more client')] : names);
}

function absenceLine(absence: Absence, people: People, today: Temporal.PlainDate): Block {
  const cover = absence.coverId ? people.get(absence.coverId) : undefined;
  const dates = absenceText(absence, today);
  const text = `${dates.slice(0, 1).toUpperCase()}${dates.slice(1)}${cover ? `\n${cover.name} covers for you.` : ''}`;
  return section(plain(text), button('Remove', AWAY_REMOVE, absence.id, { label: `Remove: ${dates}` }));
}
