import { sql } from 'kysely';
import type { Database, Transaction } from '../storage/database.ts';
import { movedTo } from './cadence.ts';
import { toClient } from './client-row.ts';
import { planNext } from './store.ts';

interface Moved {
  workspaceId: string;
  personId: string;
  /** IANA zone. */
  zone: string;
}

/**
 * Moves the next occurrences of everybody who is in another zone than these were reckoned in, so that an owner who
 * travels is asked at their local time there. Finds nothing to do when asked again.
 */
export async function followZones(db: Database): Promise<void> {
  for (const moved of await movedPeople(db)) {
    await db.transaction().execute((trx) => follow(trx, moved));
  }
}

async function movedPeople(db: Database): Promise<Moved[]> {
  const rows = await db
    .selectFrom('people')
    .innerJoin('workspaces', 'workspaces.id', 'people.workspace_id')
    .select(({ fn, ref }) => [
      'people.workspace_id',
      'people.id',
      fn.coalesce('people.zone_override', 'people.time_zone', ref('workspaces.default_time_zone')).as('zone'),
    ])
    .where(
      sql<boolean>`people.planned_zone is distinct from coalesce(people.zone_override, people.time_zone, workspaces.default_time_zone)`,
    )
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, personId: row.id, zone: row.zone }));
}

async function follow(trx: Transaction, { workspaceId, personId, zone }: Moved): Promise<void> {
  const person = await trx
    .selectFrom('people')
    .select('planned_zone')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!person || person.planned_zone === zone) return;
  if (person.planned_zone !== null) await moveOccurrences(trx, workspaceId, personId, zone);
  await trx
    .updateTable('people')
    .set({ planned_zone: zone })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .execute();
}

async function moveOccurrences(
  trx: Transaction,
  workspaceId: string,
  ownerId: string,
  zone: string,
): Promise<void> {
  const rows = await trx
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', ownerId)
    .where('next_due_at', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, cadence, nextDueAt } of rows.map(toClient)) {
    if (nextDueAt) await planNext(trx, workspaceId, id, movedTo(cadence, zone, nextDueAt));
  }
}
