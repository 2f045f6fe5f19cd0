import { loadCalendar } from '../calendars/store.ts';
import type { Client } from '../clients/rules.ts';
import { findClient, lockClient, markHealthDue } from '../clients/store.ts';
import { findPerson } from '../people/store.ts';
import { UserError } from '../runtime/errors.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { planReminder } from './reminder-rules.ts';
import { dayAfterMove, type FollowUp, type FollowUpChange, isOpen, type Move, mayMove } from './rules.ts';
import { changePromise, type FollowUpDeps } from './save-follow-up.ts';
import { closeFollowUp, findFollowUp, lockFollowUp, reopenFollowUp } from './store.ts';

/** What became of a press. */
export interface Changed {
  followUp: FollowUp;
  client: Client;
  /** False when there was nothing left to change: it was so already, or had been done or dropped. */
  changed: boolean;
}

type By = Pick<Requester, 'workspaceId' | 'userId' | 'timeZone'>;

interface Found {
  followUp: FollowUp;
  client: Client;
}

interface Changing extends Found {
  by: By;
  now: Temporal.Instant;
}

/**
 * Changes a follow-up, and what shows it. The client is locked before the follow-up, as wherever something is recorded
 * about a client.
 *
 * @throws UserError when it is gone, or is not theirs to change.
 */
export async function changeFollowUp(
  { db, clock, invalidateFollowUpMessages }: FollowUpDeps,
  by: By,
  id: string,
  change: FollowUpChange,
): Promise<Changed> {
  const { workspaceId } = by;
  return db.transaction().execute(async (trx) => {
    const known = await findFollowUp(trx, workspaceId, id);
    const client = known && (await lockClient(trx, workspaceId, known.clientId));
    const followUp = client && (await lockFollowUp(trx, workspaceId, id));
    if (!followUp) throw followUpGone();
    const changed = await apply(trx, change, { followUp, client, by, now: clock.now() });
    if (!changed) return { followUp, client, changed };
    await invalidateFollowUpMessages(trx, workspaceId, [id]);
    await markHealthDue(trx, workspaceId, [client.id]);
    return { followUp: (await findFollowUp(trx, workspaceId, id)) ?? followUp, client, changed };
  });
}

/** @returns whether that changed anything. */
async function apply(trx: Transaction, change: FollowUpChange, changing: Changing): Promise<boolean> {
  const { followUp, by, now } = changing;
  if (change.kind === 'undo') return !isOpen(followUp) && reopen(trx, changing);
  if (!isOpen(followUp)) return false;
  if (change.kind === 'done') {
    await closeFollowUp(trx, followUp, 'done', { by: by.userId, at: now });
    return true;
  }
  await assertMayMove(trx, changing, by);
  if (change.kind === 'move') return move(trx, change.to, changing);
  await closeFollowUp(trx, followUp, 'dropped', { by: by.userId, at: now });
  return true;
}

async function move(
  trx: Transaction,
  to: Move | Temporal.PlainDate,
  { followUp, by, now }: Changing,
): Promise<boolean> {
  const today = now.toZonedDateTimeISO(by.timeZone).toPlainDate();
  const calendar = await loadCalendar(trx, by.workspaceId, followUp.promisedById);
  const dueOn = to instanceof Temporal.PlainDate ? to : dayAfterMove(to, today, calendar);
  if (dueOn.equals(followUp.dueOn)) return false;
  await changePromise(trx, followUp, { promised: { ...followUp, dueOn }, byId: by.userId }, now);
  return true;
}

/** The person who closed it may take that back. Reminders that would have come meanwhile are not sent. */
async function reopen(trx: Transaction, { by, now, ...found }: Changing): Promise<boolean> {
  const { reminder, dueOn, promisedById, doneBy, droppedBy } = found.followUp;
  if (![doneBy, droppedBy].includes(by.userId)) await assertMayMove(trx, found, by);
  const calendar = await loadCalendar(trx, by.workspaceId, promisedById);
  const next = reminder && planReminder(dueOn, calendar, now, { from: reminder.kind, isTheirOwn: true });
  await reopenFollowUp(trx, found.followUp, next);
  return true;
}

/** A follow-up that `by` may move, with its client; as it is, if it is not open any more. @throws UserError */
export async function findMovable(db: Database, by: By, id: string): Promise<Found> {
  const followUp = await findFollowUp(db, by.workspaceId, id);
  const client = followUp && (await findClient(db, by.workspaceId, followUp.clientId));
  if (!client) throw followUpGone();
  if (isOpen(followUp)) await assertMayMove(db, { followUp, client }, by);
  return { followUp, client };
}

async function assertMayMove(db: Database, { followUp, client }: Found, by: By): Promise<void> {
  const { leadId } = await loadWorkspace(db, by.workspaceId);
  if (mayMove(followUp, client, leadId, by.userId)) return;
  const who = await findPerson(db, by.workspaceId, followUp.promisedById);
  throw new UserError(
    `Only ${who?.name ?? 'somebody'}, who promised this, the owner of ${client.name} and your lead can move or drop it. If it’s done, press Done.`,
  );
}

function followUpGone(): UserError {
  return new UserError('That follow-up is gone, so there’s nothing to do.');
}
