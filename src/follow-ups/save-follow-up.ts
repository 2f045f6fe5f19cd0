import { loadCalendar } from '../calendars/store.ts';
import { assertNotEnded } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import { lockClient, markHealthDue } from '../clients/store.ts';
import { UserError } from '../runtime/errors.ts';
import type { Deps } from '../slack/deps.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Transaction } from '../storage/database.ts';
import { planReminder } from './reminder-rules.ts';
import { type FollowUp, isOpen, type Promised, type Reminder } from './rules.ts';
import {
  addFollowUp,
  deleteFollowUp,
  followUpOfCheckIn,
  followUpOfView,
  type NewFollowUp,
  updateFollowUp,
} from './store.ts';

/** Brings messages that show these follow-ups up to date, within the transaction that changes them. */
export type InvalidateFollowUpMessages = (
  trx: Transaction,
  workspaceId: string,
  followUpIds: readonly string[],
) => Promise<void>;

export interface FollowUpDeps extends Pick<Deps, 'db' | 'clock'> {
  invalidateFollowUpMessages: InvalidateFollowUpMessages;
}

/** What was typed into the modal `viewId`: one modal makes one follow-up, however often it is submitted. */
export interface NotedFollowUp {
  clientId: string;
  viewId: string;
  /** `promisedById` is in the table of people. */
  promised: Promised;
}

/**
 * Saves a follow-up by itself. Submitted again, it takes what was typed last, unless it was done or dropped meanwhile.
 *
 * @returns `isNew` is false when this modal's follow-up was there already.
 * @throws UserError when the client is gone or was ended.
 */
export async function noteFollowUp(
  { db, clock, invalidateFollowUpMessages }: FollowUpDeps,
  { workspaceId, userId }: Pick<Requester, 'workspaceId' | 'userId'>,
  { clientId, viewId, promised }: NotedFollowUp,
): Promise<{ followUp: FollowUp; client: Client; isNew: boolean }> {
  return db.transaction().execute(async (trx) => {
    const now = clock.now();
    const client = await lockClient(trx, workspaceId, clientId);
    if (!client) throw new UserError('That client is gone, so nothing was saved.');
    const before = await followUpOfView(trx, workspaceId, viewId);
    if (before && (before.clientId !== clientId || before.createdBy !== userId)) throw notedElsewhere();
    if (before && !isOpen(before)) return { followUp: before, client, isNew: false };
    if (!before) await assertNotEnded(trx, client, ', so nothing was saved');
    await markHealthDue(trx, workspaceId, [clientId]);
    if (before) {
      const followUp = await changePromise(trx, before, { promised, byId: userId }, now);
      await invalidateFollowUpMessages(trx, workspaceId, [before.id]);
      return { followUp, client, isNew: false };
    }
    const promise = { ...promised, workspaceId, clientId, origin: { viewId }, createdBy: userId };
    return { followUp: await addPromise(trx, promise, now), client, isNew: true };
  });
}

/** The check-in in which something was promised. */
interface PromisedIn {
  workspaceId: string;
  clientId: string;
  id: string;
  authorId: string;
}

/**
 * Saves what was promised in a check-in, in place of what was noted for it before; null takes it away. What was done or
 * dropped meanwhile stays as it is. The client's row has to be locked in `trx` already.
 */
export async function saveFollowUpOfCheckIn(
  trx: Transaction,
  { workspaceId, clientId, id: checkInId, authorId }: PromisedIn,
  promised: Promised | null,
  now: Temporal.Instant,
): Promise<void> {
  const before = await followUpOfCheckIn(trx, workspaceId, checkInId);
  if (before ? !isOpen(before) : !promised) return;
  if (promised) {
    const promise = { ...promised, workspaceId, clientId, origin: { checkInId }, createdBy: authorId };
    if (before) await changePromise(trx, before, { promised, byId: authorId }, now);
    else await addPromise(trx, promise, now);
  } else if (before) {
    await deleteFollowUp(trx, workspaceId, before.id);
  }
  await markHealthDue(trx, workspaceId, [clientId]);
}

/** Changes who does what by when. Another person or another day gets new reminders. */
export async function changePromise(
  trx: Transaction,
  before: FollowUp,
  { promised, byId }: { promised: Promised; byId: string },
  now: Temporal.Instant,
): Promise<FollowUp> {
  const isSame = before.promisedById === promised.promisedById && before.dueOn.equals(promised.dueOn);
  const change = { ...promised, workspaceId: before.workspaceId, createdBy: byId };
  const reminder = isSame ? before.reminder : await firstReminder(trx, change, now);
  return updateFollowUp(trx, before, { ...promised, reminder });
}

/** With its first reminder. */
async function addPromise(
  trx: Transaction,
  promise: Omit<NewFollowUp, 'reminder'>,
  now: Temporal.Instant,
): Promise<FollowUp> {
  return addFollowUp(trx, { ...promise, reminder: await firstReminder(trx, promise, now) }, now);
}

/** @param promise with the person who says so: nobody is reminded at once of what they have just noted themselves. */
async function firstReminder(
  trx: Transaction,
  promise: Pick<NewFollowUp, 'workspaceId' | 'promisedById' | 'dueOn' | 'createdBy'>,
  now: Temporal.Instant,
): Promise<Reminder | null> {
  const { workspaceId, promisedById, dueOn, createdBy } = promise;
  const calendar = await loadCalendar(trx, workspaceId, promisedById);
  return planReminder(dueOn, calendar, now, { isTheirOwn: promisedById === createdBy });
}

function notedElsewhere(): UserError {
  return new UserError(
    'This follow-up is already saved for another client. Close this; you can drop it on that client’s card.',
  );
}
