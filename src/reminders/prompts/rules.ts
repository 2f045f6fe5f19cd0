import { type Calendar, goodMoment, instantAt } from '../../calendars/rules.ts';
import type { CheckIn, FollowUp } from '../../check-ins/rules.ts';
import { type Client, isAsked } from '../../clients/rules.ts';
import { isInsider, type Person } from '../../people/rules.ts';

export type PromptStatus = 'open' | 'answered' | 'skipped' | 'dropped' | 'missed';

/**
 * Why an occurrence passed without an answer: Rapport was down; the one asked did not answer before the next one came;
 * it suited nobody before then; Slack did not let us write to them.
 */
export type MissedReason = 'rapport-was-down' | 'not-answered' | 'away' | 'undeliverable';

/** One occurrence at which an owner is asked to check in on one client. */
export interface Prompt {
  id: string;
  workspaceId: string;
  clientId: string;
  /** Who is asked: the owner, or their cover. */
  assigneeId: string;
  /** The owner, where the one asked is their cover. */
  coveringFor: string | null;
  occurrenceAt: Temporal.Instant;
  status: PromptStatus;
  missedReason: MissedReason | null;
  /** While it waits to be asked, or asked again: when. */
  askAt: Temporal.Instant | null;
  skipReason: string | null;
  closedAt: Temporal.Instant | null;
  closedBy: string | null;
}

/** The DM that carries all prompts that fell due for one owner at one time. */
export interface Round {
  id: string;
  recipientId: string;
  dueAt: Temporal.Instant;
  /** Whether Slack has its message. */
  isSent: boolean;
  /** In the order in which they are shown, as the next. */
  entries: RoundEntry[];
  /** What it reminds of. */
  followUps: RoundFollowUp[];
}

export interface RoundEntry {
  prompt: Prompt;
  /** True once a newer round asks again: the buttons belong there. */
  isAskedAgain: boolean;
}

/** What is known about one prompt of a round when its message is made. */
export interface RoundItem extends RoundEntry {
  client: Client;
  /** The client's, newest first. */
  checkIns: readonly CheckIn[];
}

/** A promise that a round reminds of. */
export interface RoundFollowUp {
  followUp: FollowUp;
  /** The day on which it was due when the round reminded of it. */
  remindedOf: Temporal.PlainDate;
  /** True once a newer round reminds of it again: the buttons belong there. */
  isRemindedAgain: boolean;
}

/** What is known about one promise of a round when its message is made. */
export interface FollowUpItem extends RoundFollowUp {
  client: Client;
  /** Who promised it. */
  who: Person;
}

/** How a promise stands in a round: `moved` is due on another day by now, `passed-on` is another's to keep. */
export type FollowUpStanding =
  | 'waiting'
  | 'moved'
  | 'reminded-again'
  | 'passed-on'
  | 'done'
  | 'dropped'
  | 'ended';

/** @param readerId whose round it is: who promised it, or the client's owner after they have left. */
export function followUpStanding(
  { followUp, client, who, remindedOf, isRemindedAgain }: FollowUpItem,
  readerId: string,
): FollowUpStanding {
  if (followUp.doneAt) return 'done';
  if (followUp.droppedAt) return 'dropped';
  if (client.status === 'ended') return 'ended';
  if (who.id !== readerId && isInsider(who.kind)) return 'passed-on';
  if (isRemindedAgain) return 'reminded-again';
  return followUp.dueOn.equals(remindedOf) ? 'waiting' : 'moved';
}

/** How a prompt stands in a round: `moved` is asked of another by now, `asked-again` is in a newer round. */
export type Standing =
  | 'waiting'
  | 'snoozed'
  | 'asked-again'
  | 'moved'
  | 'answered'
  | 'skipped'
  | 'dropped'
  | 'missed';

export function standing({ prompt, client, isAskedAgain }: RoundItem, readerId: string): Standing {
  const isTheirs = prompt.assigneeId === readerId && client.ownerId === (prompt.coveringFor ?? readerId);
  if (prompt.status === 'dropped') return isTheirs || !isAsked(client.status) ? 'dropped' : 'moved';
  if (prompt.status !== 'open') return prompt.status;
  if (!isTheirs) return 'moved';
  if (isAskedAgain) return 'asked-again';
  return prompt.askAt ? 'snoozed' : 'waiting';
}

/** The ways to put a prompt off, in the order in which they are offered, and their words. */
export const SNOOZES = {
  hour: 'For an hour',
  tomorrow: 'Until tomorrow',
  'working-day': 'Until the next working day',
} as const;

/** A named way, or the day on which to be asked again. */
export type Snooze = keyof typeof SNOOZES | Temporal.PlainDate;

/** The furthest day that a prompt can be put off to is so many days away. */
export const SNOOZE_DAYS_MAX = 90;

/** The longest reason for skipping, in UTF-16 units. */
export const REASON_MAX = 200;

/**
 * When a snooze that is chosen at `now` ends: in an hour, or on another day at the client's usual time of asking; where
 * that does not suit the person, at the next moment that does. Away dates do not count: the cover is asked then.
 */
export function endOfSnooze(
  snooze: Snooze,
  usualTime: Temporal.PlainTime,
  calendar: Calendar,
  now: Temporal.Instant,
): Temporal.Instant {
  const present = { ...calendar, away: [], remindAt: null, roundWeekday: null };
  const wish = wishOf(snooze, calendar.remindAt ?? usualTime, present, now);
  return goodMoment(present, wish) ?? wish;
}

function wishOf(
  snooze: Snooze,
  time: Temporal.PlainTime,
  calendar: Calendar,
  now: Temporal.Instant,
): Temporal.Instant {
  if (snooze === 'hour') return now.add({ hours: 1 });
  const tomorrow = now.toZonedDateTimeISO(calendar.zone).toPlainDate().add({ days: 1 });
  const day = snooze instanceof Temporal.PlainDate ? snooze : tomorrow;
  return instantAt(day, time, calendar.zone);
}
