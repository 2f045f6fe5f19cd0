import type { Selectable } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { PersonTable } from '../storage/tables.ts';
import type { Person, PersonKind } from './rules.ts';

/** What Slack says about a person; the zone is null where it has none. */
export interface PersonSeen {
  id: string;
  name: string;
  kind: PersonKind;
  timeZone: string | null;
}

/** Writes down what Slack said about a person at `now`, unless something newer is known. */
export async function savePerson(
  db: Database,
  workspaceId: string,
  person: PersonSeen,
  now: Temporal.Instant,
): Promise<void> {
  const seen = { name: person.name, kind: person.kind, time_zone: person.timeZone, refreshed_at: now };
  await db
    .insertInto('people')
    .values(({ fn, val, selectFrom }) => ({
      workspace_id: workspaceId,
      id: person.id,
      ...seen,
      // Whatever is planned for somebody new is reckoned in this zone.
      planned_zone: fn.coalesce(
        val(person.timeZone),
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

/** Those of `ids` that are known, by id. With `since`, only those about whom Slack was asked at that time or later. */
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
