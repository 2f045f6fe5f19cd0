/** The follow-ups of a round's message: open ones with all that can be done about them, the others in a line. */
import { dueText, followUpControls, followUpMenu } from '../../follow-ups/view.ts';
import { count } from '../../runtime/formats/numbers.ts';
import {
  type Block,
  context,
  paragraph,
  plain,
  type Run,
  richText,
  section,
} from '../../slack/blocks/blocks.ts';
import type { ShownFollowUp } from './rules.ts';
import { leaverText } from './summary-view.ts';

const COMPACT_MAX = 12;

/** As many blocks as a follow-up needs. @param today in the recipient's zone. */
export function fullFollowUp(item: ShownFollowUp, today: Temporal.PlainDate): Block[] {
  const { followUp, client, status } = item;
  switch (status) {
    case 'waiting':
      return [
        richText(
          paragraph('📌 Promised to ', { bold: client.name }, `${leaverText(item)}\n${followUp.what}\n`, {
            italic: capitalized(dueText(followUp.dueOn, today)),
          }),
        ),
        followUpControls(followUp),
      ];
    case 'moved':
      return [
        richText(paragraph({ bold: followUp.what }, `\nMoved: ${dueText(followUp.dueOn, today)}.`)),
        followUpControls(followUp),
      ];
    default:
      return [richText(paragraph(...statusLine(item)))];
  }
}

/** One block for each follow-up that is open, and one for all others together. */
export function compactFollowUps(items: readonly ShownFollowUp[], today: Temporal.PlainDate): Block[] {
  const open = items.filter(({ status }) => status === 'waiting' || status === 'moved');
  const rest = open.length - COMPACT_MAX;
  const closed = items.length - open.length;
  return [
    ...open.slice(0, COMPACT_MAX).map((item) => compactFollowUp(item, today)),
    ...(rest > 0
      ? [
          context(
            plain(`And ${count(rest, 'more promise')}: they’ll show up here as you work through the list.`),
          ),
        ]
      : []),
    ...(closed > 0 ? [context(plain(`✓ ${count(closed, 'promise')} done`))] : []),
  ];
}

function compactFollowUp(item: ShownFollowUp, today: Temporal.PlainDate): Block {
  const { followUp, client } = item;
  const promised = `📌 Promised to ${client.name}${leaverText(item)}: ${followUp.what}`;
  return {
    ...section(plain(`${promised}\n${capitalized(dueText(followUp.dueOn, today))}`), followUpMenu(followUp)),
    block_id: `follow-up-${followUp.id}-${followUp.dueOn}`,
  };
}

function statusLine({ followUp, status, promiser }: ShownFollowUp): Run[] {
  const struck = { strike: followUp.what };
  const by = (userId: string | null): Run[] => (userId ? [' by ', { user: userId }] : []);
  switch (status) {
    case 'done':
      return [struck, '  ✓ done', ...by(followUp.doneBy)];
    case 'dropped':
      return [struck, '  Dropped', ...by(followUp.droppedBy)];
    case 'passed-on':
      return [struck, '  Now with ', { user: promiser.id }];
    case 'ended':
      return [struck, '  No longer needed (ended)'];
    default:
      return [{ bold: followUp.what }, '\nStill open: continued below.'];
  }
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
