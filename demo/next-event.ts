import { nextReminderAt } from '../src/reminders/planning/store.ts';
import type { Database } from '../src/storage/database.ts';

/**
 * When Rapport will next do something of its own accord after `now`: ask, post a digest, try a message again, or look at
 * everybody's health as a day begins. What is overdue lies before `now`. Null for never.
 */
export async function nextEventAt(db: Database, now: Temporal.Instant): Promise<Temporal.Instant | null> {
  const digest = await db
    .selectFrom('digests')
    .select('next_due_at as at')
    .where('next_due_at', 'is not', null)
    .orderBy('next_due_at')
    .limit(1)
    .executeTakeFirst();
  const delivery = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.coalesce('lease_until', 'next_attempt_at').as('at'))
    .where('status', 'in', ['pending', 'sending'])
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  const workspaces = await db.selectFrom('workspaces').select('default_time_zone as zone').execute();
  const midnights = workspaces.map(({ zone }) => nextMidnight(now, zone));
  const times = [await nextReminderAt(db), digest?.at, delivery?.at, ...midnights];
  return times.filter((at) => at instanceof Temporal.Instant).sort(Temporal.Instant.compare)[0] ?? null;
}

function nextMidnight(now: Temporal.Instant, zone: string): Temporal.Instant {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  return today.add({ days: 1 }).toZonedDateTime(zone).toInstant();
}
