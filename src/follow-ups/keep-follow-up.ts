import { loadCalendar } from '../calendars/store.ts';
import type { CheckIn } from '../check-ins/rules.ts';
import { markHealthDue } from '../clients/store.ts';
import type { Transaction } from '../storage/database.ts';
import { planReminder } from './reminders.ts';
import type { FollowUp, Promised, Reminder } from './rules.ts';
import { isOpen } from './rules.ts';
import { addFollowUp, changeFollowUp, deleteFollowUp, followUpOf, type NewFollowUp } from './store.ts';

/**
 * Notes what was promised in a check-in, in the place of what was noted for it before; null takes it away. What was done
 * or dropped meanwhile stays as it is. The client's row has to be locked in `trx` already.
 */
export async function keepFollowUp(
  trx: Transaction,
  { workspaceId, clientId, id: checkInId, authorId }: CheckIn,
  promised: Promised | null,
  now: Temporal.Instant,
): Promise<void> {
  const before = await followUpOf(trx, workspaceId, checkInId);
  if (before ? !isOpen(before) : !promised) return;
  if (promised) {
    const origin = { checkInId };
    if (before) await changePromise(trx, before, promised, authorId, now);
    else await addPromise(trx, { ...promised, workspaceId, clientId, origin, createdBy: authorId }, now);
  } else if (before) {
    await deleteFollowUp(trx, workspaceId, before.id);
  }
  await markHealthDue(trx, workspaceId, [clientId]);
}

/** Notes a promise, with its first reminder. */
export async function addPromise(
  trx: Transaction,
  promise: Omit<NewFollowUp, 'reminder'>,
  now: Temporal.Instant,
): Promise<FollowUp> {
  const { workspaceId, createdBy } = promise;
  const reminder = await firstReminder(trx, workspaceId, promise, createdBy, now);
  return addFollowUp(trx, { ...promise, reminder }, now);
}

/** Another person or another day has its reminders reckoned anew. */
export async function changePromise(
  trx: Transaction,
  before: FollowUp,
  promised: Promised,
  byId: string,
  now: Temporal.Instant,
): Promise<FollowUp> {
  const { workspaceId } = before;
  const isSame = before.promisedById === promised.promisedById && before.dueOn.equals(promised.dueOn);
  const reminder = isSame ? before.reminder : await firstReminder(trx, workspaceId, promised, byId, now);
  return changeFollowUp(trx, before, { ...promised, reminder });
}

async function firstReminder(
  trx: Transaction,
  workspaceId: string,
  { promisedById, dueOn }: Promised,
  byId: string,
  now: Temporal.Instant,
): Promise<Reminder | null> {
  const calendar = await loadCalendar(trx, workspaceId, promisedById);
  return planReminder(dueOn, calendar, now, { isTheirOwn: promisedById === byId });
}
