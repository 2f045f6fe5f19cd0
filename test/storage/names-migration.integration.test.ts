import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { createEmptyDatabase, dropDatabase } from '../support/database.ts';
import { migrateTo, migrationBefore } from '../support/migrations.ts';

const MIGRATION = '0008_names';

let url: string;

beforeEach(async () => {
  url = await createEmptyDatabase();
  await migrateTo(url, migrationBefore(MIGRATION));
});

afterEach(() => dropDatabase(url));

test('columns and sources get the names of the glossary, keep what is in them, and get the old ones back', async () => {
  const db = connectDatabase(url, silentLog);
  try {
    await sql`insert into workspaces (id, name, bot_user_id, created_at) values ('T1', 'Studio', 'U0BOT', now())`.execute(
      db,
    );
    await sql`
      insert into people (workspace_id, id, name, kind, refreshed_at)
      values ('T1', 'UANA', 'Ana', 'member', now()), ('T1', 'UBEN', 'Ben', 'member', now())`.execute(db);
    await sql`
      with client as (
        insert into clients (workspace_id, name, name_key, status, owner_id, cadence_every, cadence_unit, cadence_weekdays,
          cadence_time, longest_gap_days, monthly_value, currency, contact_address, created_at, updated_at)
        values ('T1', 'Acme', 'acme', 'active', 'UANA', 1, 'week', '{2}', '09:00', 30, 900, 'EUR', 'Dana', now(), now())
        returning id),
      prompt as (
        insert into prompts (workspace_id, client_id, owner_id, covering_for, occurrence_at, status, settled_at, settled_by,
          created_at)
        select 'T1', id, 'UBEN', 'UANA', now(), 'answered', now(), 'UBEN', now() from client)
      insert into check_ins (workspace_id, client_id, author_id, view_id, source, our_read, created_at)
      select 'T1', client.id, 'UBEN', source, source, 4, now() from client, unnest(array['call', 'own-read']) source`.execute(
      db,
    );

    await migrateTo(url, MIGRATION);
    const { rows } = await sql`
      select monthly_fee, contact_salutation, assignee_id, covering_for, closed_by, nudge_count, source, our_impression
      from clients join prompts on prompts.client_id = clients.id join check_ins on check_ins.client_id = clients.id
      order by source`.execute(db);
    const kept = { monthly_fee: 900, contact_salutation: 'Dana', assignee_id: 'UBEN', covering_for: 'UANA' };
    const asked = { ...kept, closed_by: 'UBEN', nudge_count: 0, our_impression: 4 };
    expect(rows).toEqual([
      { ...asked, source: 'call' },
      { ...asked, source: 'own-impression' },
    ]);

    await migrateTo(url, migrationBefore(MIGRATION));
    const { rows: before } = await sql`
      select owner_id, settled_by, source from prompts join check_ins using (client_id) order by source`.execute(
      db,
    );
    expect(before).toEqual([
      { owner_id: 'UBEN', settled_by: 'UBEN', source: 'call' },
      { owner_id: 'UBEN', settled_by: 'UBEN', source: 'own-read' },
    ]);
  } finally {
    await db.destroy();
  }
});
