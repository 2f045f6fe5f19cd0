import { beforeEach, describe, expect, test } from 'vitest';
import { listClients } from '../../src/clients/store.ts';
import { loadCard } from '../../src/portfolio/card/load-card.ts';
import { endUndeliverable } from '../../src/reminders/escalation/end-undeliverable.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { claimDelivery, endDelivery, markSent } from '../../src/slack/outbound/attempt-store.ts';
import { dueDeliveries } from '../../src/slack/outbound/delivery-store.ts';
import type { Delivery } from '../../src/slack/outbound/rules.ts';
import { useDatabase } from '../support/database.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const { ana, ben, team } = ID;
const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);

/** Ana's two clients, with Ben as the lead. */
beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
  await database.db.updateTable('workspaces').set({ lead_id: ben }).execute();
  await seedClient(database.db, 'Acme');
  await seedClient(database.db, 'Zenith');
});

/** The round that is planned now, taken up to be sent. */
async function round(): Promise<Delivery> {
  await planRounds(database.db, clock);
  for (const due of await dueDeliveries(database.db, clock.now(), 10)) {
    const delivery = await claimDelivery(database.db, due, clock.now(), clock.now().add({ seconds: 90 }));
    if (delivery?.kind === 'round' && !delivery.sent) return delivery;
  }
  throw new Error('No round was planned');
}

async function refuse(delivery: Delivery) {
  await database.db.transaction().execute(async (trx) => {
    await endDelivery(trx, delivery, 'failed', 'user_not_found');
    await endUndeliverable(trx, delivery, clock.now());
  });
}

const prompts = () =>
  database.db
    .selectFrom('prompts')
    .select(['status', 'missed_reason', 'next_nudge_at', 'ask_at'])
    .orderBy('occurrence_at')
    .execute();
const told = () =>
  database.db
    .selectFrom('notifications')
    .select(['recipient_id', 'kind', 'subject'])
    .orderBy('created_at')
    .execute();

test('a round that Slack refuses for good ends its prompts as missed, and the lead is told whose they are', async () => {
  await refuse(await round());
  expect(await prompts()).toEqual(
    Array(2).fill({ status: 'missed', missed_reason: 'undeliverable', next_nudge_at: null, ask_at: null }),
  );
  expect(await told()).toMatchObject([
    {
      recipient_id: ben,
      kind: 'undeliverable',
      subject: { personId: ana, clientIds: [expect.any(String), expect.any(String)] },
    },
  ]);
});

test('the lead is told once, and again only after a message has reached that person', async () => {
  await refuse(await round());
  clock.at = clock.at.add({ hours: 24 * 7 });
  await refuse(await round());
  expect(await told()).toHaveLength(1);
  clock.at = clock.at.add({ hours: 24 * 7 });
  await markSent(database.db, await round(), { channelId: 'D1', ts: '1.1', revision: 0 }, clock.now());
  clock.at = clock.at.add({ hours: 24 * 7 });
  await refuse(await round());
  expect(await told()).toHaveLength(2);
});

test('the client’s card says so until the owner is asked again', async () => {
  const [client] = await listClients(database.db, team);
  if (!client) throw new Error('There is no client');
  await refuse(await round());
  const { overview, people } = await loadCard(database.db, client, clock.now());
  expect(overview.unreached).toEqual({ at: clock.now(), personId: ana });
  expect(people.get(ana)?.name).toBe('Ana Silva');
  clock.at = clock.at.add({ hours: 24 * 7 });
  await round();
  expect((await loadCard(database.db, client, clock.now())).overview.unreached).toBeNull();
});

test('nobody is told where there is no lead, or where the lead is who cannot be reached', async () => {
  await database.db.updateTable('workspaces').set({ lead_id: null }).execute();
  await refuse(await round());
  await database.db.updateTable('workspaces').set({ lead_id: ana }).execute();
  clock.at = clock.at.add({ hours: 24 * 7 });
  await refuse(await round());
  expect(await told()).toEqual([]);
  expect((await prompts()).map(({ missed_reason }) => missed_reason)).toEqual(Array(4).fill('undeliverable'));
});

test('a prompt that was answered in the meantime stays answered', async () => {
  const delivery = await round();
  await database.db
    .updateTable('prompts')
    .set({ status: 'answered', closed_at: clock.now(), next_nudge_at: null })
    .execute();
  await refuse(delivery);
  expect((await prompts()).map(({ status }) => status)).toEqual(['answered', 'answered']);
  expect(await told()).toEqual([]);
});

test('a notification or a nudge that cannot be delivered ends no prompt', async () => {
  const delivery = await round();
  await refuse({ ...delivery, kind: 'nudge' });
  await refuse({ ...delivery, kind: 'notification' });
  expect((await prompts()).map(({ status }) => status)).toEqual(['open', 'open']);
});

describe('an owner whom Slack won’t let us message', () => {
  const rapport = useRapport();

  test('is not asked, and the lead is told once', async () => {
    await seedAgency(rapport.db);
    await rapport.db.updateTable('workspaces').set({ lead_id: ben }).execute();
    await seedClient(rapport.db, 'Acme');
    await rapport.db
      .updateTable('clients')
      .set({ last_contact_at: Temporal.Instant.from('2026-03-01T09:00:00Z') })
      .execute();
    const refuses = { kind: 'error', error: 'messages_tab_disabled' } as const;
    await rapport.driver.fault({ method: 'chat.postMessage', fault: refuses });
    await rapport.moveTo('2026-03-03T09:00:00Z');
    await rapport.moveTo('2026-03-03T15:00:00Z');
    const told = await rapport.driver.as(ben).waitForMessage('Slack won’t let me message ana');
    expect(told.text).toContain('Acme');
    await rapport.moveTo('2026-03-04T15:00:00Z');
    const posted = await rapport.driver.calls('chat.postMessage');
    expect(posted.map(({ outcome }) => outcome)).toEqual(['messages_tab_disabled', 'ok']);
    await rapport.driver.as(ben).command('/client-health acme', { in: ID.general });
    await rapport.driver.as(ben).waitForMessage('ana wasn’t asked', ID.general);
  });
});
