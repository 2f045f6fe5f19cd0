import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { recordCheckIn } from '../../src/check-ins/record-check-in.ts';
import { planDigests } from '../../src/digests/plan-digests.ts';
import { enableDigest } from '../../src/digests/store.ts';
import { HANDED_OVER } from '../../src/hand-overs/notifications.ts';
import { endHold, setHold } from '../../src/health/holds/store.ts';
import { snapshotHealth } from '../../src/health/snapshots/snapshot-health.ts';
import { raiseAlerts } from '../../src/notifications/alerts/raise-alerts.ts';
import { notify } from '../../src/notifications/notify.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { markAnswered } from '../../src/reminders/prompts/state-machine.ts';
import { addDelivery } from '../../src/slack/outbound/delivery-store.ts';
import { claimIdempotencyKey } from '../../src/storage/idempotency-keys.ts';
import { NOW, someAnswers, TODAY } from '../check-ins/samples.ts';
import { addSomeClient, setUpWorkspace } from '../check-ins/workspace.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const later = { now: () => NOW.add({ hours: 24 * 21 }) };

/** Something in every table. */
async function useRapportFor3Weeks(workspaceId: string): Promise<void> {
  const { db } = database;
  await setUpWorkspace(db, workspaceId);
  const client = await addSomeClient(db, workspaceId, 'Acme');
  const schedule = { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone: 'Europe/London' };
  await db
    .transaction()
    .execute((trx) => enableDigest(trx, workspaceId, { channelId: 'C1', schedule, hiddenSections: [] }, NOW));
  await claimIdempotencyKey(db, workspaceId, 'Ev1', NOW);
  await planRounds(db, later);
  await planDigests({ db, clock: later });
  await recordCheckIn(
    { db, clock: later, answerPrompt: markAnswered },
    { workspaceId, userId: 'UANA' },
    {
      clientId: client.id,
      viewId: 'V1',
      answers: someAnswers(),
      promised: { what: 'Send it', promisedById: 'UBEN', dueOn: TODAY },
    },
  );
  const { id: round_id } = await db
    .selectFrom('rounds')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  const away = { first_day: TODAY, last_day: TODAY, cover_id: 'UBEN' };
  await db.transaction().execute(async (trx) => {
    const owed = { workspace_id: workspaceId, created_at: NOW };
    await trx
      .insertInto('away_dates')
      .values({ ...owed, person_id: 'UANA', ...away })
      .execute();
    const subject = { byId: 'UANA', fromId: 'UANA', toId: 'UBEN', clientIds: [client.id] };
    await notify(trx, HANDED_OVER, { workspaceId, recipientId: 'UBEN', key: 'once', subject }, NOW);
    const delivery_id = await addDelivery(trx, workspaceId, { kind: 'nudge', destination: 'UANA' }, NOW);
    await trx
      .insertInto('nudges')
      .values({ ...owed, round_id, delivery_id, number: 1 })
      .execute();
    const { id: follow_up_id } = await trx
      .selectFrom('follow_ups')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    await trx
      .insertInto('round_follow_ups')
      .values({ workspace_id: workspaceId, round_id, follow_up_id, position: 0, due_on: TODAY })
      .execute();
    await trx
      .insertInto('rate_limits')
      .values({ workspace_id: workspaceId, bucket: 'workspace', free_at: NOW })
      .execute();
    await trx
      .updateTable('clients')
      .set({ last_contact_at: NOW.subtract({ hours: 24 * 20 }) })
      .execute();
    const hold = { workspaceId, clientId: client.id, kind: 'override', band: 'watch' } as const;
    await setHold(trx, { ...hold, viewId: 'V2', reason: 'Why', by: 'UBEN', until: later.now() }, NOW);
    await endHold(trx, hold, 'UANA', NOW);
    await trx.updateTable('workspaces').set({ lead_id: 'UBEN' }).where('id', '=', workspaceId).execute();
    await trx
      .updateTable('clients')
      .set({ last_contact_at: later.now().subtract({ hours: 24 * (client.longestGapDays + 1) }) })
      .where('id', '=', client.id)
      .execute();
  });
  await snapshotHealth({ db, clock: later }, raiseAlerts);
}

/** How many rows of a workspace each table has. */
async function rowsOf(workspaceId: string): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'workspace_id' order by 1`.execute(database.db);
  const counted = tables.map(async ({ name }): Promise<[string, number]> => {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ${sql.table(name)} where workspace_id = ${workspaceId}`.execute(database.db);
    return [name, rows[0]?.n ?? -1];
  });
  return Object.fromEntries(await Promise.all(counted));
}

test('deleting a workspace deletes all of its rows, and none of another’s', async () => {
  await useRapportFor3Weeks('T1');
  await useRapportFor3Weeks('T2');
  const before = await rowsOf('T1');
  expect(Object.entries(before).filter(([, rows]) => rows < 1)).toEqual([]);
  expect(Object.keys(before)).toHaveLength(18);

  await database.db.deleteFrom('workspaces').where('id', '=', 'T1').execute();
  expect(Object.values(await rowsOf('T1')).filter((rows) => rows !== 0)).toEqual([]);
  expect(await rowsOf('T2')).toEqual(before);
});

test('a person who is mentioned anywhere cannot be deleted', async () => {
  await useRapportFor3Weeks('T3');
  await expect(
    database.db.deleteFrom('people').where('workspace_id', '=', 'T3').where('id', '=', 'UANA').execute(),
  ).rejects.toMatchObject({ code: '23503' });
});
