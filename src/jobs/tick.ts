import { forEachCollectingErrors } from '../runtime/for-each-collecting-errors.ts';

/** Turns what has fallen due into rows. Run again at once, it finds nothing more to do. */
export type Plan = () => Promise<void>;

/**
 * The parts of a tick, in their order: each sees what those before it have changed.
 *
 * - `prepare`: who answers for which client, and at what time they are asked
 * - `ask`: reminders, nudges, and telling others
 * - `report`: how clients are doing
 * - `refresh`: what Slack knows by now, which may be slow
 */
export const TICK_PHASES = ['prepare', 'ask', 'report', 'refresh'] as const;
export type TickPhase = (typeof TICK_PHASES)[number];

/**
 * Happens every 30 seconds: the plans look for what has fallen due, and what is to be sent or updated goes into the queue. When
 * one plan fails, the others still run, and the messages go out.
 *
 * @param enqueueDue puts due deliveries into the queue. It runs first too, so that they do not wait for the planning, which may
 *   take long or be cut short.
 * @throws AggregateError with what failed, once all have run.
 */
export async function runTick(plans: readonly Plan[], enqueueDue: Plan): Promise<void> {
  await forEachCollectingErrors(
    [enqueueDue, ...plans, enqueueDue],
    (plan) => plan(),
    'Part of the tick failed',
  );
}
