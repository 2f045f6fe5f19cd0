import type { Clock } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { claimIdempotencyKey } from '../storage/idempotency-keys.ts';
import { nearestOccurrence, sameCadence, withOwnerTime } from './cadence/rules.ts';
import type { Edited } from './client-modal.ts';
import { unknownClient } from './find-client.ts';
import { assertInternal } from './internal-channel.ts';
import { loadNextAssignee, type NextAssignment } from './load-calendars.ts';
import { type Client, type ClientDetails, type CurrentStatus, isAsked, plannedNext } from './rules.ts';
import { findClient, lockClient, updateClient } from './store.ts';
import { loadOwner } from './validate-owner.ts';

/** Closes a client's open prompt, if any, without an answer. `by` is null when nobody asked for it. */
export type DropPrompts = (
  trx: Transaction,
  client: { workspaceId: string; clientId: string },
  by: string | null,
  now: Temporal.Instant,
) => Promise<void>;

/**
 * Has what is open follow clients that have another owner already, and tells both owners once under `key`. `byId` is null
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
export interface Edit extends Edited {
  viewId: string;
  details: ClientDetails;
  status: CurrentStatus | null;
}

/**
 * Changes what people say about a client. A new cadence or status plans the next prompt anew; what is open for a client
 * now paused is dropped. To a new owner the client is handed over: what is planned and what is open follow.
 *
 * @returns also who is asked about it next, and who owned it before.
 * @throws InvalidFields, UserError at the field that cannot be taken; UserError for a client who was changed or ended since
 * the modal was opened, but not for what this modal itself has changed: a slow save may be submitted again.
 */
export async function editClient(
  db: Database,
  web: WebQueries,
  clock: Clock,
  { dropPrompts, onClientsReassigned }: ClientHooks,
  by: Requester,
  { clientId, updatedAt, viewId, details, status }: Edit,
): Promise<{ client: Client; next: NextAssignment | null; formerOwnerId: string }> {
  const { workspaceId } = by;
  const known = await findClient(db, workspaceId, clientId);
  const [owner] = await Promise.all([
    loadOwner(db, web, clock, workspaceId, details),
    details.channelId === known?.channelId ? null : assertInternal(web, details.channelId),
  ]);
  const now = clock.now();
  return db.transaction().execute(async (trx) => {
    const before = await lockClient(trx, workspaceId, clientId);
    if (!before) throw unknownClient();
    if (before.status === 'ended') throw endedMeanwhile(before);
    const isFirst = await claimIdempotencyKey(trx, workspaceId, `view:${viewId}`, now);
    if (isFirst && !before.updatedAt.equals(updatedAt)) throw changedMeanwhile(before);
    const after: Client = { ...before, ...details, status: status ?? before.status };
    const { ownerId: fromId } = before;
    const handedOver = after.ownerId !== fromId;
    if (!isAsked(after.status)) await dropPrompts(trx, { workspaceId, clientId }, by.userId, now);
    if (after.status !== before.status || !sameCadence(after.cadence, before.cadence)) {
      after.nextDueAt = plannedNext(after, owner, now);
    } else if (handedOver && before.nextDueAt) {
      after.nextDueAt = nearestOccurrence(
        withOwnerTime(after.cadence, owner),
        owner.timeZone,
        before.nextDueAt,
      );
    }
    const client = await updateClient(trx, after, now);
    if (handedOver) {
      const key = `handed-over view:${viewId}`;
      const whose = { fromId, toId: owner.id, byId: by.userId };
      await onClientsReassigned(trx, { workspaceId, clientIds: [clientId], ...whose, key }, now);
    }
    return { client, next: await loadNextAssignee(trx, client, now), formerOwnerId: fromId };
  });
}

function endedMeanwhile(client: Client): UserError {
  return new UserError(
    `${client.name} was ended, so nothing was saved. Resume it first, then edit it again.`,
  );
}

function changedMeanwhile(client: Client): UserError {
  return new UserError(
    `${client.name} was changed since you opened this, so nothing was saved. Copy what you typed, close this, and edit it again.`,
  );
}
