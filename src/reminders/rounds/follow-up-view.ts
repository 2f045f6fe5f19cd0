/** How promises stand in a round: those that are due with all that can be done about them, the others in a line. */

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
import { leaver, type PromiseEntry } from './round-text.ts';

const COMPACT_SHOWN = 12;

/** @param today in the reader's zone. */
export function promiseBlocks(entry: PromiseEntry, today: Temporal.PlainDate): Block[] {
  const { followUp } = entry;
  switch (entry.standing) {
    case 'waiting':
      return [
        richText(
          paragraph('📌 Promised to ', { bold: entry.client.name }, `${leaver(entry)}\n${followUp.what}\n`, {
            italic: capital(dueText(followUp.dueOn, today)),
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
      return [richText(paragraph(...settledRuns(entry)))];
  }
}

/** One block for each promise that is open, and one for all others together. */
export function compactPromises(entries: readonly PromiseEntry[], today: Temporal.PlainDate): Block[] {
  const open = entries.filter(({ standing }) => standing === 'waiting' || standing === 'moved');
  const rest = open.length - COMPACT_SHOWN;
  const settled = entries.length - open.length;
  return [
    ...open.slice(0, COMPACT_SHOWN).map((entry) => compactPromise(entry, today)),
    ...(rest > 0
      ? [context(plain(`And ${count(rest, 'more promise')}: they come up here as the others are done.`))]
      : []),
    ...(settled > 0 ? [context(plain(`✓ ${count(settled, 'promise')} done`))] : []),
  ];
}

function compactPromise(entry: PromiseEntry, today: Temporal.PlainDate): Block {
  const { followUp, client } = entry;
  const to = `Promised to ${client.name}${leaver(entry)}`;
  return {
    ...section(
      plain(`📌 ${to}: ${followUp.what}\n${capital(dueText(followUp.dueOn, today))}`),
      followUpMenu(followUp),
    ),
    block_id: `follow-up-${followUp.id}-${followUp.dueOn}`,
  };
}

function settledRuns({ followUp, standing, who }: PromiseEntry): Run[] {
  const struck = { strike: followUp.what };
  const by = (userId: string | null): Run[] => (userId ? [' by ', { user: userId }] : []);
  switch (standing) {
    case 'done':
      return [struck, '  ✓ done', ...by(followUp.doneBy)];
    case 'dropped':
      return [struck, '  Dropped', ...by(followUp.droppedBy)];
    case 'passed-on':
      return [struck, '  Now with ', { user: who.id }];
    case 'ended':
      return [struck, '  No longer needed (ended)'];
    default:
      return [{ bold: followUp.what }, '\nStill open, and in a newer message below.'];
  }
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
