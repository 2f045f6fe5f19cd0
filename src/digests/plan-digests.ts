import { loadPortfolio } from '../portfolio/list/load-portfolio.ts';
import type { Clock } from '../runtime/clock.ts';
import { forEachCollectingErrors } from '../runtime/for-each-collecting-errors.ts';
import { addDelivery } from '../slack/outbound/delivery-store.ts';
import type { Database } from '../storage/database.ts';
import { bandsOf } from './rules.ts';
import { addPost, dueDigests, lockDue } from './store.ts';

/**
 * Turns the digests that have fallen due into messages that Rapport owes. Any number of processes may do so at the same
 * time: each digest is planned by one of them. Occurrences that an outage skipped are posted as one.
 *
 * @throws AggregateError when it failed for some digests; the others are planned.
 */
export async function planDigests(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  await forEachCollectingErrors(
    await dueDigests(db, now),
    async (due) => {
      const { overviews } = await loadPortfolio(db, due.workspaceId, now);
      await db.transaction().execute(async (trx) => {
        const digest = await lockDue(trx, due, now);
        if (!digest?.nextDueAt) return;
        const deliveryId = await addDelivery(
          trx,
          digest.workspaceId,
          { kind: 'digest', destination: digest.channelId },
          now,
        );
        const post = { occurrenceAt: digest.nextDueAt, deliveryId, bands: bandsOf(overviews) };
        await addPost(trx, digest, post, now);
      });
    },
    'Some digests could not be planned',
  );
}
