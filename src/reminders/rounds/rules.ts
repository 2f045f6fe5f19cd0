import type { CheckIn } from '../../check-ins/rules.ts';
import { type Client, isAsked } from '../../clients/rules.ts';
import type { FollowUp } from '../../follow-ups/rules.ts';
import { isInsider, type Person } from '../../people/rules.ts';
import type { Prompt } from '../prompts/rules.ts';

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
