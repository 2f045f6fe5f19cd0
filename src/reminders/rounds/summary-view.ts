/** What a round says in short: its first line, and the text of its notification. */
import { dueText } from '../../follow-ups/view.ts';
import { isInsider } from '../../people/rules.ts';
import { count } from '../../runtime/formats/numbers.ts';
import { clip, listText } from '../../runtime/formats/text.ts';
import type {
  FollowUpItem,
  FollowUpItemStatus,
  PromptItemStatus,
  ShownFollowUp,
  ShownPrompt,
} from './rules.ts';

const NAMES_MAX = 5;
/** So much of a promise is said where it is only named, in UTF-16 units. */
const PROMISE_MAX = 80;

const CONTINUED = 'Continued below.';
const ALL_SET = 'All set for now.';
const ALL_DONE = 'All done. Thank you!';
const NOTHING_LEFT = 'Nothing left to do here.';

export function greetingText(prompts: readonly ShownPrompt[], followUps: readonly ShownFollowUp[]): string {
  const due = followUps.filter(({ status }) => status === 'waiting');
  const waiting = prompts.filter(({ status }) => status === 'waiting');
  const [first] = due;
  if (waiting.length > 0) {
    const also = first ? ` And ${count(due.length, 'promise')} to keep.` : '';
    return `${askingText(waiting, prompts.length)}${also}`;
  }
  if (!first) return closedText(prompts, followUps);
  if (due.length < followUps.length + prompts.length) return `${count(due.length, 'promise')} left to keep.`;
  if (due.length === 1) return `A reminder about a promise to ${first.client.name}.`;
  return `A reminder about ${due.length} promises.`;
}

function askingText(waiting: readonly ShownPrompt[], total: number): string {
  if (waiting.length < total) return `${waiting.length} of ${count(total, 'client')} left to check in with.`;
  const [only] = waiting;
  if (waiting.length === 1 && only) return `Time to check in with ${only.client.name}.`;
  return `Time to check in with ${waiting.length} clients.`;
}

/** There is nothing left to ask, nor to remind of. */
function closedText(prompts: readonly ShownPrompt[], followUps: readonly ShownFollowUp[]): string {
  const statuses = (prompts.length > 0 ? prompts : followUps).map(({ status }) => status);
  if (statuses.some((status) => status === 'snoozed')) return ALL_SET;
  if (prompts.length === 0 && statuses.some((status) => status === 'moved')) return ALL_SET;
  if (statuses.some((status) => status === 'asked-again' || status === 'reminded-again')) return CONTINUED;
  const isDone = prompts.every(isAnswered) && followUps.every(({ status }) => status === 'done');
  return isDone && statuses.length > 0 ? ALL_DONE : NOTHING_LEFT;
}

function isAnswered({ status }: ShownPrompt): boolean {
  return status === 'answered';
}

/** The notification: the names, and what has become of them. @param today in the recipient's zone. */
export function notificationText(
  prompts: readonly ShownPrompt[],
  followUps: readonly ShownFollowUp[],
  today: Temporal.PlainDate,
): string {
  const clients = (label: string, ...statuses: PromptItemStatus[]) => {
    const members = prompts.filter(({ status }) => statuses.includes(status));
    return named(
      label,
      members.map(({ client }) => client.name),
    );
  };
  const promises = (label: string, ...statuses: FollowUpItemStatus[]) => {
    const members = followUps.filter(({ status }) => statuses.includes(status));
    return named(
      label,
      members.map(({ followUp }) => clip(followUp.what, PROMISE_MAX)),
    );
  };
  return [
    ...clients('Time to check in with', 'waiting'),
    ...duePromises(followUps, today),
    ...clients('Snoozed:', 'snoozed', 'asked-again'),
    ...clients('Checked in:', 'answered'),
    ...clients('Skipped:', 'skipped'),
    ...clients('No longer needed:', 'dropped', 'moved'),
    ...clients('Missed:', 'missed'),
    ...promises('Still promised:', 'moved', 'reminded-again'),
    ...promises('Done:', 'done'),
    ...promises('No longer promised:', 'dropped', 'ended', 'passed-on'),
  ].join(' ');
}

function named(label: string, names: readonly string[]): string[] {
  return names.length > 0 ? [`${label} ${firstNames(names)}.`] : [];
}

/** "Promised to Acme: Send the plan, by tomorrow, Wednesday 4 March." */
function duePromises(followUps: readonly ShownFollowUp[], today: Temporal.PlainDate): string[] {
  const due = followUps.filter(({ status }) => status === 'waiting');
  const rest = due.length - NAMES_MAX;
  return [
    ...due
      .slice(0, NAMES_MAX)
      .map(
        (item) =>
          `Promised to ${item.client.name}${leaverText(item)}: ${item.followUp.what}, ${dueText(item.followUp.dueOn, today)}.`,
      ),
    ...(rest > 0 ? [`And ${count(rest, 'more promise')}.`] : []),
  ];
}

/** Names who made a promise where that is somebody who has left: else it is the recipient. */
export function leaverText({ promiser }: FollowUpItem): string {
  return isInsider(promiser.kind) ? '' : ` by ${promiser.name}, who has left`;
}

/** The first few names, and how many more there are. */
export function firstNames(names: readonly string[]): string {
  if (names.length <= NAMES_MAX) return listText(names);
  const first = names.slice(0, NAMES_MAX - 1);
  return listText([...first, `${names.length - first.length} more`]);
}
