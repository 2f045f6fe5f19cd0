import { type Calendar, isWorkday } from '../calendars/rules.ts';
import type { Client } from '../clients/rules.ts';

/** The longest promise, in UTF-16 units. */
export const FOLLOW_UP_MAX = 300;

/** A follow-up can be due at most this many days ahead. */
const FOLLOW_UP_DAYS_MAX = 1_830;

/** Who promised what, and for when. */
export interface Promised {
  what: string;
  promisedById: string;
  dueOn: Temporal.PlainDate;
}

/** Something promised to a client: what, by whom, by when. */
export interface FollowUp extends Promised {
  id: string;
  workspaceId: string;
  clientId: string;
  /** The check-in it was noted in; null for a follow-up by itself. */
  checkInId: string | null;
  doneAt: Temporal.Instant | null;
  doneBy: string | null;
  droppedAt: Temporal.Instant | null;
  droppedBy: string | null;
  /** The next reminder, while the follow-up is open; null where none is left. */
  reminder: Reminder | null;
  createdBy: string;
  createdAt: Temporal.Instant;
}

/** On the working day before a follow-up is due, and on the day. */
export const REMINDER_KINDS = ['day-before', 'on-the-day'] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** Reminds the person who promised something. */
export interface Reminder {
  kind: ReminderKind;
  at: Temporal.Instant;
}

/** Neither done nor dropped. */
export function isOpen({ doneAt, droppedAt }: Pick<FollowUp, 'doneAt' | 'droppedAt'>): boolean {
  return doneAt === null && droppedAt === null;
}

/** Whether a follow-up's day is over everywhere on Earth, so that nobody's zone decides. */
export function isOverdue(followUp: FollowUp, now: Temporal.Instant): boolean {
  const today = now.toZonedDateTimeISO('-12:00').toPlainDate();
  return Temporal.PlainDate.compare(followUp.dueOn, today) < 0;
}

/** Why a follow-up cannot be due on that day; null where it can. */
export function whyNotDue(dueOn: Temporal.PlainDate, today: Temporal.PlainDate): string | null {
  const days = today.until(dueOn).days;
  if (days < 0) return 'That day has passed. Choose today or later.';
  return days > FOLLOW_UP_DAYS_MAX ? 'That’s more than five years away. Choose an earlier day.' : null;
}

/** The ways to move a follow-up with one press, in the order in which they are offered. */
export const MOVES = ['tomorrow', 'working-day', 'week'] as const;
export type Move = (typeof MOVES)[number];

/** What can be done to a follow-up. `undo` opens it again. */
export type FollowUpChange =
  | { kind: 'done' | 'drop' | 'undo' }
  | { kind: 'move'; to: Move | Temporal.PlainDate };

const WEEK_DAYS = 7;
/** Longer than anybody can be away at one time. */
const LOOK_AHEAD_DAYS = 400;

/**
 * The day a follow-up is due once it is moved.
 *
 * @param today of the person who moves it.
 * @param calendar of the person who promised it.
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
 * Whether somebody may move or drop a follow-up: who promised it, who noted it, the client's owner and cover, and the
 * lead. Anybody may say that it is done.
 */
export function mayMove(
  followUp: Pick<FollowUp, 'promisedById' | 'createdBy'>,
  client: Pick<Client, 'ownerId' | 'coverId'>,
  leadId: string | null,
  userId: string,
): boolean {
  return [followUp.promisedById, followUp.createdBy, client.ownerId, client.coverId, leadId].includes(userId);
}
