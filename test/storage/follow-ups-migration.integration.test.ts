import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { createEmptyDatabase, dropDatabase } from '../support/database.ts';
import { migrateTo, migrationBefore } from '../support/migrations.ts';

let url: string;

beforeEach(async () => {
  url = await createEmptyDatabase();
});

afterEach(() => dropDatabase(url));

test('older follow-ups get their author, and those still ahead a reminder', async () => {
  await migrateTo(url, migrationBefore('0006_follow_ups'));
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
          cadence_time, longest_gap_days, created_at, updated_at)
        values ('T1', 'Acme', 'acme', 'active', 'UANA', 1, 'week', '{2}', '09:00', 30, now(), now()) returning id),
      check_in as (
        insert into check_ins (workspace_id, client_id, author_id, view_id, source, our_read, created_at)
        select 'T1', id, 'UANA', 'V' || n, 'call', 4, now() from client, generate_series(1, 3) n returning id, client_id, view_id)
      insert into follow_ups (workspace_id, client_id, check_in_id, what, who_id, due_on, done_at, done_by, created_at)
      select 'T1', client_id, id, view_id, 'UBEN',
        case view_id when 'V1' then current_date - 3 else current_date + 3 end,
        case view_id when 'V3' then now() end, case view_id when 'V3' then 'UBEN' end, now()
      from check_in`.execute(db);
    await migrateTo(url, '0006_follow_ups');
    const rows = await db
      .selectFrom('follow_ups')
      .select(['what', 'created_by', 'reminder', 'remind_at'])
      .orderBy('what')
      .execute();
    expect(rows.map(({ remind_at, ...row }) => ({ ...row, isPlanned: remind_at !== null }))).toEqual([
      { what: 'V1', created_by: 'UANA', reminder: null, isPlanned: false },
      { what: 'V2', created_by: 'UANA', reminder: 'day-before', isPlanned: true },
      { what: 'V3', created_by: 'UANA', reminder: null, isPlanned: false },
    ]);
  } finally {
    await db.destroy();
  }
});
