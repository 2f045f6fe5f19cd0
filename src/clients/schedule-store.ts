/** When a client is asked about next. */
import { sql } from 'kysely';
import type { Transaction } from '../storage/database.ts';
import { dueAfterContact, nextDue, withOwnerTime } from './cadence/rules.ts';
import { type Client, isAsked, type OwnTime } from './rules.ts';

/** @param nextDueAt null for a client who is not asked about. */
export async function setNextDue(
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  nextDueAt: Temporal.Instant | null,
): Promise<void> {
  await trx
    .updateTable('clients')
    .set({ next_due_at: nextDueAt })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', clientId)
    .execute();
}

/** As `setNextDue`, for many clients in one statement. */
export async function setAllNextDue(
  trx: Transaction,
  workspaceId: string,
  next: readonly { clientId: string; nextDueAt: Temporal.Instant | null }[],
): Promise<void> {
  if (next.length === 0) return;
  const ids = next.map(({ clientId }) => clientId);
  const times = next.map(({ nextDueAt }) => nextDueAt);
  const planned = sql<{ id: string; next_due_at: Temporal.Instant | null }>`
    unnest(${ids}::uuid[], ${times}::timestamptz[])`;
  await trx
    .updateTable('clients')
    .from(planned.as<'planned'>(sql`planned(id, next_due_at)`))
    .set((eb) => ({ next_due_at: eb.ref('planned.next_due_at') }))
    .where('clients.workspace_id', '=', workspaceId)
    .whereRef('clients.id', '=', 'planned.id')
    .execute();
}

/**
 * Records a contact, and plans the next occurrence after it. A contact older than the last one changes nothing. Where the
 * next occurrence would be past, the first of its series that is not past is planned.
 *
 * @param client as `lockClient` returned it.
 * @returns when the client is asked about next; null for never.
 */
export async function recordContact(
  trx: Transaction,
  client: Client,
  { at, owner }: { at: Temporal.Instant; owner: OwnTime },
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const { lastContactAt } = client;
  if (lastContactAt && Temporal.Instant.compare(lastContactAt, at) > 0) return client.nextDueAt;
  const nextDueAt = isAsked(client.status) ? dueNext(client, owner, at, now) : null;
  await trx
    .updateTable('clients')
    .set({ last_contact_at: at, next_due_at: nextDueAt })
    .where('workspace_id', '=', client.workspaceId)
    .where('id', '=', client.id)
    .execute();
  return nextDueAt;
}

function dueNext(client: Client, owner: OwnTime, contact: Temporal.Instant, now: Temporal.Instant) {
  const cadence = withOwnerTime(client.cadence, owner);
  const next = dueAfterContact(cadence, owner.timeZone, contact);
  return Temporal.Instant.compare(next, now) > 0 ? next : nextDue(cadence, owner.timeZone, next, now);
}
