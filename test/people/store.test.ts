import { describe, expect, test } from 'vitest';
import {
  claimIdempotencyKey,
  findPeople,
  findPerson,
  findWorkspace,
  type PersonSeen,
  savePerson,
  saveWorkspace,
  setDefaults,
} from '../../src/people/store.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const ana: PersonSeen = { id: 'U0ANA', name: 'Ana', kind: 'member', timeZone: 'Europe/Lisbon' };
let workspaces = 0;

async function aWorkspace(): Promise<string> {
  workspaces += 1;
  const workspaceId = `T${workspaces}`;
  await saveWorkspace(database.db, { workspaceId, workspaceName: 'Studio', botUserId: 'U0BOT' }, now);
  return workspaceId;
}

describe('a workspace', () => {
  test('starts with defaults, and keeps what was set when Rapport starts again', async () => {
    const workspaceId = await aWorkspace();
    expect(await findWorkspace(database.db, workspaceId)).toEqual({
      id: workspaceId,
      name: 'Studio',
      botUserId: 'U0BOT',
      defaultTimeZone: 'Etc/UTC',
      defaultCurrency: 'EUR',
    });
    await setDefaults(database.db, workspaceId, { timeZone: 'America/New_York', currency: 'USD' });
    const again = { workspaceId, workspaceName: 'Studio & Co', botUserId: 'U0NEW' };
    expect(await saveWorkspace(database.db, again, now)).toEqual({
      id: workspaceId,
      name: 'Studio & Co',
      botUserId: 'U0NEW',
      defaultTimeZone: 'America/New_York',
      defaultCurrency: 'USD',
    });
  });

  test('that nobody installed Rapport in is not known', async () => {
    expect(await findWorkspace(database.db, 'T0NOBODY')).toBeNull();
  });
});

describe('a person', () => {
  test('is found in their own workspace only', async () => {
    const [here, elsewhere] = [await aWorkspace(), await aWorkspace()];
    await savePerson(database.db, here, ana, now);
    expect(await findPerson(database.db, here, ana.id)).toEqual({
      ...ana,
      workspaceId: here,
      remindAt: null,
    });
    expect(await findPerson(database.db, elsewhere, ana.id)).toBeNull();
  });

  test('without a zone has the workspace’s, also once that changes', async () => {
    const workspaceId = await aWorkspace();
    await savePerson(database.db, workspaceId, { ...ana, timeZone: null }, now);
    expect((await findPerson(database.db, workspaceId, ana.id))?.timeZone).toBe('Etc/UTC');
    await setDefaults(database.db, workspaceId, { timeZone: 'Asia/Tokyo', currency: 'JPY' });
    expect((await findPerson(database.db, workspaceId, ana.id))?.timeZone).toBe('Asia/Tokyo');
  });

  test('is in the zone that they chose, whatever Slack says', async () => {
    const workspaceId = await aWorkspace();
    await savePerson(database.db, workspaceId, ana, now);
    await database.db
      .updateTable('people')
      .set({ zone_override: 'Asia/Kolkata' })
      .where('workspace_id', '=', workspaceId)
      .execute();
    await savePerson(database.db, workspaceId, { ...ana, timeZone: 'Europe/Paris' }, now.add({ hours: 1 }));
    expect((await findPerson(database.db, workspaceId, ana.id))?.timeZone).toBe('Asia/Kolkata');
  });

  test('is what Slack said last, even where an older answer comes in later', async () => {
    const workspaceId = await aWorkspace();
    await savePerson(database.db, workspaceId, { ...ana, kind: 'deactivated' }, now);
    await savePerson(database.db, workspaceId, ana, now.subtract({ seconds: 1 }));
    expect((await findPerson(database.db, workspaceId, ana.id))?.kind).toBe('deactivated');
    await savePerson(database.db, workspaceId, ana, now.add({ seconds: 1 }));
    expect((await findPerson(database.db, workspaceId, ana.id))?.kind).toBe('member');
  });

  test('is left out where only those asked about lately are wanted', async () => {
    const workspaceId = await aWorkspace();
    await savePerson(database.db, workspaceId, ana, now);
    await savePerson(database.db, workspaceId, { ...ana, id: 'U0BEN' }, now.subtract({ hours: 2 }));
    const ids = ['U0ANA', 'U0BEN', 'U0NOBODY', 'U0ANA'];
    const since = now.subtract({ hours: 1 });
    expect([...(await findPeople(database.db, workspaceId, ids)).keys()].sort()).toEqual(['U0ANA', 'U0BEN']);
    expect([...(await findPeople(database.db, workspaceId, ids, since)).keys()]).toEqual(['U0ANA']);
    expect((await findPeople(database.db, workspaceId, [])).size).toBe(0);
  });
});

describe('an event', () => {
  test('is new once, in its workspace', async () => {
    const [here, elsewhere] = [await aWorkspace(), await aWorkspace()];
    expect(await claimIdempotencyKey(database.db, here, 'Ev1', now)).toBe(true);
    expect(await claimIdempotencyKey(database.db, here, 'Ev1', now)).toBe(false);
    expect(await claimIdempotencyKey(database.db, elsewhere, 'Ev1', now)).toBe(true);
  });

  test('delivered to several processes at once is new to one of them', async () => {
    const workspaceId = await aWorkspace();
    const all = Array.from({ length: 8 }, () => claimIdempotencyKey(database.db, workspaceId, 'Ev2', now));
    expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
  });

  test('whose work failed is new again', async () => {
    const workspaceId = await aWorkspace();
    const failing = database.db.transaction().execute(async (trx) => {
      await claimIdempotencyKey(trx, workspaceId, 'Ev3', now);
      throw new Error('no luck');
    });
    await expect(failing).rejects.toThrow('no luck');
    expect(await claimIdempotencyKey(database.db, workspaceId, 'Ev3', now)).toBe(true);
  });

  test('is forgotten after some days, so that the table stays small', async () => {
    const workspaceId = await aWorkspace();
    await claimIdempotencyKey(database.db, workspaceId, 'Ev4', now);
    await claimIdempotencyKey(database.db, workspaceId, 'Ev5', now.add({ hours: 24 * 7 }));
    const rows = await database.db
      .selectFrom('processed_events')
      .select('event_id')
      .where('workspace_id', '=', workspaceId)
      .execute();
    expect(rows.map(({ event_id }) => event_id)).toEqual(['Ev5']);
  });
});
