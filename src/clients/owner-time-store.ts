/** The zone and time of day with which an owner's next occurrences were planned, beside those they have now. */
import { sql } from 'kysely';
import type { Database, Transaction } from '../storage/database.ts';
import { toClient } from './client-row.ts';
import type { Client } from './rules.ts';

/** An owner, and what their clients' occurrences are planned with from now on. */
export interface Owner {
  workspaceId: string;
  personId: string;
  /** IANA zone. */
  zone: string;
  /** Replaces each client's own time of day. */
  remindAt: Temporal.PlainTime | null;
}

/** Owners whose zone or time of day differs from what was planned with. */
export async function listMovedOwners(db: Database): Promise<Owner[]> {
  const rows = await db
    .selectFrom('people')
    .innerJoin('workspaces', 'workspaces.id', 'people.workspace_id')
    .select(({ fn, ref }) => [
      'people.workspace_id',
      'people.id',
      'people.remind_at',
      fn.coalesce('people.zone_override', 'people.time_zone', ref('workspaces.default_time_zone')).as('zone'),
    ])
    .where(({ or }) =>
      or([
        sql<boolean>`people.planned_zone is distinct from coalesce(people.zone_override, people.time_zone, workspaces.default_time_zone)`,
        sql<boolean>`people.planned_time is distinct from people.remind_at`,
      ]),
    )
    .execute();
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    personId: row.id,
    zone: row.zone,
    remindAt: row.remind_at,
  }));
}

/** What was planned with; null while another transaction is moving this owner. */
export async function lockPlannedTime(
  trx: Transaction,
  { workspaceId, personId }: Owner,
): Promise<{ zone: string | null; time: Temporal.PlainTime | null } | null> {
  const row = await trx
    .selectFrom('people')
    .select(['planned_zone', 'planned_time'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row ? { zone: row.planned_zone, time: row.planned_time } : null;
}

export async function savePlannedTime(
  trx: Transaction,
  { workspaceId, personId, zone, remindAt }: Owner,
): Promise<void> {
  await trx
    .updateTable('people')
    .set({ planned_zone: zone, planned_time: remindAt })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .execute();
}

/** The owner's clients that have a next occurrence, locked. */
export async function listScheduledClients(
  trx: Transaction,
  { workspaceId, personId }: Owner,
): Promise<Client[]> {
  const rows = await trx
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', personId)
    .where('next_due_at', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(toClient);
}
