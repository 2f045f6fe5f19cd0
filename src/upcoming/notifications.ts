import { z } from 'zod';
import { clientListKind } from '../notifications/client-list.ts';
import { clientLines } from '../notifications/client-list-view.ts';
import { weekdayName } from '../runtime/formats/dates.ts';
import { button } from '../slack/blocks/blocks.ts';

/** Moves the clients of a rebalance back; the value is its notification's id. */
export const REBALANCE_UNDO = 'spread-undo';

/** ISO weekdays. */
const move = z.object({ clientId: z.string(), from: z.number().int(), to: z.number().int() });

/** To the owner whose clients have new weekdays. */
export const REBALANCED = clientListKind({
  name: 'rebalanced',
  subject: z.object({ moves: z.array(move), undone: z.boolean() }),
  isAtOnce: () => true,
  read: (_db, { subject }) => ({
    clientIds: subject.moves.map(({ clientId }) => clientId),
    personIds: [],
  }),
  word({ id, subject }, directory) {
    const clients = subject.moves.flatMap(({ clientId, from, to }) =>
      clientLines(directory, [clientId]).map(({ name }) => ({
        name,
        aside: `${weekdayName(from)} → ${weekdayName(to)}`,
      })),
    );
    if (subject.undone) return { says: 'Undone. These clients are back on their old weekdays:', clients };
    return {
      says: 'Your week is rebalanced. These clients have a new weekday:',
      clients,
      buttons: [
        button('Undo', REBALANCE_UNDO, id, { label: 'Put these clients back on their old weekdays' }),
      ],
    };
  },
});
