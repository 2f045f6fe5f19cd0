import type { PeopleDeps } from '../people/load-person.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Transaction } from '../storage/database.ts';
import { claimIdempotencyKey } from '../storage/idempotency-keys.ts';
import { loadNextAssignee, type NextAssignment } from './load-calendars.ts';
import { type Client, type ClientDetails, dueAfterChange } from './rules.ts';
import { findClientByName, insertClient } from './store.ts';
import { refuseTaken, validateChannel, validateOwner } from './validate-details.ts';

/** What was typed into the modal `viewId`. */
export interface NewClient {
  details: ClientDetails;
  viewId: string;
}

/**
 * Adds a client, and plans its first prompt. A second submission of the same modal finds the client that the first added.
 *
 * @throws InvalidFields, UserError at the field that cannot be taken.
 */
export async function addClient(
  deps: PeopleDeps,
  { workspaceId }: Requester,
  { details, viewId }: NewClient,
): Promise<{ client: Client; next: NextAssignment | null }> {
  const [owner] = await Promise.all([
    validateOwner(deps, workspaceId, details),
    validateChannel(deps, details.channelId),
  ]);
  const now = deps.clock.now();
  const save = async (trx: Transaction) => {
    if (!(await claimIdempotencyKey(trx, workspaceId, `view:${viewId}`, now))) {
      const added = await findClientByName(trx, workspaceId, details.name);
      if (added) return added;
    }
    const active = { ...details, status: 'active' as const };
    const nextDueAt = dueAfterChange({ ...active, lastContactAt: null }, owner, now);
    return insertClient(trx, workspaceId, { ...active, nextDueAt }, now);
  };
  const client = await deps.db.transaction().execute(save).catch(refuseTaken);
  return { client, next: await loadNextAssignee(deps.db, client, now) };
}
