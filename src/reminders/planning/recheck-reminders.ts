import type { DoNotDisturbUntil } from '../../calendars/rules.ts';
import type { Calendars } from '../../clients/assignee-rules.ts';
import { reminderAt } from '../../follow-ups/reminder-rules.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import type { Database } from '../../storage/database.ts';
import { listWaitingReminders, moveReminder, type PendingReminder } from './reminder-store.ts';
import { loadCalendarsForReminders, resolveReminded } from './resolve-reminded.ts';

/** What is due later than that is rechecked when it comes nearer, in days. */
const RECHECKED_DAYS = 60;

/**
 * Brings reminders forward where the zone, calendar or absence of the person has changed so that they can be reminded
 * earlier. What would come later now is seen once its moment has come.
 *
 * @throws AggregateError when it failed for some of them; the others are moved.
 */
export async function recheckReminders(
  db: Database,
  now: Temporal.Instant,
  doNotDisturbUntil: DoNotDisturbUntil,
): Promise<void> {
  const dueBy = now.toZonedDateTimeISO('UTC').toPlainDate().add({ days: RECHECKED_DAYS });
  const waiting = await listWaitingReminders(db, now, dueBy);
  const calendarsOf = new Map<string, Calendars>();
  for (const [workspaceId, members] of Map.groupBy(waiting, ({ followUp }) => followUp.workspaceId)) {
    calendarsOf.set(workspaceId, await loadCalendarsForReminders(db, workspaceId, members));
  }
  const recheck = async (pending: PendingReminder) => {
    const { workspaceId, reminder, dueOn } = pending.followUp;
    const calendars: Calendars = calendarsOf.get(workspaceId) ?? new Map();
    const personId = resolveReminded(pending, now, calendars);
    const calendar = personId === null ? undefined : calendars.get(personId);
    if (personId === null || !calendar) return;
    const at = reminderAt(reminder.kind, dueOn, calendar, now);
    if (Temporal.Instant.compare(at, reminder.at) >= 0) return;
    if (Temporal.Instant.compare(at, now) <= 0) {
      // It waits for a round, or for do-not-disturb to end, and comes today anyway.
      if (isSameDay(at, reminder.at, calendar.zone)) return;
      const quietUntil = await doNotDisturbUntil(workspaceId, personId);
      if (quietUntil && Temporal.Instant.compare(quietUntil, now) > 0) return;
    }
    await moveReminder(db, pending.followUp, at);
  };
  await forEachCollectingErrors(waiting, recheck, 'Some waiting reminders could not be rechecked');
}

function isSameDay(one: Temporal.Instant, other: Temporal.Instant, zone: string): boolean {
  const day = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate();
  return day(one).equals(day(other));
}
