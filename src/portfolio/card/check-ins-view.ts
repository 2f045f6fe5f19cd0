import type { Button } from '@slack/types';
import type { CheckIn } from '../../check-ins/rules.ts';
import { describeCheckIn, describeShortly, editCheckInButton } from '../../check-ins/view.ts';
import type { Overview } from '../../health/rules.ts';
import { actions, type Block, plain } from '../../slack/blocks/blocks.ts';
import type { CardViewer } from './view.ts';

const CHECK_INS_SHOWN = 3;

/** The check-in with the client's last words, else the latest one, as a whole. */
export function lastWords(
  overview: Overview,
  nameOf: (personId: string) => string,
  reader: CardViewer,
  now: Temporal.Instant,
): Block[] {
  const checkIn = wordsOf(overview);
  if (!checkIn) return [];
  const edit = editOf(checkIn, reader);
  return [
    ...describeCheckIn(checkIn, nameOf(checkIn.authorId), reader.timeZone, now),
    ...(edit ? [actions(`card-check-in-${checkIn.id}`, [{ ...edit, text: plain('Edit check-in') }])] : []),
  ];
}

/** The others, the newest first, each shortly and with its own date. */
export function otherCheckIns(
  overview: Overview,
  nameOf: (personId: string) => string,
  reader: CardViewer,
  now: Temporal.Instant,
): Block[] {
  const shown = wordsOf(overview);
  return overview.checkIns
    .filter((checkIn) => checkIn !== shown)
    .slice(0, CHECK_INS_SHOWN - 1)
    .map((each) => describeShortly(each, nameOf(each.authorId), now, editOf(each, reader)));
}

function wordsOf({ checkIns }: Overview): CheckIn | undefined {
  return checkIns.find(({ clientWords }) => clientWords !== null) ?? checkIns[0];
}

/** Only its author can change a check-in. */
function editOf(checkIn: CheckIn, { userId, place }: CardViewer): Button | undefined {
  return checkIn.authorId === userId && place !== 'channel' ? editCheckInButton(checkIn) : undefined;
}
