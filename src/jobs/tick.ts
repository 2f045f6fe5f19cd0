import { forEachCollectingErrors } from '../runtime/for-each-collecting-errors.ts';

/** Turns what has fallen due into rows. Asked again at once, it finds nothing more to do. */
export type Plan = () => Promise<void>;

/**
 * What happens every 30 seconds: the database is asked for what has fallen due, and what is to be sent or updated goes into
 * the queue. The failure of one plan stops neither the others nor the messages.
 *
 * @param enqueueDue puts into the queue what is owed. It runs first too: what is owed already does not wait for the planning,
 *   which may take long or be cut short.
 * @throws AggregateError with what failed, after all have had their turn.
 */
export async function runTick(plans: readonly Plan[], enqueueDue: Plan): Promise<void> {
  await forEachCollectingErrors(
    [enqueueDue, ...plans, enqueueDue],
    (plan) => plan(),
    'Part of the tick failed',
  );
}
