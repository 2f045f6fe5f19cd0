import { type CheckIn, feelingText } from '../../check-ins/rules.ts';
import { checkInButton, editCheckInButton } from '../../check-ins/view.ts';
import type { Client } from '../../clients/rules.ts';
import { ago, dayAndTimeText, dayText } from '../../runtime/formats/dates.ts';
import { count } from '../../runtime/formats/numbers.ts';
import { clip } from '../../runtime/formats/text.ts';
import {
  actions,
  type Block,
  context,
  escapeText,
  type Message,
  paragraph,
  plain,
  quotation,
  type Run,
  richText,
  section,
} from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import type { MissedReason, Prompt } from '../prompts/rules.ts';
import { compactPromises, promiseBlocks } from './follow-up-view.ts';
import { promptMenu, skipButton, snoozeMenu, spokeButton } from './prompt-controls.ts';
import { type Entry, greetingText, isWaiting, listed, storyText } from './round-text.ts';
import { type FollowUpItem, followUpStanding, type RoundItem, standing } from './rules.ts';

/** Whose DM it is: times are said in their zone. */
export interface Reader {
  id: string;
  /** IANA zone. */
  timeZone: string;
}

/** What is said of an occurrence that passed. */
const MISSED: Record<MissedReason, string> = {
  'not-answered': 'Not answered before the next time came',
  'rapport-was-down': 'Passed while Rapport was down',
  away: 'Passed while nobody was there to ask',
  undeliverable: 'Passed, for Slack did not let me write',
};

const WORDS_SHOWN = 300;
/** Without the greeting, the line of settled ones and the line that counts the rest. */
const MOST_COMPACT = LIMITS.messageBlocks - 3;
const DAY_HOURS = 20;

/**
 * One person's DM about all clients that fell due together, and all promises that are due; the settled ones stay in it,
 * struck through.
 */
export function roundMessage(
  items: readonly RoundItem[],
  reader: Reader,
  now: Temporal.Instant,
  promised: readonly FollowUpItem[] = [],
): Message {
  const entries = items.map((item) => ({ ...item, standing: standing(item, reader.id) }));
  const promises = promised.map((item) => ({ ...item, standing: followUpStanding(item, reader.id) }));
  const today = now.toZonedDateTimeISO(reader.timeZone).toPlainDate();
  const greeting = section(plain(greetingText(entries, promises)));
  const full = [
    greeting,
    ...entries.flatMap((entry) => fullBlocks(entry, reader, now)),
    ...promises.flatMap((promise) => promiseBlocks(promise, today)),
  ];
  const compact = () => {
    const below = compactPromises(promises, today);
    return [greeting, ...compactBlocks(entries, reader, now, below.length), ...below];
  };
  return {
    text: escapeText(storyText(entries, promises, today)),
    blocks: full.length <= LIMITS.messageBlocks ? full : compact(),
  };
}

/**
 * Answers a press on a button of a prompt that is not open any more.
 *
 * @param answer the reader's own check-in that answered it, for them to change.
 */
export function settledMessage(prompt: Prompt, client: Client, answer: CheckIn | null): Message {
  const what = {
    open: 'is still to be asked',
    answered: 'has been checked in on already, so there is nothing to do',
    skipped: 'has been skipped this time already, so there is nothing to do',
    dropped:
      client.status === 'ended'
        ? 'was ended, so nobody is asked about it any more. Resume it first'
        : 'is not asked about at the moment, so there is nothing to do',
    missed: 'has its next time to be asked by now. Use the newer message',
  }[prompt.status];
  const text = `${client.name} ${what}.`;
  return {
    text: escapeText(text),
    blocks: [
      section(plain(text)),
      ...(answer ? [actions(`settled-${prompt.id}`, [editCheckInButton(answer)])] : []),
    ],
  };
}

function fullBlocks(entry: Entry, reader: Reader, now: Temporal.Instant): Block[] {
  const { prompt, client } = entry;
  const blockId = `prompt-${prompt.id}`;
  if (entry.standing === 'waiting') {
    return [
      richText(
        paragraph({ bold: client.name }, ...forWhom(entry), `\n${waitingText(entry, reader, now)}`),
        ...lastWords(entry, now),
      ),
      actions(blockId, [
        checkInButton(client, 'primary'),
        spokeButton(entry),
        snoozeMenu(prompt.id),
        skipButton(entry),
      ]),
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

function forWhom({ prompt }: Entry): Run[] {
  return prompt.coveringFor ? ['  in place of ', { user: prompt.coveringFor }] : [];
}

/**
 * One block for each client that can still be asked, and one for all others together.
 *
 * @param taken so many blocks of the message are needed for something else.
 */
function compactBlocks(
  entries: readonly Entry[],
  reader: Reader,
  now: Temporal.Instant,
  taken: number,
): Block[] {
  const open = entries.filter((entry) => isWaiting(entry) || entry.standing === 'snoozed');
  const settled = entries.filter((entry) => !open.includes(entry));
  const shown = open.slice(0, MOST_COMPACT - taken);
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
  const whom = [...(name ? [`Speak with ${name}`] : []), ...(reach ? [`reach them: ${reach}`] : [])];
  const since = now.since(prompt.occurrenceAt).total('hours') > DAY_HOURS;
  return [
    lines.join(' · '),
    ...(whom.length > 0 ? [whom.join(' · ')] : []),
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
  const by: Run[] = prompt.closedBy ? [' by ', { user: prompt.closedBy }] : [];
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
      return prompt.coveringFor && prompt.coveringFor === client.ownerId
        ? [struck, '  Asked of ', { user: prompt.assigneeId }, ' instead']
        : [struck, '  Handed over to ', { user: client.ownerId }];
    case 'missed':
      return [struck, `  ${MISSED[prompt.missedReason ?? 'not-answered']}`];
    case 'asked-again':
      return [{ bold: client.name }, '\nStill open, and asked again below.'];
    default:
      return [{ bold: client.name }, `\n${putOffText(entry, reader, now)}`];
  }
}

function putOffText({ prompt }: Entry, reader: Reader, now: Temporal.Instant): string {
  return prompt.askAt ? `Put off until ${dayAndTimeText(prompt.askAt, reader.timeZone, now)}.` : '';
}

function dayIn(instant: Temporal.Instant, { timeZone }: Reader, now: Temporal.Instant): string {
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate();
  return dayText(day(instant), day(now));
}

function answerOf({ prompt, checkIns }: Entry) {
  return checkIns.find(({ promptId }) => promptId === prompt.id);
}
