import { type Kysely, sql } from 'kysely';

/** Messages that do not wait for their reader's hours. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table deliveries add column at_once boolean not null default false`.execute(db);
}
