import { type Calendar, isWorkday } from '../calendars/rules.ts';
import type { FollowUp } from '../check-ins/rules.ts';
import type { Client } from '../clients/rules.ts';

/** Neither done nor dropped. */
export function isOpen({ doneAt, droppedAt }: Pick<FollowUp, 'doneAt' | 'droppedAt'>): boolean {
  return doneAt === null && droppedAt === null;
}

/** The ways to move a follow-up with one press, in the order in which they are offered, and their words. */
export const MOVES = {
  tomorrow: 'Tomorrow',
  'working-day': 'Next working day',
  week: 'In a week',
} as const;

export type Move = keyof typeof MOVES;

const WEEK_DAYS = 7;
/** Longer than anybody can be away at one time. */
const LOOK_AHEAD_DAYS = 400;

/**
 * The day on which a follow-up is due once it was moved.
 *
 * @param today of the one who moves it.
 * @param calendar of the one who promised it.
 */
export function dayAfterMove(move: Move, today: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate {
  const tomorrow = today.add({ days: 1 });
  if (move === 'tomorrow') return tomorrow;
  if (move === 'week') return today.add({ days: WEEK_DAYS });
  for (let days = 0; days < LOOK_AHEAD_DAYS; days += 1) {
    const day = tomorrow.add({ days });
    if (isWorkday(calendar, day)) return day;
  }
  return tomorrow;
}

/**
 * Whether somebody may move a follow-up or drop it: who promised it, who noted it, who looks after the client, and the
 * lead. Done is what anybody may say.
 */
export function mayPutOff(
  followUp: Pick<FollowUp, 'promisedById' | 'createdBy'>,
  client: Pick<Client, 'ownerId' | 'coverId'>,
  leadId: string | null,
  userId: string,
): boolean {
  return [followUp.promisedById, followUp.createdBy, client.ownerId, client.coverId, leadId].includes(userId);
}
