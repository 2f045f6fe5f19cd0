/** The reminders of promises: which are due, and for whom they may be. Who is reminded is decided by `resolveReminded`. */
import { type Selectable, sql } from 'kysely';
import type { FollowUp, Reminder } from '../../follow-ups/rules.ts';
import { toFollowUp } from '../../follow-ups/store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { FollowUpTable } from '../../storage/tables.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import type { Promiser } from './resolve-reminded.ts';
import { TURN_SIZE, turnAt } from './store.ts';

/** An open follow-up with a reminder to come. */
export type Remindable = FollowUp & { reminder: Reminder };

/** A reminder, with what decides who gets it. */
export type PendingReminder = Promiser & { followUp: Remindable };

/** Of whose promises reminders are due, in every workspace. */
export async function listDuePromisers(
  db: Database,
  now: Temporal.Instant,
): Promise<(Promiser & { workspaceId: string })[]> {
  return openReminders(db)
    .select([
      'follow_ups.workspace_id as workspaceId',
      'follow_ups.promised_by as promisedById',
      'clients.owner_id as ownerId',
      'clients.cover_id as coverId',
    ])
    .distinct()
    .where('follow_ups.remind_at', '<=', now)
    .orderBy('follow_ups.workspace_id')
    .execute();
}

/** The reminders due by `until` that a person may get: of what they promised, or somebody who is no longer a member. */
export async function listRemindersFor(
  db: Database,
  { workspaceId, personId }: PersonKey,
  until: Temporal.Instant,
): Promise<PendingReminder[]> {
  const rows = await openReminders(db)
    .innerJoin('people', (join) =>
      join
        .onRef('people.workspace_id', '=', 'follow_ups.workspace_id')
        .onRef('people.id', '=', 'follow_ups.promised_by'),
    )
    .selectAll('follow_ups')
    .select(['clients.owner_id', 'clients.cover_id'])
    .where('follow_ups.workspace_id', '=', workspaceId)
    .where('follow_ups.remind_at', '<=', until)
    .where((eb) => eb.or([eb('follow_ups.promised_by', '=', personId), eb('people.kind', '<>', 'member')]))
    .execute();
  return rows.flatMap(toPending);
}

/**
 * Locks those of these follow-ups that are still to be reminded of by `until`, the most urgent first. What another
 * transaction has locked, as a press on Done, is left to the next tick.
 */
export async function lockReminders(
  trx: Transaction,
  workspaceId: string,
  followUpIds: readonly string[],
  until: Temporal.Instant,
): Promise<Remindable[]> {
  if (followUpIds.length === 0) return [];
  const rows = await trx
    .selectFrom('follow_ups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...followUpIds])
    .where('done_at', 'is', null)
    .where('dropped_at', 'is', null)
    .where('remind_at', '<=', until)
    .orderBy('due_on')
    .orderBy('created_at')
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(toFollowUp).filter(isRemindable);
}

/** The reminders that wait beyond `now` for something due by `dueBy`, and whose turn it is to be looked at. */
export async function listWaitingReminders(
  db: Database,
  now: Temporal.Instant,
  dueBy: Temporal.PlainDate,
): Promise<PendingReminder[]> {
  const { rows } = await sql<ReminderRow>`
    with waiting as (
      select follow_ups.*, clients.owner_id, clients.cover_id,
        (count(*) over () + ${TURN_SIZE} - 1) / ${TURN_SIZE} as turns
      from follow_ups
      join clients on clients.workspace_id = follow_ups.workspace_id and clients.id = follow_ups.client_id
        and clients.status <> 'ended'
      where follow_ups.done_at is null and follow_ups.dropped_at is null
        and follow_ups.remind_at > ${now} and follow_ups.due_on <= ${dueBy})
    select * from waiting
    where mod(abs(hashtext(id::text)::bigint), turns) = mod(${turnAt(now)}::bigint, turns)`.execute(db);
  return rows.flatMap(toPending);
}

/** Moves a reminder, unless it has been sent, or moved, since it was read. */
export async function moveReminder(
  db: Database,
  { workspaceId, id, reminder }: Remindable,
  at: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('follow_ups')
    .set({ remind_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('reminder', '=', reminder.kind)
    .where('remind_at', '=', reminder.at)
    .execute();
}

function openReminders(db: Database) {
  return db
    .selectFrom('follow_ups')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.workspace_id', '=', 'follow_ups.workspace_id')
        .onRef('clients.id', '=', 'follow_ups.client_id'),
    )
    .where('clients.status', '<>', 'ended')
    .where('follow_ups.done_at', 'is', null)
    .where('follow_ups.dropped_at', 'is', null)
    .where('follow_ups.remind_at', 'is not', null);
}

type ReminderRow = Selectable<FollowUpTable> & { owner_id: string; cover_id: string | null };

function toPending(row: ReminderRow): PendingReminder[] {
  const followUp = toFollowUp(row);
  const { promisedById } = followUp;
  if (!isRemindable(followUp)) return [];
  return [{ followUp, promisedById, ownerId: row.owner_id, coverId: row.cover_id }];
}

function isRemindable(followUp: FollowUp): followUp is Remindable {
  return followUp.reminder !== null;
}
