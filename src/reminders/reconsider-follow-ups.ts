import { type Selectable, sql } from 'kysely';
import { reminderAt } from '../check-ins/follow-up-reminders.ts';
import { toFollowUp } from '../check-ins/follow-up-store.ts';
import type { Database } from '../storage/database.ts';
import type { FollowUpTable } from '../storage/tables.ts';
import { loadCalendars } from '../workspaces/calendar-store.ts';
import type { DoNotDisturbUntil } from './do-not-disturb.ts';
import { isRemindable, REMINDED, type Remindable } from './remind.ts';

/** What is due later than that is looked at again when it comes nearer, in days. */
const LOOKED_AT_DAYS = 60;

/**
 * Looks again at the reminders that are to come: whose zone, calendar or absence has changed meanwhile is reminded when
 * it suits them now. Only what comes sooner is moved; what comes later is seen once its moment has come.
 */
export async function reconsiderFollowUps(
  db: Database,
  now: Temporal.Instant,
  doNotDisturbUntil: DoNotDisturbUntil,
): Promise<void> {
  const until = now.toZonedDateTimeISO('UTC').toPlainDate().add({ days: LOOKED_AT_DAYS });
  const { rows } = await sql<Selectable<FollowUpTable> & { reminded_id: string }>`
    select follow_ups.*, reminded.id as reminded_id from ${REMINDED}
      and follow_ups.remind_at > ${now} and follow_ups.due_on <= ${until}`.execute(db);
  for (const [workspaceId, members] of Map.groupBy(rows, (row) => row.workspace_id)) {
    const calendars = await loadCalendars(
      db,
      workspaceId,
      members.map((row) => row.reminded_id),
    );
    for (const row of members) {
      const followUp = toFollowUp(row);
      const calendar = calendars.get(row.reminded_id);
      if (!calendar || !isRemindable(followUp)) continue;
      const at = reminderAt(followUp.reminder.kind, followUp.dueOn, calendar, now);
      if (Temporal.Instant.compare(at, followUp.reminder.at) >= 0) continue;
      if (Temporal.Instant.compare(at, now) <= 0) {
        // It waits for a round, or for do-not-disturb to end, and comes today anyway.
        if (sameDay(at, followUp.reminder.at, calendar.zone)) continue;
        const quietUntil = await doNotDisturbUntil(workspaceId, row.reminded_id);
        if (quietUntil && Temporal.Instant.compare(quietUntil, now) > 0) continue;
      }
      await bringForward(db, followUp, at);
    }
  }
}

/** Unless it has been sent, or moved, since it was read. */
async function bringForward(
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

function sameDay(one: Temporal.Instant, other: Temporal.Instant, zone: string): boolean {
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
  return day(one).equals(day(other));
}
