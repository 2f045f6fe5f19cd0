import type { ModalView } from '@slack/types';
import { weekdayName } from '../runtime/formats/dates.ts';
import { count } from '../runtime/formats/numbers.ts';
import {
  bullets,
  context,
  type Message,
  messageModal,
  paragraph,
  plain,
  type Run,
  richText,
} from '../slack/blocks/blocks.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import type { RebalancePreview, WeekdayMove } from './rebalance-rules.ts';

export const REBALANCE_SAVE = 'spread-save';

const MOVES_SHOWN = 60;
const COUNTS_TITLE = 'Your check-ins in the next four weeks, by weekday:';

/** Shows what would change, for the owner to confirm. */
export function rebalanceModal({ moves, before, after, clients }: RebalancePreview): ModalView {
  if (moves.length === 0) {
    const text = 'Your week is already as balanced as it can be.';
    const blocks = [richText(paragraph(text), paragraph(COUNTS_TITLE), weekdayCounts(before, before))];
    return messageModal({ text, blocks });
  }
  const lines = moves
    .slice(0, MOVES_SHOWN)
    .map(({ clientId, from, to }): Run[] => [
      { bold: clients.get(clientId)?.name ?? '' },
      `: ${weekdayName(from)} → ${weekdayName(to)}`,
    ]);
  const rest = moves.length - MOVES_SHOWN;
  return {
    type: 'modal',
    callback_id: REBALANCE_SAVE,
    private_metadata: encodeMoves(moves),
    title: plain('Rebalance my week', LIMITS.viewTitle),
    submit: plain('Rebalance'),
    close: plain('Cancel'),
    blocks: [
      richText(paragraph(COUNTS_TITLE), weekdayCounts(before, after)),
      richText(
        paragraph(
          `${count(moves.length, 'client')} would move to another weekday, in the same weeks as now:`,
        ),
        bullets(...lines, ...(rest > 0 ? [[{ italic: `and ${rest} more` }] as Run[]] : [])),
      ),
      context(plain('Nothing changes until you press “Rebalance”, and you can undo it afterwards.')),
    ],
  };
}

export function rebalancedMessage(moved: readonly WeekdayMove[]): Message {
  const text =
    moved.length === 0
      ? 'Your clients’ weekdays have changed in the meantime, so nothing was moved. Close this and try again.'
      : `Done: ${count(moved.length, 'client')} moved to another weekday. I sent you a DM with an “Undo” button.`;
  return { text, blocks: [richText(paragraph(text))] };
}

/** Before and after, for each weekday that has check-ins. */
function weekdayCounts(before: readonly number[], after: readonly number[]) {
  const lines = before.flatMap((now, index): Run[][] => {
    const then = after[index] ?? 0;
    if (now === 0 && then === 0) return [];
    return [[{ bold: weekdayName(index + 1) }, now === then ? `: ${now}` : `: ${now} → ${then}`]];
  });
  return lines.length > 0 ? bullets(...lines) : paragraph('Nothing is planned.');
}

/** 24 characters for each client, so that a hundred fit into a modal's metadata. */
function encodeMoves(moves: readonly WeekdayMove[]): string {
  return moves
    .map(({ clientId, from, to }) => {
      const bytes = Buffer.from(clientId.replaceAll('-', ''), 'hex');
      return `${bytes.toString('base64url')}${from}${to}`;
    })
    .join('');
}

const ENCODED_MOVE = /([\w-]{22})([1-7])([1-7])/gy;
const ENCODED_LENGTH = 24;
/** Where the parts of a UUID end among its hexadecimal digits. */
const UUID_PARTS = [8, 12, 16, 20, 32];

/** @throws Error for metadata that Rapport did not write. */
export function decodeMoves(metadata: string): WeekdayMove[] {
  const moves = [...metadata.matchAll(ENCODED_MOVE)].map(([, id = '', from, to]) => {
    const hex = Buffer.from(id, 'base64url').toString('hex');
    const clientId = UUID_PARTS.map((end, index) => hex.slice(UUID_PARTS[index - 1] ?? 0, end)).join('-');
    return { clientId, from: Number(from), to: Number(to) };
  });
  if (moves.length * ENCODED_LENGTH !== metadata.length) {
    throw new Error('The modal’s metadata was not written by Rapport');
  }
  return moves;
}
