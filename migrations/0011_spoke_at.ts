import { type Kysely, sql } from 'kysely';

/** When the author and the client spoke: at the check-in, or at noon of the earlier day, where the author is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table check_ins add column spoke_at timestamptz`.execute(db);
  await sql`
    update check_ins set spoke_at = least(
      check_ins.created_at,
      coalesce(
        (check_ins.spoke_on + time '12:00') at time zone
          coalesce(people.zone_override, people.time_zone, workspaces.default_time_zone),
        check_ins.created_at))
    from people join workspaces on workspaces.id = people.workspace_id
    where people.workspace_id = check_ins.workspace_id and people.id = check_ins.author_id`.execute(db);
  await sql`
    alter table check_ins
      alter column spoke_at set not null,
      add constraint check_ins_spoke_at_check check (spoke_at <= created_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table check_ins drop column spoke_at`.execute(db);
}
