import { z } from 'zod';
import type { JobKind, JobSpec } from '../../jobs/job-kind.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Database } from '../../storage/database.ts';
import { type DeliveryHooks, deliver, type Renders } from './deliver.ts';
import { dueDeliveries } from './delivery-store.ts';
import type { Messenger } from './messenger.ts';

const payload = z.strictObject({
  workspaceId: z.string().regex(/^[TE][A-Z0-9]+$/),
  deliveryId: z.uuid(),
});

/** The ids of one message that Rapport owes Slack. */
export type DeliverPayload = z.infer<typeof payload>;

export const DELIVER: JobSpec<DeliverPayload> = { name: 'deliver', schema: payload };

/** Does what one delivery still needs; any number of the same job send one message. */
export function deliverJob(
  db: Database,
  messenger: Messenger,
  clock: Clock,
  renders: Renders,
  around: DeliveryHooks,
): JobKind<DeliverPayload> {
  return {
    ...DELIVER,
    handle: async (ids, { log }) => {
      const outcome = await deliver(db, messenger, clock, log, renders, ids, around);
      log.debug({ ...ids, outcome }, 'a delivery was looked at');
    },
  };
}

/** Hands one delivery to the queue; `id` keeps it from waiting there twice. */
export type EnqueueDelivery = (
  data: DeliverPayload,
  options: { id: string; canWait: boolean },
) => Promise<void>;

/** No more than this at once: it is what Slack takes in a minute, and the next tick finds the rest. */
const ENQUEUED_AT_ONCE = 200;

/**
 * Puts every delivery into the queue that needs something now. What shows already goes first: somebody has just pressed a
 * button on it, while what is to be sent waits for its turn, and that may be a minute. @returns how many.
 */
export async function enqueueDue(db: Database, clock: Clock, enqueue: EnqueueDelivery): Promise<number> {
  const due = await dueDeliveries(db, clock.now(), ENQUEUED_AT_ONCE);
  for (const { isSent, ...ids } of due) await enqueue(ids, { id: ids.deliveryId, canWait: !isSent });
  return due.length;
}
