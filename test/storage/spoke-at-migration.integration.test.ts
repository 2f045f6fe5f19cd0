import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { createEmptyDatabase, dropDatabase } from '../support/database.ts';
import { migrateTo, migrationBefore } from '../support/migrations.ts';

const MIGRATION = '0011_spoke_at';

let url: string;

beforeEach(async () => {
  url = await createEmptyDatabase();
  await migrateTo(url, migrationBefore(MIGRATION));
});

afterEach(() => dropDatabase(url));

test('older check-ins say when they spoke: at noon of the day, where their author is, or at the check-in', async () => {
  const db = connectDatabase(url, silentLog);
  try {
    await sql`insert into workspaces (id, name, bot_user_id, created_at, default_time_zone)
      values ('T1', 'Studio', 'U0BOT', now(), 'Asia/Tokyo')`.execute(db);
    await sql`
      insert into people (workspace_id, id, name, kind, refreshed_at, time_zone, zone_override)
      values ('T1', 'UANA', 'Ana', 'member', now(), 'Europe/London', 'America/New_York'),
        ('T1', 'UBEN', 'Ben', 'member', now(), 'Europe/Berlin', null),
        ('T1', 'UCLEO', 'Cleo', 'member', now(), null, null)`.execute(db);
    await sql`
      with client as (
        insert into clients (workspace_id, name, name_key, status, owner_id, cadence_every, cadence_unit, cadence_weekdays,
          cadence_time, longest_gap_days, created_at, updated_at)
        values ('T1', 'Acme', 'acme', 'active', 'UANA', 1, 'week', '{2}', '09:00', 30, now(), now()) returning id)
      insert into check_ins (workspace_id, client_id, author_id, view_id, source, our_impression, spoke_on, created_at)
      select 'T1', client.id, author, concat(author, day), 'call', 4, day::date, '2026-03-05T10:00:00Z'
      from client, unnest(array['UANA', 'UBEN', 'UCLEO', 'UANA', 'UANA'],
        array['2026-03-02', '2026-03-02', '2026-03-02', null, '2026-03-05']) as each (author, day)`.execute(
      db,
    );

    await migrateTo(url, MIGRATION);
    const rows = await db
      .selectFrom('check_ins')
      .select(['author_id', 'spoke_on', 'spoke_at'])
      .orderBy('author_id')
      .orderBy('spoke_on')
      .execute();
    expect(rows.map(({ author_id, spoke_on, spoke_at }) => `${author_id} ${spoke_on} ${spoke_at}`)).toEqual([
      'UANA 2026-03-02 2026-03-02T17:00:00Z',
      'UANA 2026-03-05 2026-03-05T10:00:00Z',
      'UANA null 2026-03-05T10:00:00Z',
      'UBEN 2026-03-02 2026-03-02T11:00:00Z',
      'UCLEO 2026-03-02 2026-03-02T03:00:00Z',
    ]);

    await migrateTo(url, migrationBefore(MIGRATION));
    const { rows: days } = await sql`select spoke_on from check_ins where spoke_on is not null`.execute(db);
    expect(days).toHaveLength(4);
  } finally {
    await db.destroy();
  }
});
