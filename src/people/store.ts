import type { Selectable } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { PersonTable } from '../storage/tables.ts';
import type { Person, SlackProfile } from './rules.ts';

/** Saves what Slack said about a person at `now`, unless something newer is known. */
export async function savePerson(
  db: Database,
  workspaceId: string,
  { id, name, kind, timeZone }: SlackProfile,
  now: Temporal.Instant,
): Promise<void> {
  const seen = { name, kind, time_zone: timeZone, refreshed_at: now };
  await db
    .insertInto('people')
    .values(({ fn, val, selectFrom }) => ({
      workspace_id: workspaceId,
      id,
      ...seen,
      planned_zone: fn.coalesce(
        val(timeZone),
        selectFrom('workspaces').select('default_time_zone').where('id', '=', workspaceId),
      ),
    }))
    .onConflict((oc) =>
      oc.columns(['workspace_id', 'id']).doUpdateSet(seen).where('people.refreshed_at', '<=', now),
    )
    .execute();
}

export async function findPerson(db: Database, workspaceId: string, id: string): Promise<Person | null> {
  return (await findPeople(db, workspaceId, [id])).get(id) ?? null;
}

/** The people among `ids` that are known, by id. With `since`, only people Slack was asked about since then. */
export async function findPeople(
  db: Database,
  workspaceId: string,
  ids: readonly string[],
  since?: Temporal.Instant,
): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map();
  let query = db
    .selectFrom('people')
    .innerJoin('workspaces', 'workspaces.id', 'people.workspace_id')
    .selectAll('people')
    .select('workspaces.default_time_zone')
    .where('people.workspace_id', '=', workspaceId)
    .where('people.id', 'in', [...new Set(ids)]);
  if (since) query = query.where('people.refreshed_at', '>=', since);
  const rows = await query.execute();
  return new Map(rows.map((row) => [row.id, toPerson(row)]));
}

/** The people whom Slack was last asked about at `before` or earlier, the oldest answers first. */
export async function listStalePeople(
  db: Database,
  workspaceId: string,
  before: Temporal.Instant,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('refreshed_at', '<=', before)
    .orderBy('refreshed_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes that Slack was asked about a person, and had nothing to say. */
export async function markRefreshed(
  db: Database,
  workspaceId: string,
  id: string,
  now: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('people')
    .set({ refreshed_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('refreshed_at', '<=', now)
    .execute();
}

function toPerson(row: Selectable<PersonTable> & { default_time_zone: string }): Person {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    name: row.name,
    kind: row.kind,
    timeZone: row.zone_override ?? row.time_zone ?? row.default_time_zone,
    remindAt: row.remind_at,
  };
}
