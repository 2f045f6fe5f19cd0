/** What a round says in plain words: its first line, and what a notification tells of it. */

import { dueText } from '../../follow-ups/view.ts';
import { isInsider } from '../../people/rules.ts';
import { count } from '../../runtime/formats/numbers.ts';
import { clip } from '../../runtime/formats/text.ts';
import type { FollowUpItem, FollowUpStanding, RoundItem, Standing } from './rules.ts';

export interface Entry extends RoundItem {
  standing: Standing;
}

export interface PromiseEntry extends FollowUpItem {
  standing: FollowUpStanding;
}

const NAMES_SAID = 5;
/** So much of each promise is said where it is only named, in UTF-16 units. */
const NAMED_MAX = 80;

export function greetingText(entries: readonly Entry[], promises: readonly PromiseEntry[]): string {
  const due = promises.filter((promise) => promise.standing === 'waiting');
  const [only] = due;
  const isAsking = entries.some(isWaiting);
  if (!only) return entries.length > 0 ? asking(entries, promises) : settled(promises);
  if (isAsking) return `${asking(entries, [])} And ${count(due.length, 'promise')} to keep.`;
  if (due.length < promises.length + entries.length) return `${count(due.length, 'promise')} still to keep.`;
  if (due.length === 1) return `A reminder of what was promised to ${only.client.name}.`;
  return `A reminder of ${due.length} promises.`;
}

function asking(entries: readonly Entry[], promises: readonly PromiseEntry[]): string {
  const waiting = entries.filter(isWaiting);
  const [only] = waiting;
  if (!only) {
    if (entries.some((entry) => entry.standing === 'snoozed')) return 'Nothing to do here for now.';
    if (entries.some((entry) => entry.standing === 'asked-again')) {
      return 'This goes on in a newer message below.';
    }
    const answered = entries.every((entry) => entry.standing === 'answered');
    return answered && promises.every(isKept) ? ALL_DONE : NOTHING_LEFT;
  }
  if (waiting.length < entries.length)
    return `${waiting.length} of ${count(entries.length, 'client')} still to ask.`;
  if (waiting.length === 1) return `Time to ask ${only.client.name} how it is going.`;
  return `Time to ask ${waiting.length} clients how it is going.`;
}

function settled(promises: readonly PromiseEntry[]): string {
  if (promises.some((promise) => promise.standing === 'moved')) return 'Nothing to do here for now.';
  if (promises.some((promise) => promise.standing === 'reminded-again')) {
    return 'This goes on in a newer message below.';
  }
  return promises.every(isKept) && promises.length > 0 ? ALL_DONE : NOTHING_LEFT;
}

const ALL_DONE = 'All done here. Thank you!';
const NOTHING_LEFT = 'Nothing is left to do here.';

/** What a notification says: the names, and what became of them. @param today in the reader's zone. */
export function storyText(
  entries: readonly Entry[],
  promises: readonly PromiseEntry[],
  today: Temporal.PlainDate,
): string {
  const clients = (label: string, ...which: Standing[]) => {
    const members = entries.filter(({ standing }) => which.includes(standing));
    return named(
      label,
      members.map(({ client }) => client.name),
    );
  };
  const promised = (label: string, ...which: FollowUpStanding[]) => {
    const members = promises.filter(({ standing }) => which.includes(standing));
    return named(
      label,
      members.map(({ followUp }) => clip(followUp.what, NAMED_MAX)),
    );
  };
  return [
    ...clients('Time to check in with', 'waiting'),
    ...duePromises(promises, today),
    ...clients('Put off:', 'snoozed', 'asked-again'),
    ...clients('Answered:', 'answered'),
    ...clients('Skipped:', 'skipped'),
    ...clients('Not asked any more:', 'dropped', 'moved'),
    ...clients('Passed:', 'missed'),
    ...promised('Still promised:', 'moved', 'reminded-again'),
    ...promised('Done:', 'done'),
    ...promised('No longer promised:', 'dropped', 'ended', 'passed-on'),
  ].join(' ');
}

function named(label: string, names: readonly string[]): string[] {
  return names.length > 0 ? [`${label} ${listed(names)}.`] : [];
}

/** Who promised it is said once they have left: else it is the reader. */
export function leaver({ who }: FollowUpItem): string {
  return isInsider(who.kind) ? '' : ` by ${who.name}, who has left`;
}

/** "Promised to Acme: Send the plan, by tomorrow, Wednesday 4 March." */
function duePromises(promises: readonly PromiseEntry[], today: Temporal.PlainDate): string[] {
  const due = promises.filter((promise) => promise.standing === 'waiting');
  const rest = due.length - NAMES_SAID;
  return [
    ...due
      .slice(0, NAMES_SAID)
      .map(
        (promise) =>
          `Promised to ${promise.client.name}${leaver(promise)}: ${promise.followUp.what}, ${dueText(promise.followUp.dueOn, today)}.`,
      ),
    ...(rest > 0 ? [`And ${count(rest, 'more promise')}.`] : []),
  ];
}

export function listed(names: readonly string[]): string {
  const said = names.length > NAMES_SAID ? names.slice(0, NAMES_SAID - 1) : names;
  const all = said.length < names.length ? [...said, `${names.length - said.length} more`] : said;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : (all[0] ?? '');
}

export function isWaiting(entry: Entry): boolean {
  return entry.standing === 'waiting';
}

function isKept(promise: PromiseEntry): boolean {
  return promise.standing === 'done';
}
