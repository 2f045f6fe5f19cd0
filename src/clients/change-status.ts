import { loadPerson } from '../people/people.ts';
import { isInsider, type Person } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import type { Database, Transaction } from '../storage/database.ts';
import type { DropPrompts } from './edit-client.ts';
import { requireClient, unknownClient } from './find-client.ts';
import { loadNextAssignee, type NextAssignment } from './load-calendars.ts';
import { type Client, isAsked, plannedNext } from './rules.ts';
import { clientOfChannel, lockClient, updateClient } from './store.ts';

/** What became of a button's press. */
export interface StatusChange {
  client: Client;
  owner: Person;
  /** Who is asked about it next; null while nobody is. */
  next: NextAssignment | null;
  /** False when the client was so already: nothing was written. */
  changed: boolean;
  /** Whose client it was until now. */
  formerOwnerId: string;
  /** Its channel belongs to another client by now, and was let go. */
  lostChannel: boolean;
}

/**
 * Pauses, resumes or ends a client. A client who is not asked about has no next prompt, and its open one is dropped.
 * Resumed, it is what it was before it was paused, and active where it was ended. Resuming one whose owner has left gives
 * it to the one who resumes it.
 *
 * @throws UserError for a client that is not known.
 */
export async function changeStatus(
  db: Database,
  web: WebQueries,
  clock: Clock,
  dropPrompts: DropPrompts,
  by: Requester,
  clientId: string,
  to: 'active' | 'paused' | 'ended',
): Promise<StatusChange> {
  const { workspaceId } = by;
  const known = await requireClient(db, workspaceId, clientId);
  await loadPerson(db, web, clock, workspaceId, known.ownerId);
  const now = clock.now();
  const change = await db.transaction().execute(async (trx) => {
    const before = await lockClient(trx, workspaceId, clientId);
    if (!before) throw unknownClient();
    const people = await findPeople(trx, workspaceId, [before.ownerId, by.userId]);
    const owner = people.get(before.ownerId);
    const asking = people.get(by.userId);
    if (!owner || !asking) throw new Error('An owner or the one who asks is not among the people');
    const unchanged = { owner, changed: false, formerOwnerId: before.ownerId, lostChannel: false };
    if (before.status === to || (to === 'active' && isAsked(before.status))) {
      return { client: before, ...unchanged };
    }
    if (to === 'paused' && before.status === 'ended') return { client: before, ...unchanged };
    if (to !== 'active') {
      await dropPrompts(trx, { workspaceId, clientId }, by.userId, now);
      const client = await updateClient(trx, { ...before, status: to, nextDueAt: null }, now);
      return { client, ...unchanged, changed: true };
    }
    return resume(trx, before, owner, asking, now);
  });
  return { ...change, next: await loadNextAssignee(db, change.client, now) };
}

async function resume(
  trx: Transaction,
  before: Client,
  formerOwner: Person,
  asking: Person,
  now: Temporal.Instant,
): Promise<Omit<StatusChange, 'next'>> {
  const owner = isInsider(formerOwner.kind) ? formerOwner : asking;
  const holder = before.channelId ? await clientOfChannel(trx, before.workspaceId, before.channelId) : null;
  const lostChannel = holder !== null && holder.id !== before.id;
  const after: Client = {
    ...before,
    status: before.pausedFrom ?? 'active',
    ownerId: owner.id,
    coverId: before.coverId === owner.id ? null : before.coverId,
    channelId: lostChannel ? null : before.channelId,
  };
  after.nextDueAt = plannedNext(after, owner, now);
  const client = await updateClient(trx, after, now);
  return { client, owner, changed: true, formerOwnerId: before.ownerId, lostChannel };
}
