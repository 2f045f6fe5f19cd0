import type { ModalView } from '@slack/types';
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
import { weekdayName } from '../slack/blocks/dates.ts';
import { LIMITS } from '../slack/blocks/limits.ts';
import { count } from '../slack/blocks/text.ts';
import type { SpreadPlan } from './spread-clients.ts';
import type { Move } from './spread-rules.ts';

export const SPREAD_SAVE = 'spread-save';

const MOVES_SHOWN = 60;

/** Shows what would change, for the owner to confirm. */
export function spreadModal({ moves, before, after, clients }: SpreadPlan): ModalView {
  if (moves.length === 0) {
    const text = 'Your clients are spread as evenly over the week as they can be, each week by itself.';
    const often = paragraph('How often you are asked in the next four weeks:');
    return messageModal({ text, blocks: [richText(paragraph(text), often), loads(before, before)] });
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
    callback_id: SPREAD_SAVE,
    private_metadata: writeMoves(moves),
    title: plain('Spread evenly', LIMITS.viewTitle),
    submit: plain('Spread'),
    close: plain('Cancel'),
    blocks: [
      richText(paragraph('How often you are asked in the next four weeks:')),
      loads(before, after),
      richText(
        paragraph(`${count(moves.length, 'client')} would have another weekday, in the same weeks as now:`),
        bullets(...lines, ...(rest > 0 ? [[{ italic: `and ${rest} more` }] as Run[]] : [])),
      ),
      context(plain('Nothing changes until you press “Spread”, and you can take it back afterwards.')),
    ],
  };
}

export function spreadMessage(moves: readonly Move[]): Message {
  const text =
    moves.length === 0
      ? 'Your clients have other weekdays by now, so nothing was changed. Close this and look again.'
      : `Done: ${count(moves.length, 'client has', 'clients have')} another weekday now. I wrote you a DM with an “Undo” button.`;
  return { text, blocks: [richText(paragraph(text))] };
}

/** A client in 24 characters, so that a hundred fit into the modal's metadata. */
function writeMoves(moves: readonly Move[]): string {
  return moves
    .map(({ clientId, from, to }) => {
      const bytes = Buffer.from(clientId.replaceAll('-', ''), 'hex');
      return `${bytes.toString('base64url')}${from}${to}`;
    })
    .join('');
}

const ONE = /([\w-]{22})([1-7])([1-7])/gy;

/** @throws Error for metadata that these views did not write. */
export function readMoves(metadata: string): Move[] {
  const moves = [...metadata.matchAll(ONE)].map(([, id = '', from, to]) => {
    const hex = Buffer.from(id, 'base64url').toString('hex');
    const clientId = [8, 12, 16, 20, 32].map((end, n) => hex.slice([0, 8, 12, 16, 20][n], end)).join('-');
    return { clientId, from: Number(from), to: Number(to) };
  });
  if (moves.length * 24 !== metadata.length) throw new Error('A modal’s metadata is none of its own');
  return moves;
}

function loads(before: readonly number[], after: readonly number[]) {
  const lines = before.flatMap((now, index): Run[][] => {
    const then = after[index] ?? 0;
    if (now === 0 && then === 0) return [];
    const change = now === then ? `: ${now}` : `: ${now} → ${then}`;
    return [[{ bold: weekdayName(index + 1) }, change]];
  });
  return richText(lines.length > 0 ? bullets(...lines) : paragraph('Nothing is planned.'));
}
