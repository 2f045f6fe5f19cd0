import { type Kysely, sql } from 'kysely';

const TABLES = ['digests', 'people'];
const SECTIONS = 'changes at-risk watch quiet follow-ups overdue praise unknown chart'.split(' ');
const VALUES = [
  ['promises', 'follow-ups'],
  ['not-asked', 'overdue'],
] as const;

/** What a digest leaves out are its hidden sections, of a list that the database checks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of TABLES) {
    await sql`alter table ${sql.table(table)} rename column muted_parts to hidden_sections`.execute(db);
    for (const [from, to] of VALUES) await replaceSection(db, table, from, to);
    await sql`
      alter table ${sql.table(table)} add constraint ${sql.id(`${table}_hidden_sections_check`)}
        check (hidden_sections <@ array[${sql.join(SECTIONS.map((section) => sql.lit(section)))}])`.execute(
      db,
    );
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of TABLES) {
    await sql`
      alter table ${sql.table(table)} drop constraint ${sql.id(`${table}_hidden_sections_check`)}`.execute(
      db,
    );
    for (const [from, to] of VALUES) await replaceSection(db, table, to, from);
    await sql`alter table ${sql.table(table)} rename column hidden_sections to muted_parts`.execute(db);
  }
}

async function replaceSection(db: Kysely<unknown>, table: string, from: string, to: string): Promise<void> {
  await sql`
    update ${sql.table(table)} set hidden_sections = array_replace(hidden_sections, ${from}, ${to})
    where ${from} = any (hidden_sections)`.execute(db);
}
