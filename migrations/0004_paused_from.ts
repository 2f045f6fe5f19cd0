import { type Kysely, sql } from 'kysely';

/** What a paused client was before, and is again once it is resumed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table clients
      add column paused_from text check (paused_from in ('prospect', 'active', 'leaving')),
      add check (paused_from is null or status = 'paused')`.execute(db);
}
