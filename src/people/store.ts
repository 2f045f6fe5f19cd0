import type { Selectable } from 'kysely';
import type { Installation } from '../slack/connection.ts';
import type { Database } from '../storage/database.ts';
import type { PersonTable, WorkspaceTable } from '../storage/tables.ts';
import type { Person, PersonKind, Workspace } from './rules.ts';

/** Notes where Rapport is installed. What has been set there stays. */
export async function saveWorkspace(
  db: Database,
  installation: Installation,
  now: Temporal.Instant,
): Promise<Workspace> {
  const { workspaceId, workspaceName: name, botUserId: bot_user_id } = installation;
  const row = await db
    .insertInto('workspaces')
    .values({ id: workspaceId, name, bot_user_id, created_at: now })
    .onConflict((oc) => oc.column('id').doUpdateSet({ name, bot_user_id }))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toWorkspace(row);
}

export async function findWorkspace(db: Database, workspaceId: string): Promise<Workspace | null> {
  const row = await db.selectFrom('workspaces').selectAll().where('id', '=', workspaceId).executeTakeFirst();
  return row ? toWorkspace(row) : null;
}

/** Who is told when things go wrong; null for nobody. */
export async function leadOf(db: Database, workspaceId: string): Promise<string | null> {
  const row = await db
    .selectFrom('workspaces')
    .select('lead_id')
    .where('id', '=', workspaceId)
    .executeTakeFirst();
  return row?.lead_id ?? null;
}

/** @param defaults an IANA zone and an ISO 4217 currency, checked by the caller. */
export async function setDefaults(
  db: Database,
  workspaceId: string,
  defaults: { timeZone: string; currency: string },
): Promise<void> {
  await db
    .updateTable('workspaces')
    .set({ default_time_zone: defaults.timeZone, default_currency: defaults.currency })
    .where('id', '=', workspaceId)
    .execute();
}

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

/** How long a seen event is remembered, in hours: longer than Slack goes on repeating one. */
const REMEMBERED_HOURS = 72;

/**
 * Whether `eventId` is seen for the first time. In one transaction with what the event leads to, that happens once,
 * however often and at however many processes Slack delivers it.
 */
export async function claimIdempotencyKey(
  db: Database,
  workspaceId: string,
  eventId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const inserted = await db
    .insertInto('processed_events')
    .values({ workspace_id: workspaceId, event_id: eventId, processed_at: now })
    .onConflict((oc) => oc.doNothing())
    .returning('event_id')
    .executeTakeFirst();
  if (!inserted) return false;
  await db
    .deleteFrom('processed_events')
    .where('workspace_id', '=', workspaceId)
    .where('event_id', 'in', (eb) =>
      eb
        .selectFrom('processed_events')
        .select('event_id')
        .where('workspace_id', '=', workspaceId)
        .where('processed_at', '<', now.subtract({ hours: REMEMBERED_HOURS }))
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .execute();
  return true;
}

/** Takes `firstTime` back, where what was to follow has not happened. */
export async function releaseIdempotencyKey(
  db: Database,
  workspaceId: string,
  eventId: string,
): Promise<void> {
  await db
    .deleteFrom('processed_events')
    .where('workspace_id', '=', workspaceId)
    .where('event_id', '=', eventId)
    .execute();
}

function toWorkspace(row: Selectable<WorkspaceTable>): Workspace {
  return {
    id: row.id,
    name: row.name,
    botUserId: row.bot_user_id,
    defaultTimeZone: row.default_time_zone,
    defaultCurrency: row.default_currency,
  };
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
