import type { Clock } from '../runtime/clock.ts';
import type { Render } from '../slack/outbound/deliver.ts';
import type { Database } from '../storage/database.ts';
import { makeReport } from './make-report.ts';
import { lastSeenPost, postOfDelivery } from './store.ts';
import { digestMessage } from './view.ts';

/**
 * Makes the message of a planned digest: what is so now, and what changed between the last digest that the channel saw
 * and the time that this one was planned, so that no change is told twice or left out.
 */
export function renderDigest(db: Database, clock: Clock): Render {
  return async (workspaceId, deliveryId) => {
    const post = await postOfDelivery(db, workspaceId, deliveryId);
    if (!post) return null;
    const now = clock.now();
    const { timeZone } = post.digest.schedule;
    const last = await lastSeenPost(db, post.digest, post.occurrenceAt);
    const { report, people } = await makeReport(
      db,
      workspaceId,
      timeZone,
      { last, planned: post, muted: post.digest.muted },
      now,
    );
    return digestMessage(report, people, timeZone, now);
  };
}
