import type { ActionsBlock, Button, Overflow, StaticSelect } from '@slack/types';
import type { Client } from '../clients/rules.ts';
import type { Person, Viewer } from '../people/rules.ts';
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
import { menuValues } from '../slack/forms/button-values.ts';
import { type FollowUp, type FollowUpChange, isOpen, MOVES, type Move } from './rules.ts';

/**
 * Opens the modal for a new follow-up; the value is the client's id, or `CHOOSE`. Several in one block end in `-1`, `-2`
 * and so on.
 */
export const FOLLOW_UP_ADD = 'follow-up-add';
/** The value of these is the follow-up's id. */
export const FOLLOW_UP_DONE = 'follow-up-done';
export const FOLLOW_UP_DROP = 'follow-up-drop';
export const FOLLOW_UP_UNDO = 'follow-up-undo';
/** Drops what was noted by mistake; the answer takes the place of the confirmation. */
export const FOLLOW_UP_TAKE_BACK = 'follow-up-take-back';
/** Menus: `followUpChoices` reads their values. The second holds everything, where there is no room for buttons. */
export const FOLLOW_UP_MOVE = 'follow-up-move';
export const FOLLOW_UP_MENU = 'follow-up-menu';

export function addFollowUpButton({ id, name }: Pick<Client, 'id' | 'name'>): Button {
  return button('Add follow-up', FOLLOW_UP_ADD, id, { label: `Add a follow-up for ${name}` });
}

/**
 * A promise, and all that can be done about it.
 *
 * @param whoName who promised it; where that is the reader, the client's name says more.
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

/** The block's id changes with the day, so that Slack clears the choice in its menu. */
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
      option('Done', followUpChoices.encode('done', id)),
      option('Move to tomorrow', followUpChoices.encode('tomorrow', id)),
      option('Move to the next working day', followUpChoices.encode('working-day', id)),
      option('Pick a date…', followUpChoices.encode('date', id)),
      option('Drop', followUpChoices.encode('drop', id)),
    ],
  };
}

function moveMenu(id: string): StaticSelect {
  return {
    type: 'static_select',
    action_id: FOLLOW_UP_MOVE,
    placeholder: plain('Move', LIMITS.optionText),
    options: [
      ...MOVES.map((move) => option(MOVE_WORDS[move], followUpChoices.encode(move, id))),
      option('Pick a date…', followUpChoices.encode('date', id)),
    ],
  };
}

/** What can be chosen in a menu; `date` asks for a day. The id is the follow-up's. */
export const followUpChoices = menuValues([...MOVES, 'done', 'drop', 'date']);

const MOVE_WORDS: Record<Move, string> = {
  tomorrow: 'Tomorrow',
  'working-day': 'Next working day',
  week: 'In a week',
};

interface Noted {
  followUp: FollowUp;
  client: Pick<Client, 'name'>;
  /** Who promised it. */
  who: Person;
}

/** Confirms a new follow-up, with a way to take it back. */
export function notedMessage(
  { followUp, client, who }: Noted,
  reader: Viewer,
  now: Temporal.Instant,
): Message {
  const { id, what, dueOn, reminder } = followUp;
  const name = who.id === reader.userId ? 'you' : who.name;
  const dayIn = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).toPlainDate();
  const today = dayIn(now, reader.timeZone);
  const isAhead = reminder && Temporal.Instant.compare(reminder.at, now) > 0;
  const when = isAhead ? `on ${dayText(dayIn(reminder.at, who.timeZone), today)}` : 'right away';
  const next = reminder ? ` I’ll remind ${name} ${when}.` : '';
  return say(
    [
      '📌 Noted for ',
      { bold: client.name },
      ': ',
      { bold: what },
      ` (${name}, ${dueText(dueOn, today)}).${next}`,
    ],
    [button('Undo', FOLLOW_UP_TAKE_BACK, id, { label: `Take back: ${what}` })],
  );
}

/** What is said of something just done to a follow-up, and of what was so already. */
const OUTCOMES = {
  done: ['✅ Done: ', '✅ Already done: '],
  dropped: ['🗑️ Dropped: ', '🗑️ Already dropped: '],
  moved: ['📅 Moved: ', '📅 Already due then: '],
  open: ['↩️ Open again: ', '📌 Already open: '],
} as const;

/**
 * The answer to a press: what has become of the follow-up, and what can be done about that. A follow-up that was done or
 * dropped before says so, whatever was pressed.
 *
 * @param outcome what was pressed, and whether that changed anything.
 * @param today in the reader's zone.
 */
export function followUpMessage(
  followUp: FollowUp,
  { pressed, changed }: { pressed: FollowUpChange['kind']; changed: boolean },
  today: Temporal.PlainDate,
): Message {
  const { id, what, dueOn, doneAt } = followUp;
  const words = (outcome: keyof typeof OUTCOMES) => OUTCOMES[outcome][changed ? 0 : 1];
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
