import type { Deps } from '../slack/deps.ts';
import type { Render } from '../slack/outbound/deliver.ts';
import { loadDigestContent } from './load-content.ts';
import { lastSeenDigest, postOfDelivery } from './store.ts';
import { digestMessage } from './view.ts';

/**
 * A planned digest shows how clients are now, and what changed between the last digest that the channel saw and the time it
 * was planned itself: so no change is reported twice, or never.
 */
export function renderDigest({ db, clock }: Pick<Deps, 'db' | 'clock'>): Render {
  return async (workspaceId, deliveryId) => {
    const post = await postOfDelivery(db, workspaceId, deliveryId);
    if (!post) return null;
    const now = clock.now();
    const { schedule, hiddenSections } = post.digest;
    const last = await lastSeenDigest(db, post.digest, post.occurrenceAt);
    const period = { workspaceId, timeZone: schedule.timeZone, last, planned: post, hiddenSections };
    return digestMessage(await loadDigestContent(db, period, now), schedule.timeZone, now);
  };
}
