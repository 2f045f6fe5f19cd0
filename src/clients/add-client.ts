import type { Clock } from '../runtime/clock.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import type { Database } from '../storage/database.ts';
import { claimIdempotencyKey } from '../storage/idempotency-keys.ts';
import { assertInternal } from './internal-channel.ts';
import { loadNextAssignee, type NextAssignment } from './load-calendars.ts';
import { type Client, type ClientDetails, plannedNext } from './rules.ts';
import { addClient, findClientNamed } from './store.ts';
import { loadOwner } from './validate-owner.ts';

/**
 * Adds a client, and plans its first prompt at once. A second submission of the same modal finds what the first one
 * added.
 *
 * @throws InvalidFields, UserError at the field that cannot be taken.
 */
export async function addNewClient(
  db: Database,
  web: WebQueries,
  clock: Clock,
  by: Requester,
  details: ClientDetails,
  viewId: string,
): Promise<{ client: Client; next: NextAssignment | null }> {
  const { workspaceId } = by;
  const [owner] = await Promise.all([
    loadOwner(db, web, clock, workspaceId, details),
    assertInternal(web, details.channelId),
  ]);
  const now = clock.now();
  const client = await db.transaction().execute(async (trx) => {
    if (!(await claimIdempotencyKey(trx, workspaceId, `view:${viewId}`, now))) {
      const added = await findClientNamed(trx, workspaceId, details.name);
      if (added) return added;
    }
    const begun = { ...details, status: 'active' as const };
    const nextDueAt = plannedNext({ ...begun, lastContactAt: null }, owner, now);
    return addClient(trx, workspaceId, { ...begun, nextDueAt }, now);
  });
  return { client, next: await loadNextAssignee(db, client, now) };
}
