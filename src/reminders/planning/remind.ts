/** Reminds people of what they promised: in the round that goes out to them on that day, else in one of its own. */
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Calendar } from '../../calendars/rules.ts';
import { loadCalendar } from '../../calendars/store.ts';
import { reminderAfter, reminderAt } from '../../follow-ups/reminders.ts';
import type { FollowUp, Reminder } from '../../follow-ups/rules.ts';
import { setReminder, toFollowUp } from '../../follow-ups/store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { FollowUpTable } from '../../storage/tables.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import { loadOwnSchedule } from '../../upcoming/load-schedules.ts';
import { addRound } from '../rounds/add-round.ts';

/** An open follow-up of which somebody is still to be reminded. */
export type Remindable = FollowUp & { reminder: Reminder };

/**
 * Who is reminded of each open follow-up that has a reminder to come: the person who promised it; once they have left,
 * whoever answers for the client, as `findSuccessor` tells. Where there is nobody, it waits.
 */
export const REMINDED: RawBuilder<unknown> = sql`
  follow_ups
  join clients on clients.workspace_id = follow_ups.workspace_id and clients.id = follow_ups.client_id
    and clients.status <> 'ended'
  join workspaces on workspaces.id = follow_ups.workspace_id
  join people promiser on promiser.workspace_id = follow_ups.workspace_id and promiser.id = follow_ups.promised_by
  join people owner on owner.workspace_id = follow_ups.workspace_id and owner.id = clients.owner_id
  left join people cover on cover.workspace_id = follow_ups.workspace_id and cover.id = clients.cover_id
  join people reminded on reminded.workspace_id = follow_ups.workspace_id and reminded.kind = 'member'
    and reminded.id = case
      when promiser.kind = 'member' then promiser.id
      when owner.kind = 'member' then owner.id
      when cover.kind = 'member' then cover.id
      else workspaces.lead_id end
  where follow_ups.done_at is null and follow_ups.dropped_at is null and follow_ups.remind_at is not null`;

/** Those with a promise of which they are to be reminded by now. */
export async function peopleToRemind(db: Database, now: Temporal.Instant): Promise<PersonKey[]> {
  const { rows } = await sql<PersonKey>`
    select distinct follow_ups.workspace_id as "workspaceId", reminded.id as "personId"
    from ${REMINDED} and follow_ups.remind_at <= ${now}
    order by 1, 2`.execute(db);
  return rows;
}

/**
 * Reminds a person, in a round of its own, of what is due by now; unless this is no good moment, or a round goes out to
 * them later on the same day: then it waits for that.
 *
 * @param doNotDisturbUntil until when Slack keeps notifications from the person.
 */
export async function remindDue(
  trx: Transaction,
  person: PersonKey,
  doNotDisturbUntil: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<void> {
  const due = await lockRemindable(trx, person, now);
  if (due.length === 0) return;
  const calendar = { ...(await loadCalendar(trx, person.workspaceId, person.personId)), doNotDisturbUntil };
  const ready: Remindable[] = [];
  for (const followUp of due) {
    const at = reminderAt(followUp.reminder.kind, followUp.dueOn, calendar, now);
    if (Temporal.Instant.compare(at, now) <= 0) ready.push(followUp);
    else await remindLater(trx, followUp, at);
  }
  if (ready.length === 0) return;
  const round = await roundLaterToday(trx, person, calendar, now);
  if (round) {
    for (const followUp of ready) await remindLater(trx, followUp, round);
    return;
  }
  await addRound(trx, person, { promptIds: [], followUps: ready }, now);
  await advance(trx, ready, calendar, now);
}

/** What belongs into a round that goes out to a person now: all of which they are to be reminded on this day. */
export async function takeReminders(
  trx: Transaction,
  person: PersonKey,
  calendar: Calendar,
  now: Temporal.Instant,
): Promise<FollowUp[]> {
  const tomorrow = now.toZonedDateTimeISO(calendar.zone).startOfDay().add({ days: 1 }).toInstant();
  const lastOfToday = tomorrow.subtract({ nanoseconds: 1 });
  const due = (await lockRemindable(trx, person, lastOfToday)).filter(({ reminder, dueOn }) => {
    const at = reminderAt(reminder.kind, dueOn, calendar, now);
    return Temporal.Instant.compare(at, tomorrow) < 0;
  });
  await advance(trx, due, calendar, now);
  return due;
}

/** What another transaction has locked, as a press on Done, is left to the next tick. */
async function lockRemindable(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  by: Temporal.Instant,
): Promise<Remindable[]> {
  const { rows } = await sql<Selectable<FollowUpTable>>`
    select follow_ups.* from ${REMINDED}
      and follow_ups.workspace_id = ${workspaceId} and reminded.id = ${personId} and follow_ups.remind_at <= ${by}
    order by follow_ups.due_on, follow_ups.created_at, follow_ups.id
    for update of follow_ups skip locked`.execute(trx);
  return rows.map(toFollowUp).filter(isRemindable);
}

export function isRemindable(followUp: FollowUp): followUp is Remindable {
  return followUp.reminder !== null;
}

/** In the same transaction as the round, so that what has been said is not said again. */
async function advance(
  trx: Transaction,
  followUps: readonly FollowUp[],
  calendar: Calendar,
  now: Temporal.Instant,
): Promise<void> {
  for (const { workspaceId, id, dueOn } of followUps) {
    await setReminder(trx, workspaceId, id, reminderAfter(dueOn, calendar, now));
  }
}

async function remindLater(
  trx: Transaction,
  { workspaceId, id, reminder }: Remindable,
  at: Temporal.Instant,
): Promise<void> {
  await setReminder(trx, workspaceId, id, { ...reminder, at });
}

async function roundLaterToday(
  trx: Transaction,
  person: PersonKey,
  { zone }: Calendar,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const { schedule } = await loadOwnSchedule(trx, person, now);
  const planned = schedule?.weeks[0]?.checkIns.find(
    ({ at }) =>
      Temporal.Instant.compare(at, now) > 0 && at.toZonedDateTimeISO(zone).toPlainDate().equals(today),
  );
  return planned?.at ?? null;
}
