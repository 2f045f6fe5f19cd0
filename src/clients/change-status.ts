import { loadPerson, type PeopleDeps } from '../people/load-person.ts';
import { isInsider, type Person } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Transaction } from '../storage/database.ts';
import type { DropPrompts } from './edit-client.ts';
import { requireClient, unknownClient } from './find-client.ts';
import { loadNextAssignee, type NextAssignment } from './load-calendars.ts';
import { type Client, dueAfterChange, isAsked } from './rules.ts';
import { findClientByChannel, lockClient, updateClient } from './store.ts';

/** The status that a button gives a client. */
export interface NewStatus {
  clientId: string;
  status: 'active' | 'paused' | 'ended';
}

/** What a press of a status button led to. */
export interface StatusChange {
  client: Client;
  owner: Person;
  /** Who is asked about it next; null while nobody is. */
  next: NextAssignment | null;
  /** False where the client had the status already, and nothing was written. */
  changed: boolean;
  formerOwnerId: string;
  /** Its channel belongs to another client by now, so it has none. */
  lostChannel: boolean;
}

/**
 * Pauses, resumes or ends a client. While it is paused or ended it has no next prompt, and its open one is closed. Resumed,
 * it is what it was before the pause, or active where it had ended. A client whose owner has left goes to the person who resumes it.
 *
 * @throws UserError for an unknown client.
 */
export async function changeStatus(
  deps: PeopleDeps,
  dropPrompts: DropPrompts,
  by: Requester,
  { clientId, status }: NewStatus,
): Promise<StatusChange> {
  const { workspaceId } = by;
  const known = await requireClient(deps.db, workspaceId, clientId);
  await loadPerson(deps, workspaceId, known.ownerId);
  const now = deps.clock.now();
  const change = await deps.db.transaction().execute(async (trx) => {
    const before = await lockClient(trx, workspaceId, clientId);
    if (!before) throw unknownClient();
    const people = await findPeople(trx, workspaceId, [before.ownerId, by.userId]);
    const owner = people.get(before.ownerId);
    const requester = people.get(by.userId);
    if (!owner || !requester) throw new Error('An owner or a requester is not in the database');
    const unchanged = { owner, changed: false, formerOwnerId: before.ownerId, lostChannel: false };
    if (isSettled(before, status)) return { client: before, ...unchanged };
    if (status === 'active') return resume(trx, before, { owner, requester }, now);
    await dropPrompts(trx, { workspaceId, clientId }, by.userId, now);
    const client = await updateClient(trx, { ...before, status, nextDueAt: null }, now);
    return { client, ...unchanged, changed: true };
  });
  return { ...change, next: await loadNextAssignee(deps.db, change.client, now) };
}

/** Whether the button has nothing to do. */
function isSettled({ status }: Client, wanted: NewStatus['status']): boolean {
  if (wanted === 'active') return isAsked(status);
  return status === wanted || (wanted === 'paused' && status === 'ended');
}

async function resume(
  trx: Transaction,
  before: Client,
  people: { owner: Person; requester: Person },
  now: Temporal.Instant,
): Promise<Omit<StatusChange, 'next'>> {
  const owner = isInsider(people.owner.kind) ? people.owner : people.requester;
  const holder = before.channelId
    ? await findClientByChannel(trx, before.workspaceId, before.channelId)
    : null;
  const lostChannel = holder !== null && holder.id !== before.id;
  const after: Client = {
    ...before,
    status: before.pausedFrom ?? 'active',
    ownerId: owner.id,
    coverId: before.coverId === owner.id ? null : before.coverId,
    channelId: lostChannel ? null : before.channelId,
  };
  after.nextDueAt = dueAfterChange(after, owner, now);
  const client = await updateClient(trx, after, now);
  return { client, owner, changed: true, formerOwnerId: before.ownerId, lostChannel };
}
