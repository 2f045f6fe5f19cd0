import { type Kysely, sql } from 'kysely';

/** Notices to whoever is going to stand in for somebody, and to whoever no longer is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table notices
      drop constraint notices_kind_check,
      add constraint notices_kind_check check (kind in (
        'cover', 'cover-ahead', 'cover-off', 'handed-over', 'unanswered', 'undeliverable', 'owner-left', 'spread'))`.execute(
    db,
  );
}
