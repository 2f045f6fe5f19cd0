import { nextReminderAt } from '../../src/reminders/store.ts';
import type { Database } from '../../src/storage/database.ts';

/** When Rapport will next do something of its own accord: ask, post a digest, try a message again. Null for never. */
export async function nextEventAt(db: Database): Promise<Temporal.Instant | null> {
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
  const times = [await nextReminderAt(db), digest?.at, delivery?.at];
  return times.filter((at) => at instanceof Temporal.Instant).sort(Temporal.Instant.compare)[0] ?? null;
}
