import { afterEach, describe, expect, test } from 'vitest';
import type { Answers } from '../../src/check-ins/rules.ts';
import { addCheckIn } from '../../src/check-ins/store.ts';
import type { Client } from '../../src/clients/rules.ts';
import { snapshotHealth } from '../../src/health/snapshots/snapshot-health.ts';
import { raiseAlerts } from '../../src/notifications/alerts/raise-alerts.ts';
import { muteClient, unmuteClient } from '../../src/notifications/mutes/mute-client.ts';
import { renderNotification } from '../../src/notifications/render-notification.ts';
import { savePerson } from '../../src/people/store.ts';
import { someAnswers } from '../check-ins/samples.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from '../reminders/agency.ts';
import { useDatabase } from '../support/database.ts';
import { NOTIFICATION_KINDS } from '../support/notification-kinds.ts';
import { ID } from '../support/studio.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const ANA = { workspaceId: ID.team, userId: ID.ana };

afterEach(async () => {
  await clearAgency(database.db);
  clock.at = TUESDAY_9_LONDON;
});

/** Ana owns the client, and Ben is the lead. */
async function aClient(name = 'Acme'): Promise<Client> {
  const { db } = database;
  if (!(await db.selectFrom('workspaces').select('id').executeTakeFirst())) await seedAgency(db);
  await db.updateTable('workspaces').set({ lead_id: ID.ben }).execute();
  const client = await seedClient(db, name);
  await db.updateTable('clients').set({ last_contact_at: clock.at }).execute();
  await look();
  return client;
}

let views = 0;
async function say(client: Client, answers: Partial<Answers>): Promise<void> {
  const { db } = database;
  await db.updateTable('clients').set({ last_contact_at: clock.at }).where('id', '=', client.id).execute();
  await db.transaction().execute((trx) =>
    addCheckIn(
      trx,
      {
        workspaceId: ID.team,
        clientId: client.id,
        authorId: ID.ana,
        viewId: `V${++views}`,
        answers: someAnswers(answers),
        spokeAt: clock.at,
      },
      clock.at,
    ),
  );
}

/** On the next day. */
async function comesAtRiskAgain(client: Client): Promise<void> {
  clock.at = clock.at.add({ hours: 24 });
  await say(client, HAPPY);
  await look();
  clock.at = clock.at.add({ minutes: 5 });
  await say(client, UNHAPPY);
  await look();
}

async function mute({ id }: Client): Promise<void> {
  const until = clock.at.add({ hours: 24 * 7 });
  await muteClient({ db: database.db, clock }, ANA, {
    clientId: id,
    viewId: 'VMUTE',
    reason: 'In review',
    until,
  });
}

async function look(): Promise<void> {
  await snapshotHealth({ db: database.db, clock }, raiseAlerts);
}

/** Which alerts are sent to whom, and whether at any hour. */
async function sent(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('notifications')
    .innerJoin('deliveries', 'deliveries.id', 'notifications.delivery_id')
    .select(['notifications.kind', 'notifications.recipient_id', 'deliveries.at_once'])
    .orderBy('notifications.created_at')
    .orderBy('notifications.recipient_id')
    .execute();
  return rows.map((row) => `${row.kind} ${row.recipient_id}${row.at_once ? ' at once' : ''}`);
}

/** Which alerts are kept for whom without being sent. */
async function leftToDigest(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('notifications')
    .select(['kind', 'recipient_id'])
    .where('delivery_id', 'is', null)
    .orderBy('created_at')
    .orderBy('recipient_id')
    .execute();
  return rows.map((row) => `${row.kind} ${row.recipient_id}`);
}

/** The text of each alert that would be sent now. */
async function texts(): Promise<(string | null)[]> {
  const rows = await database.db
    .selectFrom('notifications')
    .select('delivery_id')
    .where('delivery_id', 'is not', null)
    .orderBy('recipient_id')
    .execute();
  const render = renderNotification({ db: database.db, clock }, NOTIFICATION_KINDS);
  return Promise.all(rows.map(async (row) => (await render(ID.team, row.delivery_id ?? ''))?.text ?? null));
}

const UNHAPPY = { clientSentiment: 1, ourImpression: 1 } as const;
const HAPPY = { clientSentiment: 5, ourImpression: 5 } as const;

describe('an alert', () => {
  test('is sent once when a client becomes at risk, to the owner and the lead, within their hours', async () => {
    const acme = await aClient();
    await say(acme, { clientSentiment: 2, ourImpression: 2 });
    await look();
    await Promise.all([look(), look()]);
    clock.at = clock.at.add({ hours: 24 });
    await look();
    expect(await sent()).toEqual([`at-risk ${ID.ana}`, `at-risk ${ID.ben}`]);
    const [toAna, toBen] = await texts();
    expect(toAna).toContain('Acme is at risk.');
    expect(toAna).toContain('You’re the owner.');
    expect(toBen).toContain('Owner: Ana Silva.');
    expect(toAna).toContain('they’re 🟡 Watch.');
  });

  test('is sent again when a client becomes at risk again', async () => {
    const acme = await aClient();
    for (const answers of [UNHAPPY, HAPPY, UNHAPPY]) {
      clock.at = clock.at.add({ hours: 24 });
      await say(acme, answers);
      await look();
    }
    expect((await sent()).filter((line) => line === `at-risk ${ID.ana}`)).toHaveLength(2);
  });

  test('is sent at once when a client might leave, and is the only one', async () => {
    const acme = await aClient();
    await say(acme, { ...UNHAPPY, signs: ['may-leave'], clientWords: 'We are looking around' });
    await look();
    await look();
    expect(await sent()).toEqual([`may-leave ${ID.ana} at once`, `may-leave ${ID.ben} at once`]);
    expect((await texts())[0]).toContain('Acme said they might leave.');
  });

  test('is sent when the client’s mood drops by two steps, even if they are not at risk', async () => {
    const acme = await aClient();
    await say(acme, HAPPY);
    clock.at = clock.at.add({ hours: 24 });
    await say(acme, { clientSentiment: 3, ourImpression: 4 });
    await look();
    expect(await sent()).toEqual([`drop ${ID.ana}`, `drop ${ID.ben}`]);
    expect((await texts())[0]).toContain('Acme went from delighted to so-so.');
  });

  test('is sent to the owner on the first day beyond the longest gap, and not again before the next contact', async () => {
    const acme = await aClient();
    for (let day = 0; day < 40; day += 1) {
      clock.at = clock.at.add({ hours: 24 });
      await look();
    }
    expect(await sent()).toEqual([`silence ${ID.ana}`]);
    await say(acme, HAPPY);
    expect(await texts()).toEqual([null]);
  });

  test('about a paused client is sent for what is learned, and not for a score that fades', async () => {
    const acme = await aClient();
    const { db } = database;
    await say(acme, { clientSentiment: 5, ourImpression: 2 });
    await say(acme, { clientSentiment: null, source: 'own-impression', ourImpression: 1 });
    await look();
    await db.deleteFrom('notifications').execute();
    await db.updateTable('clients').set({ status: 'paused' }).execute();
    for (let day = 0; day < 60; day += 1) {
      clock.at = clock.at.add({ hours: 24 });
      await look();
    }
    expect(await sent()).toEqual([]);
    await say(acme, HAPPY);
    await look();
    clock.at = clock.at.add({ hours: 1 });
    await say(acme, UNHAPPY);
    await look();
    expect(await sent()).toEqual([`at-risk ${ID.ana}`, `at-risk ${ID.ben}`]);
  });

  test('is not sent once it is no longer so', async () => {
    const acme = await aClient();
    await say(acme, UNHAPPY);
    await look();
    clock.at = clock.at.add({ hours: 1 });
    await say(acme, HAPPY);
    await look();
    expect((await texts()).every((text) => text === null)).toBe(true);
  });

  test('is not sent once its check-in says otherwise', async () => {
    const acme = await aClient();
    await say(acme, { ...HAPPY, signs: ['may-leave'] });
    await look();
    clock.at = clock.at.add({ hours: 1 });
    await say(acme, { clientSentiment: 3, ourImpression: 4 });
    await look();
    expect(await texts()).not.toContain(null);
    await database.db.updateTable('check_ins').set({ signs: [], client_sentiment: 4 }).execute();
    expect(await texts()).toEqual([null, null, null, null]);
  });

  test('is not sent once alerts about the client are muted, unless they might leave', async () => {
    const acme = await aClient();
    await say(acme, UNHAPPY);
    await look();
    await mute(acme);
    expect(await texts()).toEqual([null, null]);
    await say(acme, { ...UNHAPPY, signs: ['may-leave'] });
    await look();
    expect((await texts()).filter((text) => text !== null)).toHaveLength(2);
  });

  test('goes to the cover while the owner is away', async () => {
    const acme = await aClient();
    const { db } = database;
    await savePerson(
      db,
      ID.team,
      { id: 'U0CAT', name: 'Cat', timeZone: 'Europe/London', kind: 'member' },
      clock.at,
    );
    await db
      .insertInto('away_dates')
      .values({
        workspace_id: ID.team,
        person_id: ID.ana,
        first_day: Temporal.PlainDate.from('2026-03-02'),
        last_day: Temporal.PlainDate.from('2026-03-06'),
        cover_id: 'U0CAT',
        created_at: clock.at,
      })
      .execute();
    await say(acme, UNHAPPY);
    await look();
    expect(await sent()).toEqual([`at-risk ${ID.ben}`, 'at-risk U0CAT']);
  });

  test('beyond five a day is left to the digest, unless they might leave', async () => {
    const clients: Client[] = [];
    for (let number = 0; number < 8; number += 1) clients.push(await aClient(`Client ${number}`));
    for (const client of clients) await say(client, UNHAPPY);
    await look();
    expect((await sent()).filter((line) => line === `at-risk ${ID.ana}`)).toHaveLength(5);
    expect((await leftToDigest()).filter((line) => line === `at-risk ${ID.ana}`)).toHaveLength(3);
    await say(clients[0] as Client, { ...UNHAPPY, signs: ['may-leave'] });
    await look();
    expect(await sent()).toContain(`may-leave ${ID.ana} at once`);
    const asSent = { status: 'sent', sent_at: clock.at, channel_id: 'D1', message_ts: '1' } as const;
    await database.db.updateTable('deliveries').set(asSent).execute();
    await comesAtRiskAgain(clients[1] as Client);
    expect((await sent()).filter((line) => line === `at-risk ${ID.ana}`)).toHaveLength(6);
  });

  test('counts on the day when it is sent, and not on the day before', async () => {
    const clients: Client[] = [];
    for (let number = 0; number < 5; number += 1) clients.push(await aClient(`Client ${number}`));
    for (const client of clients) await say(client, UNHAPPY);
    await look();
    await comesAtRiskAgain(clients[0] as Client);
    expect((await sent()).filter((line) => line === `at-risk ${ID.ana}`)).toHaveLength(5);
    expect(await leftToDigest()).toContain(`at-risk ${ID.ana}`);
  });

  test('is left to the digest while alerts about the client are muted, unless they might leave', async () => {
    const acme = await aClient();
    const { db } = database;
    await mute(acme);
    await mute(acme);
    await say(acme, UNHAPPY);
    await look();
    expect(await sent()).toEqual([]);
    expect(await leftToDigest()).toEqual([`at-risk ${ID.ana}`, `at-risk ${ID.ben}`]);
    await say(acme, { ...UNHAPPY, signs: ['may-leave'] });
    await look();
    expect(await sent()).toEqual([`may-leave ${ID.ana} at once`, `may-leave ${ID.ben} at once`]);
    const end = async () => (await unmuteClient({ db, clock }, ANA, acme.id)).wasMuted;
    expect([await end(), await end()]).toEqual([true, false]);
  });
});
