import { sql } from 'kysely';
import type { Database } from '../../src/storage/database.ts';

/** Has the database count its ids instead of making them up, so that one seed gives one year, down to the order of rows. */
export async function countIds(db: Database): Promise<void> {
  await sql`create sequence counted_ids`.execute(db);
  await sql`
    create function counted_id() returns uuid language sql volatile as
    $$ select ('00000000-0000-4000-8000-' || lpad(to_hex(nextval('counted_ids')), 12, '0'))::uuid $$`.execute(
    db,
  );
  const { rows } = await sql<{ table_name: string }>`
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'id' and column_default like 'gen_random_uuid%'`.execute(
    db,
  );
  for (const { table_name } of rows) {
    await sql`alter table ${sql.table(table_name)} alter column id set default counted_id()`.execute(db);
  }
}
