/** The prompts of a round's message: open ones with their buttons, the others in a line. */
import { feelingText } from '../../check-ins/rules.ts';
import { checkInButton, editCheckInButton } from '../../check-ins/view.ts';
import type { Viewer } from '../../people/rules.ts';
import { ago, dayAndTimeText, dayText } from '../../runtime/formats/dates.ts';
import { count } from '../../runtime/formats/numbers.ts';
import { clip } from '../../runtime/formats/text.ts';
import {
  actions,
  type Block,
  context,
  paragraph,
  plain,
  quotation,
  type Run,
  richText,
  section,
} from '../../slack/blocks/blocks.ts';
import type { MissedReason } from '../prompts/rules.ts';
import { promptMenu, skipButton, snoozeMenu, spokeButton } from './controls-view.ts';
import type { ShownPrompt } from './rules.ts';
import { firstNames } from './summary-view.ts';

const MISSED_WORDS: Record<MissedReason, string> = {
  'not-answered': 'Missed: no answer before the next check-in was due',
  'rapport-was-down': 'Missed: Rapport was down',
  away: 'Missed: nobody was available',
  undeliverable: 'Missed: Slack wouldn’t deliver my message',
};

/** Of a client's words, in UTF-16 units. */
const WORDS_MAX = 300;

/** What has waited for longer says since when. */
const WAITING_HOURS = 20;

/** As many blocks as a prompt needs. */
export function fullPrompt(item: ShownPrompt, viewer: Viewer, now: Temporal.Instant): Block[] {
  const { prompt, client, status } = item;
  const blockId = `prompt-${prompt.id}`;
  if (status === 'waiting') {
    return [
      richText(
        paragraph({ bold: client.name }, ...coveringText(item), `\n${waitingText(item, viewer, now)}`),
        ...latestWords(item, now),
      ),
      actions(blockId, [
        checkInButton(client, 'primary'),
        spokeButton(item),
        snoozeMenu(prompt.id),
        skipButton(item),
      ]),
    ];
  }
  const line = richText(paragraph(...statusLine(item, viewer, now)));
  if (status === 'snoozed') return [line, actions(blockId, [checkInButton(client), skipButton(item)])];
  const answer = answerOf(item);
  return answer?.authorId === viewer.userId ? [line, actions(blockId, [editCheckInButton(answer)])] : [line];
}

/** One block for each client that can still be asked about, and one for all others together. @param max so many blocks. */
export function compactPrompts(
  items: readonly ShownPrompt[],
  viewer: Viewer,
  now: Temporal.Instant,
  max: number,
): Block[] {
  const { open = [], closed = [] } = Object.groupBy(items, ({ status }) =>
    status === 'waiting' || status === 'snoozed' ? 'open' : 'closed',
  );
  const shown = open.slice(0, max);
  const blocks: Block[] = shown.map((item) => {
    const { prompt, client, status } = item;
    const state = status === 'waiting' ? waitingText(item, viewer, now) : snoozedText(item, viewer, now);
    return {
      ...section(plain(`${client.name}\n${state}`), promptMenu(prompt.id)),
      block_id: `prompt-${prompt.id}`,
    };
  });
  if (open.length > shown.length) {
    const more = count(open.length - shown.length, 'more client');
    blocks.push(context(plain(`And ${more}: they’ll show up here as you work through the list.`)));
  }
  if (closed.length > 0) {
    const names = firstNames(closed.map(({ client }) => client.name));
    blocks.push(context(plain(`✓ ${count(closed.length, 'client')} done: ${names}`)));
  }
  return blocks;
}

function coveringText({ prompt }: ShownPrompt): Run[] {
  return prompt.coveringFor ? ['  covering for ', { user: prompt.coveringFor }] : [];
}

function waitingText(
  { prompt, client, checkIns }: ShownPrompt,
  viewer: Viewer,
  now: Temporal.Instant,
): string {
  const latest = checkIns[0];
  const history = [
    client.lastContactAt ? `Last contact ${ago(client.lastContactAt, now)}` : 'No contact yet',
    ...(latest ? [feelingText(latest)] : []),
  ];
  const { name, preferredChannel } = client.contact;
  const contact = [
    ...(name ? [`Speak with ${name}`] : []),
    ...(preferredChannel ? [`best by: ${preferredChannel}`] : []),
  ];
  const hasWaited = now.since(prompt.occurrenceAt).total('hours') > WAITING_HOURS;
  return [
    history.join(' · '),
    ...(contact.length > 0 ? [contact.join(' · ')] : []),
    ...(hasWaited ? [`Waiting since ${localDay(prompt.occurrenceAt, viewer, now)}`] : []),
  ].join('\n');
}

function latestWords({ checkIns }: ShownPrompt, now: Temporal.Instant) {
  const latest = checkIns.find(({ clientWords }) => clientWords !== null);
  if (!latest?.clientWords) return [];
  return [
    paragraph(`They said, ${ago(latest.createdAt, now)}:`),
    quotation(clip(latest.clientWords, WORDS_MAX)),
  ];
}

function statusLine(item: ShownPrompt, viewer: Viewer, now: Temporal.Instant): Run[] {
  const { prompt, client } = item;
  const struck = { strike: client.name };
  const by: Run[] = prompt.closedBy ? [' by ', { user: prompt.closedBy }] : [];
  switch (item.status) {
    case 'answered': {
      const answer = answerOf(item);
      return [struck, '  ✓ checked in', ...by, answer ? `: ${feelingText(answer)}` : ''];
    }
    case 'skipped':
      return [struck, '  Skipped this time', ...by, prompt.skipReason ? `: ${prompt.skipReason}` : ''];
    case 'dropped': {
      const { status } = client;
      return [struck, `  No longer needed${status === 'ended' || status === 'paused' ? ` (${status})` : ''}`];
    }
    case 'moved':
      return prompt.coveringFor && prompt.coveringFor === client.ownerId
        ? [struck, '  Now with ', { user: prompt.assigneeId }]
        : [struck, '  Handed over to ', { user: client.ownerId }];
    case 'missed':
      return [struck, `  ${MISSED_WORDS[prompt.missedReason ?? 'not-answered']}`];
    case 'asked-again':
      return [{ bold: client.name }, '\nStill open: continued below.'];
    default:
      return [{ bold: client.name }, `\n${snoozedText(item, viewer, now)}`];
  }
}

function snoozedText({ prompt }: ShownPrompt, viewer: Viewer, now: Temporal.Instant): string {
  return prompt.askAt ? `Snoozed until ${dayAndTimeText(prompt.askAt, viewer.timeZone, now)}.` : '';
}

function localDay(instant: Temporal.Instant, { timeZone }: Viewer, now: Temporal.Instant): string {
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate();
  return dayText(day(instant), day(now));
}

function answerOf({ prompt, checkIns }: ShownPrompt) {
  return checkIns.find(({ promptId }) => promptId === prompt.id);
}
