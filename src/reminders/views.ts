import type { Button, Overflow, StaticSelect } from '@slack/types';
import { feelingText } from '../check-ins/rules.ts';
import { checkInButton, editCheckInButton } from '../check-ins/views.ts';
import {
  actions,
  type Block,
  button,
  context,
  type Message,
  option,
  paragraph,
  plain,
  quotation,
  type Run,
  richText,
  section,
} from '../slack/blocks.ts';
import { ago, dayAndTime, dayOf } from '../slack/dates.ts';
import { LIMITS } from '../slack/limits.ts';
import { clip, count, escapeText } from '../slack/text.ts';
import { type RoundItem, SNOOZES, type Snooze, type Standing, standing } from './rules.ts';

export const PROMPT_SNOOZE = 'prompt-snooze';
export const PROMPT_SKIP = 'prompt-skip';
/** The menu that holds everything at once, where a round has too many clients for rows of buttons. */
export const PROMPT_MENU = 'prompt-menu';

/** Whose DM it is: times are said in their zone. */
export interface Reader {
  id: string;
  /** IANA zone. */
  timeZone: string;
}

interface Entry extends RoundItem {
  standing: Standing;
}

const WORDS_SHOWN = 300;
const NAMES_SAID = 5;
/** Without the greeting, the line of settled ones and the line that counts the rest. */
const MOST_COMPACT = LIMITS.messageBlocks - 3;
const DAY_HOURS = 20;

/** One owner's DM about all clients that fell due together; the settled ones stay in it, struck through. */
export function roundMessage(items: readonly RoundItem[], reader: Reader, now: Temporal.Instant): Message {
  const entries = items.map((item) => ({ ...item, standing: standing(item, reader.id) }));
  const greeting = section(plain(greetingText(entries)));
  const full = [greeting, ...entries.flatMap((entry) => fullBlocks(entry, reader, now))];
  const blocks =
    full.length <= LIMITS.messageBlocks ? full : [greeting, ...compactBlocks(entries, reader, now)];
  return { text: escapeText(storyText(entries)), blocks };
}

function greetingText(entries: readonly Entry[]): string {
  const waiting = entries.filter(isWaiting);
  const [only] = waiting;
  if (!only) return entries.some(isPutOff) ? 'Nothing to do here for now.' : 'All done here. Thank you!';
  if (waiting.length < entries.length)
    return `${waiting.length} of ${count(entries.length, 'client')} still to ask.`;
  if (waiting.length === 1) return `Time to ask ${only.client.name} how it is going.`;
  return `Time to ask ${waiting.length} clients how it is going.`;
}

/** What a notification says: the names, and what became of them. */
function storyText(entries: readonly Entry[]): string {
  const groups: [string, Entry[]][] = [
    ['Time to check in with', entries.filter(isWaiting)],
    ['Put off:', entries.filter(isPutOff)],
    ['Answered:', entries.filter((entry) => entry.standing === 'answered')],
    ['Skipped:', entries.filter((entry) => entry.standing === 'skipped')],
    ['Not asked any more:', entries.filter(({ standing: s }) => s === 'dropped' || s === 'moved')],
  ];
  return groups
    .filter(([, members]) => members.length > 0)
    .map(([label, members]) => `${label} ${listed(members.map(({ client }) => client.name))}.`)
    .join(' ');
}

function listed(names: readonly string[]): string {
  const said = names.length > NAMES_SAID ? names.slice(0, NAMES_SAID - 1) : names;
  const all = said.length < names.length ? [...said, `${names.length - said.length} more`] : said;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : (all[0] ?? '');
}

function fullBlocks(entry: Entry, reader: Reader, now: Temporal.Instant): Block[] {
  const { prompt, client } = entry;
  const blockId = `prompt-${prompt.id}`;
  if (entry.standing === 'waiting') {
    return [
      richText(
        paragraph({ bold: client.name }, `\n${waitingText(entry, reader, now)}`),
        ...lastWords(entry, now),
      ),
      actions(blockId, [checkInButton(client, 'primary'), snoozeMenu(prompt.id), skipButton(entry)]),
    ];
  }
  const said = richText(paragraph(...settledRuns(entry, reader, now)));
  if (entry.standing === 'snoozed') {
    return [said, actions(blockId, [checkInButton(client), skipButton(entry)])];
  }
  const answer = answerOf(entry);
  if (answer?.authorId === reader.id) return [said, actions(blockId, [editCheckInButton(answer)])];
  return [said];
}

/** One block for each client that can still be asked, and one for all others together. */
function compactBlocks(entries: readonly Entry[], reader: Reader, now: Temporal.Instant): Block[] {
  const open = entries.filter((entry) => isWaiting(entry) || entry.standing === 'snoozed');
  const settled = entries.filter((entry) => !open.includes(entry));
  const shown = open.slice(0, MOST_COMPACT);
  const blocks: Block[] = shown.map((entry) => {
    const state = isWaiting(entry) ? waitingText(entry, reader, now) : putOffText(entry, reader, now);
    return {
      ...section(plain(`${entry.client.name}\n${state}`), promptMenu(entry.prompt.id)),
      block_id: `prompt-${entry.prompt.id}`,
    };
  });
  if (open.length > shown.length) {
    const more = count(open.length - shown.length, 'more client');
    blocks.push(context(plain(`And ${more} to ask: they come up here as the others are done.`)));
  }
  if (settled.length > 0) {
    const names = listed(settled.map(({ client }) => client.name));
    blocks.push(context(plain(`✓ ${count(settled.length, 'client')} done: ${names}`)));
  }
  return blocks;
}

function waitingText({ prompt, client, checkIns }: Entry, reader: Reader, now: Temporal.Instant): string {
  const last = checkIns[0];
  const lines = [
    client.lastContactAt ? `Last contact ${ago(client.lastContactAt, now)}` : 'No contact yet',
    ...(last ? [feelingText(last)] : []),
  ];
  const { name, reach } = client.contact;
  const whom = [name, reach].filter(Boolean).join(', ');
  const since = now.since(prompt.occurrenceAt).total('hours') > DAY_HOURS;
  return [
    lines.join(' · '),
    ...(whom ? [`Ask: ${whom}`] : []),
    ...(since ? [`Waiting since ${dayIn(prompt.occurrenceAt, reader, now)}`] : []),
  ].join('\n');
}

function lastWords({ checkIns }: Entry, now: Temporal.Instant) {
  const latest = checkIns.find(({ clientWords }) => clientWords !== null);
  if (!latest?.clientWords) return [];
  return [
    paragraph(`Their last words, ${ago(latest.createdAt, now)}:`),
    quotation(clip(latest.clientWords, WORDS_SHOWN)),
  ];
}

function settledRuns(entry: Entry, reader: Reader, now: Temporal.Instant): Run[] {
  const { prompt, client } = entry;
  const struck = { strike: client.name };
  const by: Run[] = prompt.settledBy ? [' by ', { user: prompt.settledBy }] : [];
  switch (entry.standing) {
    case 'answered': {
      const answer = answerOf(entry);
      return [struck, '  ✓ checked in', ...by, answer ? `: ${feelingText(answer)}` : ''];
    }
    case 'skipped':
      return [struck, '  Skipped this time', ...by, prompt.skipReason ? `: ${prompt.skipReason}` : ''];
    case 'dropped': {
      const why =
        client.status === 'ended' ? 'ended' : client.status === 'paused' ? 'paused' : 'not asked now';
      return [struck, `  No longer needed (${why})`];
    }
    case 'moved':
      return [struck, '  Now looked after by ', { user: client.ownerId }];
    case 'asked-again':
      return [{ bold: client.name }, '\nStill open: I ask again in a newer message below.'];
    default:
      return [{ bold: client.name }, `\n${putOffText(entry, reader, now)}`];
  }
}

function putOffText({ prompt }: Entry, reader: Reader, now: Temporal.Instant): string {
  return prompt.askAt ? `Put off until ${dayAndTime(prompt.askAt, reader.timeZone, now)}.` : '';
}

function dayIn(instant: Temporal.Instant, { timeZone }: Reader, now: Temporal.Instant): string {
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate();
  return dayOf(day(instant), day(now));
}

function answerOf({ prompt, checkIns }: Entry) {
  return checkIns.find(({ promptId }) => promptId === prompt.id);
}

function isWaiting(entry: Entry): boolean {
  return entry.standing === 'waiting';
}

function isPutOff(entry: Entry): boolean {
  return entry.standing === 'snoozed' || entry.standing === 'asked-again';
}

function skipButton({ prompt, client }: RoundItem): Button {
  return button('Skip this time', PROMPT_SKIP, prompt.id, { label: `Skip this time: ${client.name}` });
}

function snoozeMenu(promptId: string): StaticSelect {
  return {
    type: 'static_select',
    action_id: PROMPT_SNOOZE,
    placeholder: plain('Snooze', LIMITS.optionText),
    options: Object.entries(SNOOZES).map(([snooze, words]) =>
      option(words, choiceValue(snooze as Snooze, promptId)),
    ),
  };
}

function promptMenu(promptId: string): Overflow {
  return {
    type: 'overflow',
    action_id: PROMPT_MENU,
    options: [
      option('Check in', choiceValue('check-in', promptId)),
      ...Object.entries(SNOOZES).map(([snooze, words]) =>
        option(`Snooze ${words.toLowerCase()}`, choiceValue(snooze as Snooze, promptId)),
      ),
      option('Skip this time', choiceValue('skip', promptId)),
    ],
  };
}

/** What can be chosen about a prompt from a menu. */
export type Choice = Snooze | 'check-in' | 'skip';

function choiceValue(choice: Choice, promptId: string): string {
  return `${choice} ${promptId}`;
}

/** Reads a menu's value back. @throws Error for one that these views did not make. */
export function parseChoice(value: string): { choice: Choice; promptId: string } {
  const [choice = '', promptId = ''] = value.split(' ');
  if (!promptId || !isChoice(choice))
    throw new Error('A menu of a round sent a value that is none of its own');
  return { choice, promptId };
}

function isChoice(text: string): text is Choice {
  return text === 'check-in' || text === 'skip' || Object.hasOwn(SNOOZES, text);
}
