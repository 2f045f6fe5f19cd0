import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { saveAbsence } from '../../src/calendars/absence-store.ts';
import { loadCalendarsFor } from '../../src/clients/load-calendars.ts';
import { updateWorkspace } from '../../src/workspaces/store.ts';
import { aWorkspace } from '../support/a-workspace.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
let workspaceId: string;

beforeAll(async () => {
  workspaceId = await aWorkspace(database.db, {
    U0ANA: {},
    U0BEN: {},
    U0GINA: { kind: 'guest' },
    U0LEO: { kind: 'deactivated' },
    U0DORA: {},
    U0CHLOE: {},
  });
  await updateWorkspace(database.db, workspaceId, { leadId: 'U0CHLOE' });
  const away = {
    id: randomUUID(),
    personId: 'U0ANA',
    first: Temporal.PlainDate.from('2026-03-02'),
    last: Temporal.PlainDate.from('2026-03-06'),
    coverId: 'U0DORA',
  };
  await saveAbsence(database.db, workspaceId, away, Temporal.Instant.from('2026-03-02T08:00:00Z'));
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
  const calendars = await loadCalendarsFor(database.db, workspaceId, [client]);
  expect([...calendars.keys()].sort()).toEqual(ids);
});

test('only the calendar of an owner who left names the lead', async () => {
  const calendars = await loadCalendarsFor(database.db, workspaceId, [
    { ownerId: 'U0LEO', coverId: null },
    { ownerId: 'U0BEN', coverId: null },
  ]);
  expect(calendars.get('U0LEO')?.left).toEqual({ leadId: 'U0CHLOE' });
  expect(calendars.get('U0BEN')?.left).toBeUndefined();
});
