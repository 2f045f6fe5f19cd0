import { type Selectable, sql } from 'kysely';
import type { Calendar, DoNotDisturbUntil } from '../../calendars/rules.ts';
import { loadCalendars } from '../../calendars/store.ts';
import { reminderAt } from '../../follow-ups/reminders.ts';
import { toFollowUp } from '../../follow-ups/store.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import type { Database } from '../../storage/database.ts';
import type { FollowUpTable } from '../../storage/tables.ts';
import { isRemindable, REMINDED, type Remindable } from './remind.ts';

/** What is due later than that is looked at again when it comes nearer, in days. */
const LOOKED_AT_DAYS = 60;

/** About so many are looked at with each tick. Where more wait, they take turns. */
const LOOKED_AT_ONCE = 200;

/** How long a turn is, in milliseconds: as long as from one tick to the next. */
const TURN_MS = 30_000;

/**
 * Looks again at the reminders that are to come: whose zone, calendar or absence has changed meanwhile is reminded when
 * it suits them now. Only what comes sooner is moved; what comes later is seen once its moment has come.
 *
 * @throws AggregateError when it failed for some of them; the others are moved.
 */
export async function reconsiderFollowUps(
  db: Database,
  now: Temporal.Instant,
  doNotDisturbUntil: DoNotDisturbUntil,
): Promise<void> {
  const waiting = await waitingNow(db, now);
  const calendarsOf = new Map<string, ReadonlyMap<string, Calendar>>();
  for (const [workspaceId, members] of Map.groupBy(waiting, ({ followUp }) => followUp.workspaceId)) {
    const ids = members.map(({ remindedId }) => remindedId);
    calendarsOf.set(workspaceId, await loadCalendars(db, workspaceId, ids));
  }
  const look = async ({ followUp, remindedId }: Waiting) => {
    const { workspaceId, reminder, dueOn } = followUp;
    const calendar = calendarsOf.get(workspaceId)?.get(remindedId);
    if (!calendar) return;
    const at = reminderAt(reminder.kind, dueOn, calendar, now);
    if (Temporal.Instant.compare(at, reminder.at) >= 0) return;
    if (Temporal.Instant.compare(at, now) <= 0) {
      // It waits for a round, or for do-not-disturb to end, and comes today anyway.
      if (sameDay(at, reminder.at, calendar.zone)) return;
      const quietUntil = await doNotDisturbUntil(workspaceId, remindedId);
      if (quietUntil && Temporal.Instant.compare(quietUntil, now) > 0) return;
    }
    await bringForward(db, followUp, at);
  };
  await forEachCollectingErrors(waiting, look, 'Some reminders that are to come were not looked at again');
}

interface Waiting {
  followUp: Remindable;
  remindedId: string;
}

async function waitingNow(db: Database, now: Temporal.Instant): Promise<Waiting[]> {
  const until = now.toZonedDateTimeISO('UTC').toPlainDate().add({ days: LOOKED_AT_DAYS });
  const turn = Math.floor(now.epochMilliseconds / TURN_MS);
  const { rows } = await sql<Selectable<FollowUpTable> & { reminded_id: string }>`
    with waiting as (
      select follow_ups.*, reminded.id as reminded_id,
        (count(*) over () + ${LOOKED_AT_ONCE} - 1) / ${LOOKED_AT_ONCE} as turns
      from ${REMINDED} and follow_ups.remind_at > ${now} and follow_ups.due_on <= ${until})
    select * from waiting
    where mod(abs(hashtext(id::text)::bigint), turns) = mod(${turn}::bigint, turns)`.execute(db);
  return rows.flatMap((row) => {
    const followUp = toFollowUp(row);
    return isRemindable(followUp) ? [{ followUp, remindedId: row.reminded_id }] : [];
  });
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
