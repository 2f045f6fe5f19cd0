import { dueAfterContact, withOwnerTime } from '../clients/cadence/rules.ts';
import { assertNotEnded } from '../clients/find-client.ts';
import { type Client, isAsked } from '../clients/rules.ts';
import { recordContact, setNextDue } from '../clients/schedule-store.ts';
import { lockClient } from '../clients/store.ts';
import type { Promised } from '../follow-ups/rules.ts';
import { type InvalidateFollowUpMessages, saveFollowUpOfCheckIn } from '../follow-ups/save-follow-up.ts';
import type { Person } from '../people/rules.ts';
import { findPeople, findPerson } from '../people/store.ts';
import { UserError } from '../runtime/errors.ts';
import type { Deps } from '../slack/deps.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Transaction } from '../storage/database.ts';
import { type Answers, type CheckIn, isContact, spokeAt } from './rules.ts';
import {
  addCheckIn,
  askNextQuestion,
  checkInOfView,
  linkPrompt,
  recountLastContact,
  updateAnswers,
} from './store.ts';

/**
 * Marks the open prompt about a client as answered, within the transaction that saves the check-in.
 * @returns the prompt's id, or null when none was open.
 * @internal
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

/** Who checks in: a member, known in `people`. */
export type Author = Pick<Requester, 'workspaceId' | 'userId'>;

export interface Recording {
  clientId: string;
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
 * client's next question. Submitted again, it takes the newer answers and does nothing else twice.
 *
 * An own impression answers the prompt and puts off the next one, but it is no contact.
 *
 * @throws UserError when the client is gone or was ended.
 */
export async function recordCheckIn(
  { db, clock, answerPrompt }: Pick<Deps, 'db' | 'clock'> & Pick<CheckInHooks, 'answerPrompt'>,
  by: Author,
  recording: Recording,
): Promise<Recorded> {
  const { workspaceId, userId: authorId } = by;
  const { clientId, viewId, answers, promised } = recording;
  return db.transaction().execute(async (trx) => {
    const now = clock.now();
    const client = await lockClient(trx, workspaceId, clientId);
    if (!client) throw new UserError('That client is gone, so nothing was saved.');
    const earlier = await checkInOfView(trx, workspaceId, viewId);
    if (earlier) {
      if (earlier.clientId !== clientId || earlier.authorId !== authorId) throw savedElsewhere();
      return recordAgain(trx, { client, earlier }, recording, now);
    }
    await assertNotEnded(trx, client, ', so nothing was saved');

    const people = await findPeople(trx, workspaceId, [client.ownerId, authorId]);
    const owner = people.get(client.ownerId);
    const author = people.get(authorId);
    if (!owner || !author)
      throw new Error('The owner of a client, or the author of a check-in, is not known');
    const at = spokeAt(answers, author.timeZone, now);
    const added = await addCheckIn(trx, { ...recording, workspaceId, authorId, spokeAt: at }, now);
    if (!added) throw savedElsewhere();
    if (promised) await saveFollowUpOfCheckIn(trx, added, promised, now);
    const promptId = await answerPrompt(trx, { workspaceId, clientId }, authorId, now);
    if (promptId) await linkPrompt(trx, workspaceId, added.id, promptId);
    if (answers.question) await askNextQuestion(trx, workspaceId, clientId);
    const nextDueAt = await resetClock(trx, { client, owner }, added, now);
    return { checkIn: { ...added, promptId }, client, nextDueAt, isNew: true };
  });
}

async function recordAgain(
  trx: Transaction,
  { client, earlier }: { client: Client; earlier: CheckIn },
  { answers, promised }: Recording,
  now: Temporal.Instant,
): Promise<Recorded> {
  const checkIn = await changeAnswers(trx, earlier, answers, null);
  await saveFollowUpOfCheckIn(trx, earlier, promised, now);
  return { checkIn, client, nextDueAt: client.nextDueAt, isNew: false };
}

/**
 * Replaces what was answered. Where that turns out to have been a contact, none, or one on another day, the last contact
 * follows.
 *
 * @param editedAt null leaves the check-in without the mark that it was edited.
 */
export async function changeAnswers(
  trx: Transaction,
  before: CheckIn,
  answers: Answers,
  editedAt: Temporal.Instant | null,
): Promise<CheckIn> {
  const { workspaceId, authorId, createdAt } = before;
  const author = await findPerson(trx, workspaceId, authorId);
  const at = spokeAt(answers, author?.timeZone ?? 'UTC', createdAt);
  const after = await updateAnswers(trx, before, { answers, spokeAt: at }, editedAt);
  const isSame = isContact(before) === isContact(after) && before.spokeAt.equals(after.spokeAt);
  if (!isSame) await recountLastContact(trx, after);
  return after;
}

async function resetClock(
  trx: Transaction,
  { client, owner }: { client: Client; owner: Person },
  checkIn: CheckIn,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  if (isContact(checkIn)) return recordContact(trx, client, { at: checkIn.spokeAt, owner }, now);
  if (!isAsked(client.status)) return null;
  const nextDueAt = dueAfterContact(withOwnerTime(client.cadence, owner), owner.timeZone, now);
  await setNextDue(trx, client.workspaceId, client.id, nextDueAt);
  return nextDueAt;
}

function savedElsewhere(): UserError {
  return new UserError(
    'This check-in is already saved for another client. Close this; you can change it on that client’s card.',
  );
}
