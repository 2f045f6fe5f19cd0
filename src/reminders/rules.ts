import type { CheckIn } from '../check-ins/rules.ts';
import { type Client, isAsked } from '../clients/rules.ts';

export type PromptStatus = 'open' | 'answered' | 'skipped' | 'dropped';

/** One occurrence at which an owner is asked to check in on one client. */
export interface Prompt {
  id: string;
  workspaceId: string;
  clientId: string;
  ownerId: string;
  occurrenceAt: Temporal.Instant;
  status: PromptStatus;
  /** While it waits to be asked, or asked again: when. */
  askAt: Temporal.Instant | null;
  skipReason: string | null;
  settledAt: Temporal.Instant | null;
  settledBy: string | null;
}

/** The DM that carries all prompts that fell due for one owner at one time. */
export interface Round {
  id: string;
  ownerId: string;
  dueAt: Temporal.Instant;
  /** Whether Slack has its message. */
  isSent: boolean;
  /** In the order in which they are shown. */
  entries: RoundEntry[];
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

/** How a prompt stands in a round: `moved` is another owner's by now, `asked-again` is in a newer round. */
export type Standing = 'waiting' | 'snoozed' | 'asked-again' | 'moved' | 'answered' | 'skipped' | 'dropped';

export function standing({ prompt, client, isAskedAgain }: RoundItem, readerId: string): Standing {
  const isTheirs = client.ownerId === readerId;
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

export type Snooze = keyof typeof SNOOZES;

/** The longest reason for skipping, in UTF-16 units. */
export const REASON_MAX = 200;

/**
 * When a snooze that is chosen at `now` ends: in an hour, or on another day at the client's usual time of asking. A
 * working day is Monday to Friday.
 *
 * @param zone the owner's, IANA. A time that its clocks skip comes as much later as they skipped.
 */
export function endOfSnooze(
  snooze: Snooze,
  usualTime: Temporal.PlainTime,
  zone: string,
  now: Temporal.Instant,
): Temporal.Instant {
  if (snooze === 'hour') return now.add({ hours: 1 });
  let day = now.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  while (snooze === 'working-day' && day.dayOfWeek > 5) day = day.add({ days: 1 });
  return day.toZonedDateTime({ timeZone: zone, plainTime: usualTime }).toInstant();
}
