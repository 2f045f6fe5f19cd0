import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase, type Database } from '../../src/storage/database.ts';
import { createEmptyDatabase, dropDatabase } from '../support/database.ts';
import { migrateTo, migrationBefore } from '../support/migrations.ts';

const NAME = '0009_notifications';
const [ACME, BIRCH] = ['a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002'];

let url: string;
let db: Database;

beforeEach(async () => {
  url = await createEmptyDatabase();
  await migrateTo(url, migrationBefore(NAME));
  db = connectDatabase(url, silentLog);
  await fill();
});

afterEach(async () => {
  await db.destroy();
  await dropDatabase(url);
});

/** A notice, an alert for two people, one of them through the digest, and one that nobody was told. */
async function fill(): Promise<void> {
  await sql`insert into workspaces (id, name, bot_user_id, created_at) values ('T1', 'Studio', 'U0BOT', now())`.execute(
    db,
  );
  await sql`
    insert into people (workspace_id, id, name, kind, refreshed_at)
    values ('T1', 'UANA', 'Ana', 'member', now()), ('T1', 'UBEN', 'Ben', 'member', now())`.execute(db);
  await sql`
    insert into clients (id, workspace_id, name, name_key, status, owner_id, cadence_every, cadence_unit, cadence_weekdays,
      cadence_time, longest_gap_days, created_at, updated_at)
    select id::uuid, 'T1', name, lower(name), 'active', 'UANA', 1, 'week', '{2}', '09:00', 30, now(), now()
    from (values (${ACME}, 'Acme'), (${BIRCH}, 'Birch')) as client (id, name)`.execute(db);
  await sql`
    insert into deliveries (id, workspace_id, kind, destination, next_attempt_at, created_at)
    select ('d0000000-0000-4000-8000-00000000000' || n)::uuid, 'T1', kind, 'UBEN', now(), now()
    from (values (1, 'notice'), (2, 'alert'), (3, 'round')) as delivery (n, kind)`.execute(db);
  await sql`
    insert into notices (id, workspace_id, person_id, kind, key, subject, delivery_id, created_at)
    values ('c0000000-0000-4000-8000-000000000001', 'T1', 'UBEN', 'spread', 'spread view:V1', '{"moves": [], "undone": false}',
      'd0000000-0000-4000-8000-000000000001', '2026-03-03T09:00Z')`.execute(db);
  await sql`
    insert into alerts (id, workspace_id, client_id, kind, key, subject, raised_at)
    select id::uuid, 'T1', client_id::uuid, kind, key, subject::jsonb, '2026-03-03T10:00Z'::timestamptz
    from (values
      ('e0000000-0000-4000-8000-000000000001', ${ACME}, 'at-risk', 'at-risk 1772532000000', '{"before": "watch"}'),
      ('e0000000-0000-4000-8000-000000000002', ${BIRCH}, 'at-risk', 'at-risk 1772532000000', '{"before": "healthy"}'),
      ('e0000000-0000-4000-8000-000000000003', ${ACME}, 'drop', 'drop 17', '{"checkInId": "17", "from": 5, "to": 3}')
    ) as alert (id, client_id, kind, key, subject)`.execute(db);
  await sql`
    insert into alert_messages (workspace_id, alert_id, person_id, delivery_id, created_at) values
      ('T1', 'e0000000-0000-4000-8000-000000000001', 'UBEN', 'd0000000-0000-4000-8000-000000000002', '2026-03-03T10:00Z'),
      ('T1', 'e0000000-0000-4000-8000-000000000001', 'UANA', null, '2026-03-03T10:00Z'),
      ('T1', 'e0000000-0000-4000-8000-000000000002', 'UBEN', null, '2026-03-03T10:00Z')`.execute(db);
}

/** An override that somebody ended, and a mute in force. */
async function fillHolds(): Promise<void> {
  await sql`
    insert into health_overrides (workspace_id, client_id, view_id, band, reason, set_by, set_at, until_at, ended_at, ended_by)
    values ('T1', ${ACME}, 'V1', 'healthy', 'They signed', 'UANA', '2026-03-02T09:00Z', '2026-03-20T00:00Z',
      '2026-03-03T09:00Z', 'UBEN')`.execute(db);
  await sql`
    insert into alert_mutes (workspace_id, client_id, view_id, reason, muted_by, muted_at, until_at)
    values ('T1', ${ACME}, 'V2', 'With the lawyers', 'UBEN', '2026-03-02T10:00Z', '2026-03-30T00:00Z')`.execute(
    db,
  );
  await sql`
    insert into health_snapshots (workspace_id, client_id, taken_at, band, computed_band, score, confidence, evidence)
    values ('T1', ${ACME}, '2026-03-02T09:00Z', 'watch', 'watch', 62, 'high', '{}')`.execute(db);
}

async function rowsOf(query: ReturnType<typeof sql>): Promise<unknown[]> {
  return (await query.execute(db)).rows;
}

const kinds = () => rowsOf(sql`select kind from deliveries order by id`);

test('notices and alerts become notifications, and none is lost or told again', async () => {
  await migrateTo(url, NAME);
  expect(
    await rowsOf(sql`
      select id = 'c0000000-0000-4000-8000-000000000001' as kept_id, recipient_id, kind, key, subject, is_alert, delivery_id is not null as is_owed
      from notifications order by created_at, key, recipient_id`),
  ).toEqual([
    {
      kept_id: true,
      recipient_id: 'UBEN',
      kind: 'rebalanced',
      key: 'rebalanced view:V1',
      subject: { moves: [], undone: false },
      is_alert: false,
      is_owed: true,
    },
    ...(
      [
        ['UANA', 'at-risk', `at-risk ${ACME} 1772532000000`, { before: 'watch', clientId: ACME }, false],
        ['UBEN', 'at-risk', `at-risk ${ACME} 1772532000000`, { before: 'watch', clientId: ACME }, true],
        ['UBEN', 'at-risk', `at-risk ${BIRCH} 1772532000000`, { before: 'healthy', clientId: BIRCH }, false],
        ['UANA', 'drop', 'drop 17', { checkInId: '17', from: 5, to: 3, clientId: ACME }, false],
      ] as const
    ).map(([recipient_id, kind, key, subject, is_owed]) => ({
      kept_id: false,
      recipient_id,
      kind,
      key,
      subject,
      is_alert: true,
      is_owed,
    })),
  ]);
  expect(await kinds()).toEqual([{ kind: 'notification' }, { kind: 'notification' }, { kind: 'round' }]);
});

test('going back restores what was there', async () => {
  const all = () =>
    Promise.all([
      rowsOf(sql`select * from notices`),
      rowsOf(sql`
        select alerts.workspace_id, client_id, kind, key, subject, raised_at, person_id, delivery_id, created_at
        from alerts join alert_messages on alert_id = alerts.id order by key, client_id, person_id`),
      kinds(),
    ]);
  const before = await all();
  await migrateTo(url, NAME);
  await migrateTo(url, migrationBefore(NAME));
  const [notices, alerts, deliveries] = await all();
  expect([notices, deliveries]).toEqual([before[0], before[2]]);
  // The alert that nobody was told is left to the digest of the client's owner.
  expect(alerts).toEqual([
    ...before[1],
    expect.objectContaining({ key: 'drop 17', person_id: 'UANA', delivery_id: null }),
  ]);
  expect(await rowsOf(sql`select kind, key from alerts order by client_id, key`)).toEqual([
    { kind: 'at-risk', key: 'at-risk 1772532000000' },
    { kind: 'drop', key: 'drop 17' },
    { kind: 'at-risk', key: 'at-risk 1772532000000' },
  ]);
});

test('overrides and mutes become holds, and go back as they were', async () => {
  await fillHolds();
  const all = () =>
    Promise.all([
      rowsOf(sql`select * from health_overrides`),
      rowsOf(sql`select * from alert_mutes`),
      rowsOf(sql`select * from health_snapshots`),
    ]);
  const before = await all();
  await migrateTo(url, NAME);
  expect(
    await rowsOf(
      sql`select kind, band, reason, set_by, ended_by, ended_at is null as is_open from client_holds order by kind`,
    ),
  ).toEqual([
    { kind: 'mute', band: null, reason: 'With the lawyers', set_by: 'UBEN', ended_by: null, is_open: true },
    {
      kind: 'override',
      band: 'healthy',
      reason: 'They signed',
      set_by: 'UANA',
      ended_by: 'UBEN',
      is_open: false,
    },
  ]);
  await migrateTo(url, migrationBefore(NAME));
  expect(await all()).toEqual(before);
});
