import { describe, expect, test } from 'vitest';
import { claimIdempotencyKey, releaseIdempotencyKey } from '../../src/storage/idempotency-keys.ts';
import { aWorkspace } from '../support/a-workspace.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
describe('an idempotency key', () => {
  test('is claimed once in each workspace', async () => {
    const [here, elsewhere] = [await aWorkspace(database.db), await aWorkspace(database.db)];
    expect(await claimIdempotencyKey(database.db, here, 'Ev1', now)).toBe(true);
    expect(await claimIdempotencyKey(database.db, here, 'Ev1', now)).toBe(false);
    expect(await claimIdempotencyKey(database.db, elsewhere, 'Ev1', now)).toBe(true);
  });

  test('that several processes claim at once goes to one of them', async () => {
    const workspaceId = await aWorkspace(database.db);
    const all = Array.from({ length: 8 }, () => claimIdempotencyKey(database.db, workspaceId, 'Ev2', now));
    expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
  });

  test('can be claimed again when the transaction of its claim fails', async () => {
    const workspaceId = await aWorkspace(database.db);
    const failing = database.db.transaction().execute(async (trx) => {
      await claimIdempotencyKey(trx, workspaceId, 'Ev3', now);
      throw new Error('no luck');
    });
    await expect(failing).rejects.toThrow('no luck');
    expect(await claimIdempotencyKey(database.db, workspaceId, 'Ev3', now)).toBe(true);
  });

  test('is deleted after some days, so that the table stays small', async () => {
    const workspaceId = await aWorkspace(database.db);
    await claimIdempotencyKey(database.db, workspaceId, 'Ev4', now);
    await claimIdempotencyKey(database.db, workspaceId, 'Ev5', now.add({ hours: 24 * 7 }));
    const rows = await database.db
      .selectFrom('processed_events')
      .select('event_id')
      .where('workspace_id', '=', workspaceId)
      .execute();
    expect(rows.map(({ event_id }) => event_id)).toEqual(['Ev5']);
  });

  test('can be claimed again once it is released', async () => {
    const workspaceId = await aWorkspace(database.db);
    await claimIdempotencyKey(database.db, workspaceId, 'Ev6', now);
    await releaseIdempotencyKey(database.db, workspaceId, 'Ev6');
    expect(await claimIdempotencyKey(database.db, workspaceId, 'Ev6', now)).toBe(true);
  });
});
