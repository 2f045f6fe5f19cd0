import type { ActionsBlock, Button, Overflow, StaticSelect } from '@slack/types';
import type { Client } from '../clients/rules.ts';
import type { Person } from '../people/rules.ts';
import { dayText } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import {
  actions,
  type Block,
  button,
  escapeText,
  type Message,
  option,
  paragraph,
  plain,
  type Run,
  richText,
  section,
} from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { FollowUp } from './rules.ts';
import { isOpen, MOVES, type Move } from './rules.ts';

/**
 * Opens the modal for a new follow-up; the value is the client's id, or `CHOOSE`. Where several stand in one block, `-1`,
 * `-2` and so on follow.
 */
export const FOLLOW_UP_ADD = 'follow-up-add';
/** The value of these is the follow-up's id. */
export const FOLLOW_UP_DONE = 'follow-up-done';
export const FOLLOW_UP_DROP = 'follow-up-drop';
export const FOLLOW_UP_UNDO = 'follow-up-undo';
/** Drops what was noted by mistake; the answer takes the place of the confirmation. */
export const FOLLOW_UP_TAKE_BACK = 'follow-up-take-back';
/** Menus: `parseFollowUpChoice` reads their values. The second holds everything, where there is no room for buttons. */
export const FOLLOW_UP_MOVE = 'follow-up-move';
export const FOLLOW_UP_MENU = 'follow-up-menu';

export function addFollowUpButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Add follow-up', FOLLOW_UP_ADD, id, { label: `Add a follow-up for ${name}` });
}

/**
 * A promise, and all that can be done about it.
 *
 * @param whoName of the one who promised it; where that is the reader, the client's name says more.
 * @param today in the reader's zone.
 */
export function describeFollowUp(followUp: FollowUp, whoName: string, today: Temporal.PlainDate): Block[] {
  return [
    section(plain(`📌 ${followUp.what}\n${whoName}, ${dueText(followUp.dueOn, today)}`)),
    followUpControls(followUp),
  ];
}

/** "by Thursday 5 March", "by tomorrow, Tuesday 3 March", "by Friday 27 February, 3 days late". */
export function dueText(dueOn: Temporal.PlainDate, today: Temporal.PlainDate): string {
  const day = dayText(dueOn, today);
  const days = today.until(dueOn).days;
  if (days < 0) return `by ${day}, ${count(-days, 'day')} late`;
  if (days === 0) return `by today, ${day}`;
  return days === 1 ? `by tomorrow, ${day}` : `by ${day}`;
}

/** The block's id changes with the day, so that a menu in which a day was chosen is itself again. */
export function followUpControls(followUp: FollowUp): ActionsBlock {
  const { id, dueOn, what } = followUp;
  return actions(`follow-up-${id}-${dueOn}`, [
    button('Done', FOLLOW_UP_DONE, id, { label: `Done: ${what}` }),
    moveMenu(id),
    button('Drop', FOLLOW_UP_DROP, id, { label: `Drop: ${what}` }),
  ]);
}

/** Slack takes five options at most. */
export function followUpMenu({ id }: FollowUp): Overflow {
  return {
    type: 'overflow',
    action_id: FOLLOW_UP_MENU,
    options: [
      option('Done', choiceValue('done', id)),
      option('Move to tomorrow', choiceValue('tomorrow', id)),
      option('Move to the next working day', choiceValue('working-day', id)),
      option('Move to a day that I pick', choiceValue('date', id)),
      option('Drop', choiceValue('drop', id)),
    ],
  };
}

function moveMenu(id: string): StaticSelect {
  return {
    type: 'static_select',
    action_id: FOLLOW_UP_MOVE,
    placeholder: plain('Move', LIMITS.optionText),
    options: [
      ...Object.entries(MOVES).map(([move, words]) => option(words, choiceValue(move as Move, id))),
      option('Pick a date…', choiceValue('date', id)),
    ],
  };
}

/** What can be chosen about a follow-up from a menu; `date` asks for a day. */
export type FollowUpChoice = Move | (typeof OTHERS)[number];

const OTHERS = ['done', 'drop', 'date'] as const;

function choiceValue(choice: FollowUpChoice, id: string): string {
  return `${choice} ${id}`;
}

/** Reads a menu's value back. @throws Error for one that these views did not make. */
export function parseFollowUpChoice(value: string): { choice: FollowUpChoice; id: string } {
  const [choice = '', id = ''] = value.split(' ');
  if (!id || !isChoice(choice)) throw new Error('A follow-up’s menu sent a value that is none of its own');
  return { choice, id };
}

function isChoice(text: string): text is FollowUpChoice {
  return OTHERS.some((other) => other === text) || Object.hasOwn(MOVES, text);
}

/** What the one who noted a follow-up reads, with a way to take it back. */
export function addedMessage(
  followUp: FollowUp,
  client: Pick<Client, 'name'>,
  who: Person,
  reader: { userId: string; timeZone: string },
  now: Temporal.Instant,
): Message {
  const { what, dueOn, reminder } = followUp;
  const name = who.id === reader.userId ? 'you' : who.name;
  const dayFor = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).toPlainDate();
  const today = dayFor(now, reader.timeZone);
  const isAhead = reminder && Temporal.Instant.compare(reminder.at, now) > 0;
  const next = isAhead
    ? ` I’ll remind ${name} on ${dayText(dayFor(reminder.at, who.timeZone), today)}.`
    : reminder
      ? ` I’ll tell ${name} at once.`
      : '';
  return say(
    [
      '📌 Noted for ',
      { bold: client.name },
      ': ',
      { bold: what },
      ` (${name}, ${dueText(dueOn, today)}).${next}`,
    ],
    [button('Undo', FOLLOW_UP_TAKE_BACK, followUp.id, { label: `Take back: ${what}` })],
  );
}

/** What is said of something just done to a follow-up, and of what was so already. */
const WORDS = {
  done: ['✅ Done: ', '✅ That was done already: '],
  dropped: ['🗑️ Dropped: ', '🗑️ That was dropped already: '],
  moved: ['📅 Moved: ', '📅 That is its day already: '],
  open: ['↩️ Open again: ', '📌 That is open already: '],
} as const;

/**
 * What the one who pressed something reads: what has become of the follow-up, and what they can do about that. One that
 * was done or dropped before says so, whatever was pressed.
 *
 * @param changed whether the press has changed anything.
 * @param today in the reader's zone.
 */
export function followUpMessage(
  followUp: FollowUp,
  pressed: 'done' | 'drop' | 'move' | 'undo',
  changed: boolean,
  today: Temporal.PlainDate,
): Message {
  const { id, what, dueOn, doneAt } = followUp;
  const words = (what: keyof typeof WORDS) => WORDS[what][changed ? 0 : 1];
  if (isOpen(followUp)) {
    const runs = [words(pressed === 'move' ? 'moved' : 'open'), { bold: what }, `, ${dueText(dueOn, today)}`];
    return say(runs, followUpControls(followUp).elements);
  }
  return say(
    [words(doneAt ? 'done' : 'dropped'), { bold: what }],
    [button('Undo', FOLLOW_UP_UNDO, id, { label: `Undo: ${what}` })],
  );
}

function say(runs: Run[], buttons: ActionsBlock['elements']): Message {
  const text = runs.map((run) => (typeof run === 'string' ? run : 'bold' in run ? run.bold : '')).join('');
  return { text: escapeText(text), blocks: [richText(paragraph(...runs)), actions('follow-up', buttons)] };
}
