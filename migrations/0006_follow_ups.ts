import { type Kysely, sql } from 'kysely';

/**
 * Follow-ups that are made by themselves, moved, dropped and reminded of, and the rounds that remind of them. Those that
 * are still ahead get a moment that is too early on purpose: once it has come, the right one is reckoned.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table follow_ups
      add column view_id text,
      add column created_by text,
      add column dropped_at timestamptz,
      add column dropped_by text,
      add column reminder text check (reminder in ('day-before', 'on-the-day')),
      add column remind_at timestamptz`.execute(db);
  await sql`
    update follow_ups set
      created_by = coalesce((
        select author_id from check_ins
        where check_ins.workspace_id = follow_ups.workspace_id and check_ins.id = follow_ups.check_in_id), who_id),
      reminder = case when done_at is null and due_on >= current_date then 'day-before' end,
      remind_at = case when done_at is null and due_on >= current_date then due_on - interval '7 days' end`.execute(
    db,
  );
  await sql`
    alter table follow_ups
      alter column created_by set not null,
      add unique (workspace_id, view_id),
      add foreign key (workspace_id, created_by) references people (workspace_id, id),
      add foreign key (workspace_id, dropped_by) references people (workspace_id, id),
      add check ((dropped_at is null) = (dropped_by is null)),
      add check (done_at is null or dropped_at is null),
      add check ((remind_at is null) = (reminder is null))`.execute(db);
  await sql`drop index follow_ups_open`.execute(db);
  await sql`
    create index follow_ups_open on follow_ups (workspace_id, due_on)
      where done_at is null and dropped_at is null`.execute(db);
  await sql`
    create index follow_ups_to_remind on follow_ups (remind_at)
      where remind_at is not null and done_at is null and dropped_at is null`.execute(db);

  await sql`
    create table round_follow_ups (
      workspace_id text not null references workspaces on delete cascade,
      round_id uuid not null,
      follow_up_id uuid not null,
      position integer not null,
      due_on date not null,
      primary key (round_id, follow_up_id),
      foreign key (workspace_id, round_id) references rounds (workspace_id, id) on delete cascade,
      foreign key (workspace_id, follow_up_id) references follow_ups (workspace_id, id) on delete cascade
    )`.execute(db);
  await sql`create index round_follow_ups_by_follow_up on round_follow_ups (follow_up_id)`.execute(db);
}
