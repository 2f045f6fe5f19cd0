import { z } from 'zod';
import { defineJob, type JobKind, type JobSpec } from '../../jobs/job-kind.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Database } from '../../storage/database.ts';
import { type DeliverDeps, deliver } from './deliver.ts';
import { dueDeliveries } from './delivery-store.ts';
import type { DeliveryKey } from './rules.ts';

const payload: z.ZodType<DeliveryKey> = z.strictObject({
  workspaceId: z.string().regex(/^[TE][A-Z0-9]+$/),
  deliveryId: z.uuid(),
});

export const DELIVER: JobSpec<DeliveryKey> = { name: 'deliver', schema: payload };

/** Does what one delivery still needs; any number of the same job send one message. */
export function deliverJob(deps: DeliverDeps): JobKind {
  return defineJob(DELIVER, async (key, { log }) => {
    const outcome = await deliver({ ...deps, log }, key);
    log.debug({ ...key, outcome }, 'a delivery was attempted');
  });
}

/** Hands one delivery to the queue; `id` keeps it from waiting there twice. */
export type EnqueueDelivery = (key: DeliveryKey, options: { id: string; canWait: boolean }) => Promise<void>;

/** No more than this at once: it is what Slack takes in a minute, and the next tick finds the rest. */
const ENQUEUED_AT_ONCE = 200;

/**
 * Puts every delivery into the queue that needs something now. What shows already goes first: somebody has just pressed a
 * button on it, while what is to be sent waits for its turn, and that may be a minute. @returns how many.
 */
export async function enqueueDue(db: Database, clock: Clock, enqueue: EnqueueDelivery): Promise<number> {
  const due = await dueDeliveries(db, clock.now(), ENQUEUED_AT_ONCE);
  for (const { isSent, ...key } of due) await enqueue(key, { id: key.deliveryId, canWait: !isSent });
  return due.length;
}
