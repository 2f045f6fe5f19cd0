import type { PeopleDeps } from '../people/load-person.ts';
import type { Person } from '../people/rules.ts';
import { UserError } from '../runtime/errors.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Transaction } from '../storage/database.ts';
import { claimIdempotencyKey } from '../storage/idempotency-keys.ts';
import { nearestOccurrence, sameCadence, withOwnerTime } from './cadence/rules.ts';
import { unknownClient } from './find-client.ts';
import { loadNextAssignee, type NextAssignment } from './load-calendars.ts';
import { type Client, type ClientDetails, type CurrentStatus, dueAfterChange, isAsked } from './rules.ts';
import { findClient, lockClient, updateClient } from './store.ts';
import { refuseTaken, validateChannel, validateOwner } from './validate-details.ts';

/** Closes a client's open prompt, if any, without an answer. `byId` is null when nobody asked for it. */
export type DropPrompts = (
  trx: Transaction,
  client: { workspaceId: string; clientId: string },
  byId: string | null,
  now: Temporal.Instant,
) => Promise<void>;

/**
 * Moves what is open for clients that have another owner already, and tells both owners once under `key`. `byId` is null
 * when nobody asked for it.
 */
export type OnClientsReassigned = (
  trx: Transaction,
  handOver: {
    workspaceId: string;
    clientIds: readonly string[];
    fromId: string;
    toId: string;
    byId: string | null;
    key: string;
  },
  now: Temporal.Instant,
) => Promise<void>;

/** What other features do in the transaction that changes a client. */
export interface ClientHooks {
  dropPrompts: DropPrompts;
  onClientsReassigned: OnClientsReassigned;
}

/** What was typed into the modal `viewId`, opened for the client as it was at `updatedAt`. */
export interface Edit {
  clientId: string;
  updatedAt: Temporal.Instant;
  viewId: string;
  details: ClientDetails;
  status: CurrentStatus | null;
}

/**
 * Saves what people say about a client. A new cadence or status plans its next prompt again, and pausing closes the open
 * one. A new owner takes over what is planned and what is open.
 *
 * @returns also who is asked about it next, and who owned it before.
 * @throws InvalidFields, UserError at the field that cannot be taken; UserError for a client that was changed or ended
 * since the modal was opened, but not by this modal itself: a slow save may be submitted again.
 */
export async function editClient(
  deps: PeopleDeps,
  hooks: ClientHooks,
  by: Requester,
  edit: Edit,
): Promise<{ client: Client; next: NextAssignment | null; formerOwnerId: string }> {
  const { workspaceId } = by;
  const { clientId, details, viewId } = edit;
  const known = await findClient(deps.db, workspaceId, clientId);
  const [owner] = await Promise.all([
    validateOwner(deps, workspaceId, details),
    details.channelId === known?.channelId ? null : validateChannel(deps, details.channelId),
  ]);
  const now = deps.clock.now();
  const save = async (trx: Transaction) => {
    const before = await lockUnchanged(trx, workspaceId, edit, now);
    const after = applyEdit(before, edit, owner, now);
    if (!isAsked(after.status)) await hooks.dropPrompts(trx, { workspaceId, clientId }, by.userId, now);
    const client = await updateClient(trx, after, now);
    const { ownerId: fromId } = before;
    if (owner.id !== fromId) {
      const key = `handed-over view:${viewId}`;
      const whose = { fromId, toId: owner.id, byId: by.userId };
      await hooks.onClientsReassigned(trx, { workspaceId, clientIds: [clientId], ...whose, key }, now);
    }
    return { client, next: await loadNextAssignee(trx, client, now), formerOwnerId: fromId };
  };
  return deps.db.transaction().execute(save).catch(refuseTaken);
}

async function lockUnchanged(
  trx: Transaction,
  workspaceId: string,
  { clientId, updatedAt, viewId }: Edit,
  now: Temporal.Instant,
): Promise<Client> {
  const client = await lockClient(trx, workspaceId, clientId);
  if (!client) throw unknownClient();
  if (client.status === 'ended') {
    throw new UserError(
      `${client.name} has ended, so nothing was saved. Resume it first, then edit it again.`,
    );
  }
  const isFirst = await claimIdempotencyKey(trx, workspaceId, `view:${viewId}`, now);
  if (isFirst && !client.updatedAt.equals(updatedAt)) {
    throw new UserError(
      `${client.name} has changed since you opened this, so nothing was saved. Copy what you typed, close this, and edit it again.`,
    );
  }
  return client;
}

/** The edited client, with its next occurrence. */
function applyEdit(before: Client, { details, status }: Edit, owner: Person, now: Temporal.Instant): Client {
  const after: Client = { ...before, ...details, status: status ?? before.status };
  if (after.status !== before.status || !sameCadence(after.cadence, before.cadence)) {
    return { ...after, nextDueAt: dueAfterChange(after, owner, now) };
  }
  if (owner.id === before.ownerId || !before.nextDueAt) return after;
  const cadence = withOwnerTime(after.cadence, owner);
  return { ...after, nextDueAt: nearestOccurrence(cadence, owner.timeZone, before.nextDueAt) };
}
