import type { Clock } from '../../runtime/clock.ts';
import { oneByOne } from '../../runtime/for-each-collecting-errors.ts';
import { type EnqueueDelivery, enqueueDue } from '../../slack/outbound/delivery-job.ts';
import type { Database } from '../../storage/database.ts';

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
  const { db, clock, enqueue } = parts;
  const enqueueWhatIsDue: Plan = async () => {
    await enqueueDue(db, clock, enqueue);
  };
  // What is owed already does not wait for the planning, which may take long or be cut short.
  const plans = [enqueueWhatIsDue, ...parts.plans, enqueueWhatIsDue];
  await oneByOne(plans, (plan) => plan(db, clock), 'Part of the tick failed');
}
