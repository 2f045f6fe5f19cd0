import { dueAfterContact, withOwnerTime } from '../clients/cadence/rules.ts';
import { assertNotEnded } from '../clients/find-client.ts';
import { type Client, isAsked } from '../clients/rules.ts';
import { recordContact, setNextDue } from '../clients/schedule-store.ts';
import { lockClient } from '../clients/store.ts';
import type { InvalidateFollowUpMessages } from '../follow-ups/change-follow-up.ts';
import { keepFollowUp } from '../follow-ups/keep-follow-up.ts';
import type { Promised } from '../follow-ups/rules.ts';
import { findPeople, findPerson } from '../people/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { type Answers, type CheckIn, contactAt, isContact } from './rules.ts';
import {
  addCheckIn,
  askNextQuestion,
  changeAnswers,
  checkInOfView,
  linkPrompt,
  recountLastContact,
} from './store.ts';

/**
 * Marks the open prompt about a client as answered, within the transaction that saves the check-in.
 * @returns the prompt's id, or null when none was open.
 */
export type AnswerPrompt = (
  trx: Transaction,
  client: { workspaceId: string; clientId: string },
  by: string,
  now: Temporal.Instant,
) => Promise<string | null>;

/** What other features do in the transaction that records a check-in. */
export interface CheckInHooks {
  answerPrompt: AnswerPrompt;
  invalidateFollowUpMessages: InvalidateFollowUpMessages;
}

export interface Recording {
  workspaceId: string;
  clientId: string;
  /** A member, known in `people`. */
  authorId: string;
  /** Slack's id of the modal: one modal makes one check-in, however often it is submitted. */
  viewId: string;
  answers: Answers;
  /** `promisedById` is known in `people`. */
  promised: Promised | null;
}

export interface Recorded {
  checkIn: CheckIn;
  client: Client;
  /** When the owner is asked next; null for not. */
  nextDueAt: Temporal.Instant | null;
  /** False when this modal's check-in was there already. */
  isNew: boolean;
}

/**
 * Saves a check-in with all that follows from it, or nothing: the follow-up, the answered prompt, the reset clock and the
 * client's next question. Submitted again, it takes the newer answers and does the rest no second time.
 *
 * An own read answers the prompt and puts off the next one, but nobody has spoken with the client: the last contact stays.
 *
 * @throws UserError when the client is gone or ended.
 */
export async function recordCheckIn(
  db: Database,
  clock: Clock,
  answerPrompt: AnswerPrompt,
  recording: Recording,
): Promise<Recorded> {
  const { workspaceId, clientId, authorId, viewId, answers, promised } = recording;
  return db.transaction().execute(async (trx) => {
    const now = clock.now();
    const client = await lockClient(trx, workspaceId, clientId);
    if (!client) throw new UserError('That client is not there any more, so nothing was saved.');
    const earlier = await checkInOfView(trx, workspaceId, viewId);
    if (earlier) return again(trx, client, earlier, recording, now);
    await assertNotEnded(trx, client, ', so nothing was saved');

    const added = await addCheckIn(trx, { workspaceId, clientId, authorId, viewId, answers }, now);
    if (!added) throw savedElsewhere();
    if (promised) await keepFollowUp(trx, added, promised, now);
    const promptId = await answerPrompt(trx, { workspaceId, clientId }, authorId, now);
    if (promptId) await linkPrompt(trx, workspaceId, added.id, promptId);
    if (answers.question) await askNextQuestion(trx, workspaceId, clientId);
    const nextDueAt = await resetClock(trx, client, authorId, answers, now);
    return { checkIn: { ...added, promptId }, client, nextDueAt, isNew: true };
  });
}

async function again(
  trx: Transaction,
  client: Client,
  earlier: CheckIn,
  { authorId, answers, promised }: Recording,
  now: Temporal.Instant,
): Promise<Recorded> {
  if (earlier.clientId !== client.id || earlier.authorId !== authorId) throw savedElsewhere();
  const checkIn = await changeAnswers(trx, client.workspaceId, earlier.id, answers, null);
  await keepFollowUp(trx, earlier, promised, now);
  if (contactMoved(earlier, checkIn)) await recount(trx, client, authorId);
  return { checkIn, client, nextDueAt: client.nextDueAt, isNew: false };
}

/** Whether the last contact has to be reckoned anew once `before` has become `after`. */
export function contactMoved(before: CheckIn, after: CheckIn): boolean {
  return isContact(before) !== isContact(after) || String(before.spokeOn) !== String(after.spokeOn);
}

/** @param authorId whoever says on which day it was. */
export async function recount(trx: Transaction, client: Client, authorId: string): Promise<void> {
  const author = await findPerson(trx, client.workspaceId, authorId);
  await recountLastContact(trx, client.workspaceId, client.id, author?.timeZone ?? 'UTC');
}

async function resetClock(
  trx: Transaction,
  client: Client,
  authorId: string,
  answers: Answers,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const people = await findPeople(trx, client.workspaceId, [client.ownerId, authorId]);
  const owner = people.get(client.ownerId);
  if (!owner) throw new Error('The owner of a client is not known');
  if (isContact(answers)) {
    const spokeAt = contactAt(answers, people.get(authorId)?.timeZone ?? owner.timeZone, now);
    return recordContact(trx, client, { at: spokeAt, owner }, now);
  }
  if (!isAsked(client.status)) return null;
  const nextDueAt = dueAfterContact(withOwnerTime(client.cadence, owner), owner.timeZone, now);
  await setNextDue(trx, client.workspaceId, client.id, nextDueAt);
  return nextDueAt;
}

function savedElsewhere(): UserError {
  return new UserError(
    'This check-in was saved already, about another client. Close this, and change it from that client’s card.',
  );
}
