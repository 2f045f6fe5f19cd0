import { loadPortfolio } from '../portfolio/list/load-portfolio.ts';
import { forEachCollectingErrors } from '../runtime/for-each-collecting-errors.ts';
import type { Deps } from '../slack/deps.ts';
import { addDelivery } from '../slack/outbound/delivery-store.ts';
import { bandByClient } from './rules.ts';
import { addDigestPost, findDueDigests, lockDueDigest } from './store.ts';

/**
 * Adds a delivery for each digest that is due. Several processes may run it at once: each digest is planned by one of them.
 * Occurrences that an outage skipped are posted as one.
 *
 * @throws AggregateError when it failed for some digests; the others are planned.
 */
export async function planDigests({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  await forEachCollectingErrors(
    await findDueDigests(db, now),
    async (due) => {
      const { overviews } = await loadPortfolio(db, due.workspaceId, now);
      await db.transaction().execute(async (trx) => {
        const digest = await lockDueDigest(trx, due, now);
        if (!digest?.nextDueAt) return;
        const deliveryId = await addDelivery(
          trx,
          digest.workspaceId,
          { kind: 'digest', destination: digest.channelId },
          now,
        );
        const post = { occurrenceAt: digest.nextDueAt, deliveryId, bands: bandByClient(overviews) };
        await addDigestPost(trx, digest, post, now);
      });
    },
    'Some digests could not be planned',
  );
}
