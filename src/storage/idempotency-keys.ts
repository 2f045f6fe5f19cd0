/** What must happen once, however often Slack delivers the event or the person submits the modal that asks for it. */
import type { Database } from './database.ts';

/** How long a key is kept, in hours: longer than Slack repeats an event. */
const KEPT_HOURS = 72;

/**
 * Whether this is the first claim of `key` in the workspace. Claimed in one transaction with what it leads to, that
 * happens once, in however many processes the request arrives.
 *
 * @param key such as an event's id, or `view:V123`.
 */
export async function claimIdempotencyKey(
  db: Database,
  workspaceId: string,
  key: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const inserted = await db
    .insertInto('processed_events')
    .values({ workspace_id: workspaceId, event_id: key, processed_at: now })
    .onConflict((oc) => oc.doNothing())
    .returning('event_id')
    .executeTakeFirst();
  if (!inserted) return false;
  await db
    .deleteFrom('processed_events')
    .where('workspace_id', '=', workspaceId)
    .where('event_id', 'in', (eb) =>
      eb
        .selectFrom('processed_events')
        .select('event_id')
        .where('workspace_id', '=', workspaceId)
        .where('processed_at', '<', now.subtract({ hours: KEPT_HOURS }))
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .execute();
  return true;
}

/** Lets `key` be claimed again, where what should have followed did not happen. */
export async function releaseIdempotencyKey(db: Database, workspaceId: string, key: string): Promise<void> {
  await db
    .deleteFrom('processed_events')
    .where('workspace_id', '=', workspaceId)
    .where('event_id', '=', key)
    .execute();
}
