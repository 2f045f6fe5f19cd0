import { describe, expect, test } from 'vitest';
import { applyOwnerTimes } from '../../src/clients/apply-owner-times.ts';
import { findClient, insertClient } from '../../src/clients/store.ts';
import { savePerson } from '../../src/people/store.ts';
import { updateWorkspace } from '../../src/workspaces/store.ts';
import { someDetails } from '../support/a-client.ts';
import { aWorkspace } from '../support/a-workspace.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const nineInLondon = Temporal.Instant.from('2026-11-24T09:00:00Z');
const nineInNewYork = Temporal.Instant.from('2026-11-24T14:00:00Z');
async function inZone(workspaceId: string, id: string, timeZone: string | null): Promise<void> {
  await savePerson(database.db, workspaceId, { id, name: id, kind: 'member', timeZone }, now);
}

async function clientOf(workspaceId: string, ownerId: string, nextDueAt: Temporal.Instant | null) {
  const details = { ...someDetails(`Of ${ownerId}`, { ownerId }), nextDueAt };
  const status = nextDueAt ? 'active' : 'paused';
  const { id } = await database.db
    .transaction()
    .execute((trx) => insertClient(trx, workspaceId, { ...details, status }, now));
  return { dueAt: async () => (await findClient(database.db, workspaceId, id))?.nextDueAt };
}

describe('when an owner is in another zone', () => {
  test('the next prompt comes at the same local time there, and other owners’ prompts stay', async () => {
    const ws = await aWorkspace(database.db);
    await inZone(ws, 'U0ANA', 'Europe/London');
    await inZone(ws, 'U0BEN', 'Europe/London');
    const anas = await clientOf(ws, 'U0ANA', nineInLondon);
    const bens = await clientOf(ws, 'U0BEN', nineInLondon);
    await applyOwnerTimes(database.db);
    expect(await anas.dueAt()).toEqual(nineInLondon);
    await inZone(ws, 'U0ANA', 'America/New_York');
    await applyOwnerTimes(database.db);
    expect(await anas.dueAt()).toEqual(nineInNewYork);
    expect(await bens.dueAt()).toEqual(nineInLondon);
  });

  test('the zone that they chose counts more than Slack’s', async () => {
    const ws = await aWorkspace(database.db);
    await inZone(ws, 'U0ANA', 'Europe/London');
    const anas = await clientOf(ws, 'U0ANA', nineInLondon);
    await applyOwnerTimes(database.db);
    await database.db
      .updateTable('people')
      .set({ zone_override: 'America/New_York' })
      .where('workspace_id', '=', ws)
      .execute();
    await applyOwnerTimes(database.db);
    expect(await anas.dueAt()).toEqual(nineInNewYork);
  });

  test('a move before the first check counts too', async () => {
    const ws = await aWorkspace(database.db);
    await inZone(ws, 'U0ANA', 'Europe/London');
    const anas = await clientOf(ws, 'U0ANA', nineInLondon);
    await inZone(ws, 'U0ANA', 'America/New_York');
    await applyOwnerTimes(database.db);
    expect(await anas.dueAt()).toEqual(nineInNewYork);
  });

  test('prompts planned there since then stay, also when several processes run at once', async () => {
    const ws = await aWorkspace(database.db);
    await inZone(ws, 'U0ANA', 'Europe/London');
    await applyOwnerTimes(database.db);
    await inZone(ws, 'U0ANA', 'America/New_York');
    const anas = await clientOf(ws, 'U0ANA', nineInNewYork);
    await Promise.all([
      applyOwnerTimes(database.db),
      applyOwnerTimes(database.db),
      applyOwnerTimes(database.db),
    ]);
    await applyOwnerTimes(database.db);
    expect(await anas.dueAt()).toEqual(nineInNewYork);
  });

  test('a failure for one owner does not hold up the others', async () => {
    const ws = await aWorkspace(database.db);
    await inZone(ws, 'U0ANA', 'Europe/London');
    await inZone(ws, 'U0BEN', 'Europe/London');
    const anas = await clientOf(ws, 'U0ANA', nineInLondon);
    const bens = await clientOf(ws, 'U0BEN', nineInLondon);
    await inZone(ws, 'U0ANA', 'Nowhere/Land');
    await inZone(ws, 'U0BEN', 'America/New_York');
    await expect(applyOwnerTimes(database.db)).rejects.toThrow(AggregateError);
    expect(await bens.dueAt()).toEqual(nineInNewYork);
    expect(await anas.dueAt()).toEqual(nineInLondon);
    await inZone(ws, 'U0ANA', 'Europe/London');
  });

  test('a paused client stays without a prompt', async () => {
    const ws = await aWorkspace(database.db);
    await inZone(ws, 'U0ANA', 'Europe/London');
    const anas = await clientOf(ws, 'U0ANA', null);
    await applyOwnerTimes(database.db);
    await inZone(ws, 'U0ANA', 'America/New_York');
    await applyOwnerTimes(database.db);
    expect(await anas.dueAt()).toBeNull();
  });
});

test('somebody without a zone of their own follows the workspace’s', async () => {
  const ws = await aWorkspace(database.db);
  await updateWorkspace(database.db, ws, { defaultTimeZone: 'Europe/London' });
  await inZone(ws, 'U0ANA', null);
  const anas = await clientOf(ws, 'U0ANA', nineInLondon);
  await applyOwnerTimes(database.db);
  await updateWorkspace(database.db, ws, { defaultTimeZone: 'America/New_York' });
  await applyOwnerTimes(database.db);
  expect(await anas.dueAt()).toEqual(nineInNewYork);
});

describe('when an owner chose a time of day for reminders', () => {
  const remindAt = (workspaceId: string, time: string | null) =>
    database.db
      .updateTable('people')
      .set({ remind_at: time === null ? null : Temporal.PlainTime.from(time) })
      .where('workspace_id', '=', workspaceId)
      .execute();
  const on24November = (time: string) => Temporal.Instant.from(`2026-11-24T${time}:00Z`);

  test('their clients’ next prompts come at that time, even if it is earlier, until they change it back', async () => {
    const ws = await aWorkspace(database.db);
    await inZone(ws, 'U0ANA', 'Europe/London');
    const anas = await clientOf(ws, 'U0ANA', nineInLondon);
    await applyOwnerTimes(database.db);
    await remindAt(ws, '07:30');
    await applyOwnerTimes(database.db);
    expect(await anas.dueAt()).toEqual(on24November('07:30'));
    await remindAt(ws, null);
    await applyOwnerTimes(database.db);
    expect(await anas.dueAt()).toEqual(nineInLondon);
  });
});
