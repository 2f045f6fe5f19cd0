import type { ModalView } from '@slack/types';
import type { Absence, Away } from '../calendars/rules.ts';
import type { Person } from '../people/rules.ts';
import { dayText } from '../runtime/formats/dates.ts';
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
  input,
  type Message,
  paragraph,
  plain,
  richText,
  section,
} from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { AWAY_FIELDS, type Covered } from './away.ts';

export const AWAY_ADD = 'away-add';
/** The value is the absence's id. */
export const AWAY_REMOVE = 'away-remove';

/** Somebody's absences to come, and a form for one more. @param today where they are. */
export function awayModal(
  dates: readonly Absence[],
  people: ReadonlyMap<string, Person>,
  today: Temporal.PlainDate,
): ModalView {
  return {
    type: 'modal',
    callback_id: AWAY_ADD,
    title: plain('Away dates', LIMITS.viewTitle),
    submit: plain('Add'),
    close: plain('Close'),
    blocks: [
      ...(dates.length > 0
        ? [header('You are away'), ...dates.map((away) => awayLine(away, people, today))]
        : []),
      ...(dates.length > 0 ? [divider()] : []),
      context(plain('While you are away, whoever stands in is asked about your clients, and you are not.')),
      input(AWAY_FIELDS.first, 'First day away', datepicker(AWAY_FIELDS.first, today)),
      input(AWAY_FIELDS.last, 'Last day away', datepicker(AWAY_FIELDS.last, today)),
      input(
        AWAY_FIELDS.cover,
        'Who stands in for you',
        { type: 'users_select', action_id: AWAY_FIELDS.cover },
        {
          optional: true,
          hint: 'With nobody chosen, each client’s own cover does; a client without one waits for you.',
        },
      ),
    ],
  };
}

/** What is said once an absence is noted: who looks after which clients meanwhile. */
export function awaySaved(away: Away, { by, waiting }: Covered, today: Temporal.PlainDate): Message {
  const noted = `Noted: you are away ${daysAway(away, today)}.`;
  const waits = waiting.length === 1 ? 'it waits' : 'they wait';
  const lines = [
    ...by.map(({ name, clients }) => `${name} stands in for ${listed(clients)}.`),
    ...(waiting.length > 0 ? [`Nobody stands in for ${listed(waiting)}: ${waits} for you.`] : []),
  ];
  if (lines.length === 0) lines.push('You look after no client that somebody would have to stand in for.');
  const told = by.length > 0 ? ['Whoever stands in is told, and again on the day.'] : [];
  return {
    text: escapeText([noted, ...lines, ...told].join(' ')),
    blocks: [
      richText(paragraph(noted), bullets(...lines.map((line) => [line]))),
      ...told.map((words) => context(plain(words))),
    ],
  };
}

const NAMES_SAID = 20;

function listed(names: readonly string[]): string {
  const rest = names.length - NAMES_SAID;
  const said = rest > 0 ? [...names.slice(0, NAMES_SAID), count(rest, 'more client')] : names;
  return listText(said);
}

function awayLine(away: Absence, people: ReadonlyMap<string, Person>, today: Temporal.PlainDate): Block {
  const cover = away.coverId ? people.get(away.coverId) : undefined;
  const dates = daysAway(away, today);
  const says = cover ? `${dates}\n${cover.name} stands in.` : dates;
  return section(
    plain(`${says.slice(0, 1).toUpperCase()}${says.slice(1)}`),
    button('Remove', AWAY_REMOVE, away.id, { label: `Remove: ${dates}` }),
  );
}

/** "on Monday 2 March", "from Monday 2 March to Friday 6 March". */
export function daysAway({ first, last }: Pick<Away, 'first' | 'last'>, today: Temporal.PlainDate): string {
  if (first.equals(last)) return `on ${dayText(first, today)}`;
  return `from ${dayText(first, today)} to ${dayText(last, today)}`;
}

function datepicker(actionId: string, today: Temporal.PlainDate) {
  return {
    type: 'datepicker' as const,
    action_id: actionId,
    initial_date: today.add({ days: 1 }).toString(),
  };
}
