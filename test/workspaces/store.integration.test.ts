import { expect, test } from 'vitest';
import { loadWorkspace, saveWorkspace, updateWorkspace } from '../../src/workspaces/store.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const time = (text: string) => Temporal.PlainTime.from(text);

test('a new workspace has defaults, and keeps its settings when Rapport starts again', async () => {
  const installation = { workspaceId: 'T1', workspaceName: 'Studio', botUserId: 'U0BOT' };
  await saveWorkspace(database.db, installation, now);
  const installed = await loadWorkspace(database.db, 'T1');
  expect(installed).toEqual({
    id: 'T1',
    name: 'Studio',
    botUserId: 'U0BOT',
    defaultTimeZone: 'Etc/UTC',
    defaultCurrency: 'EUR',
    leadId: null,
    schedule: {
      workingDays: [1, 2, 3, 4, 5],
      holidays: '',
      quiet: { from: time('19:00'), to: time('08:00') },
    },
  });
  const settings = { defaultTimeZone: 'America/New_York', defaultCurrency: 'USD' };
  await updateWorkspace(database.db, 'T1', settings);
  const again = { workspaceId: 'T1', workspaceName: 'Studio & Co', botUserId: 'U0NEW' };
  const renamed = { ...installed, name: 'Studio & Co', botUserId: 'U0NEW' };
  expect(await saveWorkspace(database.db, again, now)).toEqual({ ...renamed, ...settings });
});

test('a change of one setting leaves the others as they are', async () => {
  await saveWorkspace(database.db, { workspaceId: 'T2', workspaceName: 'Studio', botUserId: 'U0BOT' }, now);
  const before = await loadWorkspace(database.db, 'T2');
  const schedule = {
    workingDays: [1, 2],
    holidays: 'PT',
    quiet: { from: time('20:00'), to: time('07:30') },
  };
  await updateWorkspace(database.db, 'T2', { schedule });
  expect(await loadWorkspace(database.db, 'T2')).toEqual({ ...before, schedule });
});

test('a workspace without Rapport cannot be loaded', async () => {
  await expect(loadWorkspace(database.db, 'T0NOBODY')).rejects.toThrow('no result');
});
