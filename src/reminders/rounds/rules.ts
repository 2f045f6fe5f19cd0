import type { CheckIn } from '../../check-ins/rules.ts';
import { type Client, isAsked } from '../../clients/rules.ts';
import type { FollowUp } from '../../follow-ups/rules.ts';
import { isInsider, type Person } from '../../people/rules.ts';
import type { Prompt } from '../prompts/rules.ts';

/** The DM that carries all prompts that fell due for one person at one time, and what they promised for that day. */
export interface Round {
  id: string;
  recipientId: string;
  dueAt: Temporal.Instant;
  /** Whether Slack has its message. */
  isSent: boolean;
  /** In the order in which they are shown, as the next. */
  prompts: RoundPrompt[];
  followUps: RoundFollowUp[];
}

interface RoundPrompt {
  prompt: Prompt;
  /** True once a newer round asks again: the buttons belong there. */
  isAskedAgain: boolean;
}

/** One prompt of a round, with what its message shows about the client. */
export interface PromptItem extends RoundPrompt {
  client: Client;
  /** The client's, newest first. */
  checkIns: readonly CheckIn[];
}

/** A follow-up that a round reminds of. */
export interface RoundFollowUp {
  followUp: FollowUp;
  /** The day on which it was due when the round reminded of it. */
  remindedDueOn: Temporal.PlainDate;
  /** True once a newer round reminds of it again: the buttons belong there. */
  isRemindedAgain: boolean;
}

/** One follow-up of a round, with the people it is about. */
export interface FollowUpItem extends RoundFollowUp {
  client: Client;
  promiser: Person;
}

/** `moved` is due on another day by now, `passed-on` is somebody else's to do. */
export type FollowUpItemStatus =
  | 'waiting'
  | 'moved'
  | 'reminded-again'
  | 'passed-on'
  | 'done'
  | 'dropped'
  | 'ended';

/** @param recipientId whose round it is: who made the promise, or who answers for the client once they have left. */
export function followUpItemStatus(
  { followUp, client, promiser, remindedDueOn, isRemindedAgain }: FollowUpItem,
  recipientId: string,
): FollowUpItemStatus {
  if (followUp.doneAt) return 'done';
  if (followUp.droppedAt) return 'dropped';
  if (client.status === 'ended') return 'ended';
  if (promiser.id !== recipientId && isInsider(promiser.kind)) return 'passed-on';
  if (isRemindedAgain) return 'reminded-again';
  return followUp.dueOn.equals(remindedDueOn) ? 'waiting' : 'moved';
}

/** `moved` is asked of somebody else by now, `asked-again` is in a newer round. */
export type PromptItemStatus =
  | 'waiting'
  | 'snoozed'
  | 'asked-again'
  | 'moved'
  | 'answered'
  | 'skipped'
  | 'dropped'
  | 'missed';

export function promptItemStatus(
  { prompt, client, isAskedAgain }: PromptItem,
  recipientId: string,
): PromptItemStatus {
  const isTheirs =
    prompt.assigneeId === recipientId && client.ownerId === (prompt.coveringFor ?? recipientId);
  if (prompt.status === 'dropped') return isTheirs || !isAsked(client.status) ? 'dropped' : 'moved';
  if (prompt.status !== 'open') return prompt.status;
  if (!isTheirs) return 'moved';
  if (isAskedAgain) return 'asked-again';
  return prompt.askAt ? 'snoozed' : 'waiting';
}

/** A prompt of a round as its message shows it. */
export interface ShownPrompt extends PromptItem {
  status: PromptItemStatus;
}

/** A follow-up of a round as its message shows it. */
export interface ShownFollowUp extends FollowUpItem {
  status: FollowUpItemStatus;
}
