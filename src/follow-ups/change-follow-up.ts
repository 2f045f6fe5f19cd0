import { loadCalendar } from '../calendars/store.ts';
import type { Client } from '../clients/rules.ts';
import { findClient, lockClient, markHealthDue } from '../clients/store.ts';
import { findPerson } from '../people/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { changePromise } from './keep-follow-up.ts';
import { planReminder } from './reminders.ts';
import type { FollowUp } from './rules.ts';
import { dayAfterMove, isOpen, type Move, mayPutOff } from './rules.ts';
import { closeFollowUp, findFollowUp, lockFollowUp, reopenFollowUp } from './store.ts';

/** Has messages that show these follow-ups brought up to date, within the transaction that changes them. */
export type InvalidateFollowUpMessages = (
  trx: Transaction,
  workspaceId: string,
  followUpIds: readonly string[],
) => Promise<void>;

/** What became of a press. */
export interface Changed {
  followUp: FollowUp;
  client: Client;
  /** False when nothing was left to change: it was so already, or had been done or dropped. */
  changed: boolean;
}

type By = Pick<Requester, 'workspaceId' | 'userId' | 'timeZone'>;

/** Notes that a promise was kept: anybody who knows may say so. @throws UserError when it is gone. */
export function completeFollowUp(
  db: Database,
  clock: Clock,
  show: InvalidateFollowUpMessages,
  by: By,
  id: string,
): Promise<Changed> {
  return change(db, show, by, id, async (trx, { followUp }) => {
    if (!isOpen(followUp)) return false;
    await closeFollowUp(trx, by.workspaceId, id, 'done', by.userId, clock.now());
    return true;
  });
}

/** Takes a promise off the list without its being kept. @throws UserError when it is gone, or not theirs to drop. */
export function dropFollowUp(
  db: Database,
  clock: Clock,
  show: InvalidateFollowUpMessages,
  by: By,
  id: string,
): Promise<Changed> {
  return change(db, show, by, id, async (trx, found) => {
    if (!isOpen(found.followUp)) return false;
    await assertMayPutOff(trx, found, by);
    await closeFollowUp(trx, by.workspaceId, id, 'dropped', by.userId, clock.now());
    return true;
  });
}

/**
 * Puts a promise on another day; its reminders follow.
 *
 * @param to a day, or a way to reckon it from the mover's today.
 * @throws UserError when it is gone, or not theirs to move.
 */
export function moveFollowUp(
  db: Database,
  clock: Clock,
  show: InvalidateFollowUpMessages,
  by: By,
  id: string,
  to: Move | Temporal.PlainDate,
): Promise<Changed> {
  return change(db, show, by, id, async (trx, found) => {
    const { followUp } = found;
    if (!isOpen(followUp)) return false;
    await assertMayPutOff(trx, found, by);
    const now = clock.now();
    const today = now.toZonedDateTimeISO(by.timeZone).toPlainDate();
    const calendar = await loadCalendar(trx, by.workspaceId, followUp.promisedById);
    const dueOn = to instanceof Temporal.PlainDate ? to : dayAfterMove(to, today, calendar);
    if (dueOn.equals(followUp.dueOn)) return false;
    await changePromise(trx, followUp, { ...followUp, dueOn }, by.userId, now);
    return true;
  });
}

/**
 * Takes a Done or a Drop back. Reminders that would have come meanwhile are not made up for.
 *
 * @throws UserError when it is gone, or neither they have done it nor may put it off.
 */
export function undoFollowUp(
  db: Database,
  clock: Clock,
  show: InvalidateFollowUpMessages,
  by: By,
  id: string,
): Promise<Changed> {
  return change(db, show, by, id, async (trx, found) => {
    const { followUp } = found;
    if (isOpen(followUp)) return false;
    if (![followUp.doneBy, followUp.droppedBy].includes(by.userId)) await assertMayPutOff(trx, found, by);
    const { reminder, dueOn, promisedById } = followUp;
    const calendar = await loadCalendar(trx, by.workspaceId, promisedById);
    const ahead =
      reminder && planReminder(dueOn, calendar, clock.now(), { from: reminder.kind, isTheirOwn: true });
    await reopenFollowUp(trx, by.workspaceId, id, ahead);
    return true;
  });
}

interface Found {
  followUp: FollowUp;
  client: Client;
}

/** The client is locked before the follow-up, as wherever something is recorded about a client. */
async function change(
  db: Database,
  show: InvalidateFollowUpMessages,
  { workspaceId }: By,
  id: string,
  work: (trx: Transaction, found: Found) => Promise<boolean>,
): Promise<Changed> {
  return db.transaction().execute(async (trx) => {
    const known = await findFollowUp(trx, workspaceId, id);
    const client = known && (await lockClient(trx, workspaceId, known.clientId));
    const followUp = client && (await lockFollowUp(trx, workspaceId, id));
    if (!followUp) throw followUpGone();
    const changed = await work(trx, { followUp, client });
    if (!changed) return { followUp, client, changed };
    await show(trx, workspaceId, [id]);
    await markHealthDue(trx, workspaceId, [client.id]);
    return { followUp: (await findFollowUp(trx, workspaceId, id)) ?? followUp, client, changed };
  });
}

/** An open follow-up that `by` may put on another day, with its client; as it is, if it is open no more. */
export async function findMovable(db: Database, by: By, id: string): Promise<Found> {
  const followUp = await findFollowUp(db, by.workspaceId, id);
  const client = followUp && (await findClient(db, by.workspaceId, followUp.clientId));
  if (!client) throw followUpGone();
  if (isOpen(followUp)) await assertMayPutOff(db, { followUp, client }, by);
  return { followUp, client };
}

async function assertMayPutOff(
  db: Database,
  { followUp, client }: Found,
  { workspaceId, userId }: By,
): Promise<void> {
  const { leadId } = await loadWorkspace(db, workspaceId);
  if (mayPutOff(followUp, client, leadId, userId)) return;
  const who = await findPerson(db, workspaceId, followUp.promisedById);
  throw new UserError(
    `Only ${who?.name ?? 'somebody'}, who promised this, whoever looks after ${client.name}, and your lead can move or drop it. If it is done, press Done.`,
  );
}

export function followUpGone(): UserError {
  return new UserError('That follow-up is not there any more, so there is nothing to do.');
}
