import { describe, expect, test } from 'vitest';
import type { SlackProfile } from '../../src/people/rules.ts';
import { findPeople, findPerson, savePerson } from '../../src/people/store.ts';
import { updateWorkspace } from '../../src/workspaces/store.ts';
import { aWorkspace } from '../support/a-workspace.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const ana: SlackProfile = { id: 'U0ANA', name: 'Ana', kind: 'member', timeZone: 'Europe/Lisbon' };
describe('a person', () => {
  test('is found in their own workspace only', async () => {
    const [here, elsewhere] = [await aWorkspace(database.db), await aWorkspace(database.db)];
    await savePerson(database.db, here, ana, now);
    expect(await findPerson(database.db, here, ana.id)).toEqual({
      ...ana,
      workspaceId: here,
      remindAt: null,
    });
    expect(await findPerson(database.db, elsewhere, ana.id)).toBeNull();
  });

  test('without a zone has the workspace’s, also after that changes', async () => {
    const workspaceId = await aWorkspace(database.db);
    await savePerson(database.db, workspaceId, { ...ana, timeZone: null }, now);
    expect((await findPerson(database.db, workspaceId, ana.id))?.timeZone).toBe('Etc/UTC');
    await updateWorkspace(database.db, workspaceId, { defaultTimeZone: 'Asia/Tokyo' });
    expect((await findPerson(database.db, workspaceId, ana.id))?.timeZone).toBe('Asia/Tokyo');
  });

  test('is in the zone that they chose, whatever Slack says', async () => {
    const workspaceId = await aWorkspace(database.db);
    await savePerson(database.db, workspaceId, ana, now);
    await database.db
      .updateTable('people')
      .set({ zone_override: 'Asia/Kolkata' })
      .where('workspace_id', '=', workspaceId)
      .execute();
    await savePerson(database.db, workspaceId, { ...ana, timeZone: 'Europe/Paris' }, now.add({ hours: 1 }));
    expect((await findPerson(database.db, workspaceId, ana.id))?.timeZone).toBe('Asia/Kolkata');
  });

  test('is what Slack said last, even if an older answer arrives later', async () => {
    const workspaceId = await aWorkspace(database.db);
    await savePerson(database.db, workspaceId, { ...ana, kind: 'deactivated' }, now);
    await savePerson(database.db, workspaceId, ana, now.subtract({ seconds: 1 }));
    expect((await findPerson(database.db, workspaceId, ana.id))?.kind).toBe('deactivated');
    await savePerson(database.db, workspaceId, ana, now.add({ seconds: 1 }));
    expect((await findPerson(database.db, workspaceId, ana.id))?.kind).toBe('member');
  });

  test('is left out of a search for recent answers', async () => {
    const workspaceId = await aWorkspace(database.db);
    await savePerson(database.db, workspaceId, ana, now);
    await savePerson(database.db, workspaceId, { ...ana, id: 'U0BEN' }, now.subtract({ hours: 2 }));
    const ids = ['U0ANA', 'U0BEN', 'U0NOBODY', 'U0ANA'];
    const since = now.subtract({ hours: 1 });
    expect([...(await findPeople(database.db, workspaceId, ids)).keys()].sort()).toEqual(['U0ANA', 'U0BEN']);
    expect([...(await findPeople(database.db, workspaceId, ids, since)).keys()]).toEqual(['U0ANA']);
    expect((await findPeople(database.db, workspaceId, [])).size).toBe(0);
  });
});
