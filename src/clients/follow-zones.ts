import { sql } from 'kysely';
import { forEachCollectingErrors } from '../runtime/for-each-collecting-errors.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { nearestOccurrence, withOwnerTime } from './cadence/rules.ts';
import { toClient } from './client-row.ts';
import { planNext } from './store.ts';

/** An owner, and what their clients' occurrences are to be reckoned with. */
interface Owner {
  workspaceId: string;
  personId: string;
  /** IANA zone. */
  zone: string;
  /** The time of day that takes the place of each client's own. */
  remindAt: Temporal.PlainTime | null;
}

/**
 * Moves the next occurrences of everybody who is in another zone, or wants to be reminded at another time of day, than
 * these were reckoned with: so an owner who travels is asked at their local time there. Finds nothing to do when asked
 * again.
 *
 * @throws AggregateError when it failed for some people; the others are followed.
 */
export async function followZones(db: Database): Promise<void> {
  await forEachCollectingErrors(
    await movedPeople(db),
    (moved) => db.transaction().execute((trx) => follow(trx, moved)),
    'Some people’s zones or times of day could not be followed',
  );
}

async function movedPeople(db: Database): Promise<Owner[]> {
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

async function follow(trx: Transaction, owner: Owner): Promise<void> {
  const { workspaceId, personId, zone, remindAt } = owner;
  const person = await trx
    .selectFrom('people')
    .select(['planned_zone', 'planned_time'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!person) return;
  const sameTime = remindAt ? person.planned_time?.equals(remindAt) : person.planned_time === null;
  if (person.planned_zone === zone && sameTime) return;
  if (person.planned_zone !== null) await moveOccurrences(trx, owner);
  await trx
    .updateTable('people')
    .set({ planned_zone: zone, planned_time: remindAt })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .execute();
}

async function moveOccurrences(trx: Transaction, owner: Owner): Promise<void> {
  const { workspaceId, personId, zone } = owner;
  const rows = await trx
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', personId)
    .where('next_due_at', 'is not', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, cadence, nextDueAt } of rows.map(toClient)) {
    if (nextDueAt)
      await planNext(trx, workspaceId, id, nearestOccurrence(withOwnerTime(cadence, owner), zone, nextDueAt));
  }
}
