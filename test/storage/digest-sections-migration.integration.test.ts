import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase } from '../../src/storage/database.ts';
import { createEmptyDatabase, dropDatabase } from '../support/database.ts';
import { migrateTo, migrationBefore } from '../support/migrations.ts';

const MIGRATION = '0010_digest_sections';

let url: string;

beforeEach(async () => {
  url = await createEmptyDatabase();
  await migrateTo(url, migrationBefore(MIGRATION));
});

afterEach(() => dropDatabase(url));

test('what was left out of digests is hidden, under the names of today, and comes back on the way down', async () => {
  const db = connectDatabase(url, silentLog);
  const sections = async (column: 'muted_parts' | 'hidden_sections') => {
    const { rows } = await sql<{ id: string; sections: string[] }>`
      select channel_id as id, ${sql.id(column)} as sections from digests
      union all select id, ${sql.id(column)} from people order by id`.execute(db);
    return Object.fromEntries(rows.map((row) => [row.id, row.sections]));
  };
  try {
    await sql`insert into workspaces (id, name, bot_user_id, created_at) values ('T1', 'Studio', 'U0BOT', now())`.execute(
      db,
    );
    await sql`
      insert into people (workspace_id, id, name, kind, refreshed_at, muted_parts)
      values ('T1', 'UANA', 'Ana', 'member', now(), '{promises,praise}'),
        ('T1', 'UBEN', 'Ben', 'member', now(), '{}')`.execute(db);
    await sql`
      insert into digests (workspace_id, channel_id, weekday, local_time, time_zone, created_at, muted_parts)
      values ('T1', 'C1', 1, '09:00', 'Etc/UTC', now(), '{chart,not-asked,promises}')`.execute(db);
    const before = await sections('muted_parts');

    await migrateTo(url, MIGRATION);
    expect(await sections('hidden_sections')).toEqual({
      C1: ['chart', 'overdue', 'follow-ups'],
      UANA: ['follow-ups', 'praise'],
      UBEN: [],
    });
    await expect(sql`update digests set hidden_sections = '{promises}'`.execute(db)).rejects.toThrow(
      'digests_hidden_sections_check',
    );

    await migrateTo(url, migrationBefore(MIGRATION));
    expect(await sections('muted_parts')).toEqual(before);
  } finally {
    await db.destroy();
  }
});
