import { beforeAll, expect, test } from 'vitest';
import { loadCalendarsFor } from '../../src/clients/load-calendars.ts';
import type { PersonKind } from '../../src/people/rules.ts';
import { savePerson } from '../../src/people/store.ts';
import { saveWorkspace, updateWorkspace } from '../../src/workspaces/store.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const now = Temporal.Instant.from('2026-03-02T08:00:00Z');
const people: Record<string, PersonKind> = {
  U0ANA: 'member',
  U0BEN: 'member',
  U0GINA: 'guest',
  U0LEO: 'deactivated',
  U0DORA: 'member',
  U0CHLOE: 'member',
};

beforeAll(async () => {
  await saveWorkspace(database.db, { workspaceId: 'T1', workspaceName: 'Studio', botUserId: 'U0BOT' }, now);
  for (const [id, kind] of Object.entries(people)) {
    await savePerson(database.db, 'T1', { id, name: id, kind, timeZone: 'Europe/London' }, now);
  }
  await updateWorkspace(database.db, 'T1', { leadId: 'U0CHLOE' });
  await database.db
    .insertInto('away_dates')
    .values({
      workspace_id: 'T1',
      person_id: 'U0ANA',
      first_day: Temporal.PlainDate.from('2026-03-02'),
      last_day: Temporal.PlainDate.from('2026-03-06'),
      cover_id: 'U0DORA',
      created_at: now,
    })
    .execute();
});

test.each([
  ['a cover', { ownerId: 'U0BEN', coverId: 'U0ANA' }, ['U0ANA', 'U0BEN', 'U0DORA']],
  ['no cover', { ownerId: 'U0BEN', coverId: null }, ['U0BEN']],
  ['an owner who named a cover while away', { ownerId: 'U0ANA', coverId: null }, ['U0ANA', 'U0DORA']],
  ['a guest as cover, who is not asked', { ownerId: 'U0BEN', coverId: 'U0GINA' }, ['U0BEN']],
  [
    'an owner who left, so that the lead may be asked',
    { ownerId: 'U0LEO', coverId: 'U0BEN' },
    ['U0BEN', 'U0CHLOE', 'U0LEO'],
  ],
])('calendars are loaded for a client with %s', async (_, client, ids) => {
  const calendars = await loadCalendarsFor(database.db, 'T1', [client]);
  expect([...calendars.keys()].sort()).toEqual(ids);
});

test('only the calendar of an owner who left names the lead', async () => {
  const calendars = await loadCalendarsFor(database.db, 'T1', [
    { ownerId: 'U0LEO', coverId: null },
    { ownerId: 'U0BEN', coverId: null },
  ]);
  expect(calendars.get('U0LEO')?.left).toEqual({ leadId: 'U0CHLOE' });
  expect(calendars.get('U0BEN')?.left).toBeUndefined();
});
