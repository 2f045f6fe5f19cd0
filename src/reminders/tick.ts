import type { Clock } from '../clock.ts';
import { type EnqueueDelivery, enqueueDue } from '../slack/jobs.ts';
import type { Database } from '../storage/database.ts';

/** Turns what has fallen due into rows; asked again at once, it finds nothing more to do. */
export type Plan = (db: Database, clock: Clock) => Promise<void>;

/**
 * What happens every 30 seconds: looks in the database for what has fallen due, and puts into the queue whatever is to
 * be sent or brought up to date. One plan's failure keeps neither the others nor the messages from their turn.
 *
 * @throws AggregateError with what failed, once all had their turn.
 */
export async function runTick(parts: {
  db: Database;
  clock: Clock;
  plans: readonly Plan[];
  enqueue: EnqueueDelivery;
}): Promise<void> {
  const failures: unknown[] = [];
  const enqueueWhatIsDue = () =>
    enqueueDue(parts.db, parts.clock, parts.enqueue).catch((error: unknown) => failures.push(error));
  // What is owed already does not wait for the planning, which may take long or be cut short.
  await enqueueWhatIsDue();
  for (const plan of parts.plans) {
    await plan(parts.db, parts.clock).catch((error: unknown) => failures.push(error));
  }
  await enqueueWhatIsDue();
  if (failures.length > 0) throw new AggregateError(failures, 'Part of the tick failed');
}
