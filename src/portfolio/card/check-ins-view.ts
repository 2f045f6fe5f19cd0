import type { Button } from '@slack/types';
import type { CheckIn } from '../../check-ins/rules.ts';
import { describeBriefly, describeCheckIn, editCheckInButton } from '../../check-ins/view.ts';
import { personName } from '../../people/rules.ts';
import { actions, type Block, plain } from '../../slack/blocks/blocks.ts';
import type { Card, PortfolioViewer } from './rules.ts';

const CHECK_INS_SHOWN = 3;

/** The newest check-in with the client's words, or else the newest of all, in full. */
export function mainCheckIn(
  { overview, people }: Card,
  viewer: PortfolioViewer,
  now: Temporal.Instant,
): Block[] {
  const checkIn = findMain(overview.checkIns);
  if (!checkIn) return [];
  const edit = editButton(checkIn, viewer);
  return [
    ...describeCheckIn(checkIn, personName(people, checkIn.authorId), viewer.timeZone, now),
    ...(edit ? [actions(`card-check-in-${checkIn.id}`, [{ ...edit, text: plain('Edit check-in') }])] : []),
  ];
}

/** The next newest ones, each in a few lines. */
export function otherCheckIns(
  { overview, people }: Card,
  viewer: PortfolioViewer,
  now: Temporal.Instant,
): Block[] {
  const main = findMain(overview.checkIns);
  return overview.checkIns
    .filter((checkIn) => checkIn !== main)
    .slice(0, CHECK_INS_SHOWN - 1)
    .map((checkIn) =>
      describeBriefly(checkIn, personName(people, checkIn.authorId), now, editButton(checkIn, viewer)),
    );
}

function findMain(checkIns: readonly CheckIn[]): CheckIn | undefined {
  return checkIns.find(({ clientWords }) => clientWords !== null) ?? checkIns[0];
}

/** Only its author can change a check-in. */
function editButton(checkIn: CheckIn, { userId, visibility }: PortfolioViewer): Button | undefined {
  return checkIn.authorId === userId && visibility !== 'channel' ? editCheckInButton(checkIn) : undefined;
}
