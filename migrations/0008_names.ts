import { type Kysely, sql } from 'kysely';

const COLUMNS = [
  ['prompts', 'owner_id', 'assignee_id'],
  ['prompts', 'settled_at', 'closed_at'],
  ['prompts', 'settled_by', 'closed_by'],
  ['prompts', 'nudges', 'nudge_count'],
  ['rounds', 'owner_id', 'recipient_id'],
  ['clients', 'kept_revision', 'processed_revision'],
  ['clients', 'monthly_value', 'monthly_fee'],
  ['clients', 'contact_address', 'contact_salutation'],
  ['clients', 'contact_reach', 'contact_preferred_channel'],
  ['check_ins', 'our_read', 'our_impression'],
  ['follow_ups', 'who_id', 'promised_by'],
  ['processed_events', 'seen_at', 'processed_at'],
  ['rate_limits', 'lane', 'bucket'],
] as const;

const TABLES = [
  ['seen_events', 'processed_events'],
  ['pace', 'rate_limits'],
] as const;

/** Tables and columns take the names of the glossary: an owner is a client's owner, and nobody else. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [from, to] of TABLES) await renameTable(db, from, to);
  for (const [table, from, to] of COLUMNS) await renameColumn(db, table, from, to);
  await renameSource(db, 'own-read', 'own-impression');
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await renameSource(db, 'own-impression', 'own-read');
  for (const [table, from, to] of COLUMNS) await renameColumn(db, table, to, from);
  for (const [from, to] of TABLES) await renameTable(db, to, from);
}

async function renameTable(db: Kysely<unknown>, from: string, to: string): Promise<void> {
  await sql`alter table ${sql.table(from)} rename to ${sql.id(to)}`.execute(db);
}

async function renameColumn(db: Kysely<unknown>, table: string, from: string, to: string): Promise<void> {
  await sql`alter table ${sql.table(table)} rename column ${sql.id(from)} to ${sql.id(to)}`.execute(db);
}

async function renameSource(db: Kysely<unknown>, from: string, to: string): Promise<void> {
  await sql`
    alter table check_ins drop constraint check_ins_source_check, drop constraint check_ins_check`.execute(
    db,
  );
  await sql`update check_ins set source = ${to} where source = ${from}`.execute(db);
  await sql`
    alter table check_ins
      add constraint check_ins_source_check check (source in ('call', 'meeting', 'email', 'message', ${sql.lit(to)})),
      add constraint check_ins_check check (source <> ${sql.lit(to)} or client_sentiment is null)`.execute(
    db,
  );
}
