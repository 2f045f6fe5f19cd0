import { afterEach, describe, expect, test } from 'vitest';
import type { Answers } from '../../src/check-ins/rules.ts';
import { addCheckIn } from '../../src/check-ins/store.ts';
import type { Client } from '../../src/clients/rules.ts';
import { snapshotHealth } from '../../src/health/snapshots/snapshot-health.ts';
import { addMute, endMute } from '../../src/notifications/alert-store.ts';
import { raiseAlerts } from '../../src/notifications/raise-alerts.ts';
import { renderAlert } from '../../src/notifications/render-alert.ts';
import { savePerson } from '../../src/people/store.ts';
import { someAnswers } from '../check-ins/samples.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from '../reminders/agency.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);

afterEach(async () => {
  await clearAgency(database.db);
  clock.at = TUESDAY_9_LONDON;
});

/** Ana looks after the client, and Ben is the lead. */
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
  const typed = { clientId: id, viewId: 'VMUTE', reason: 'In review', by: ID.ana, until };
  await database.db.transaction().execute((trx) => addMute(trx, ID.team, typed, clock.at));
}

async function look(): Promise<void> {
  await snapshotHealth(database.db, clock, raiseAlerts);
}

/** Who is told what, and whether at any hour; those left to the digest too. */
async function told(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('alert_messages')
    .innerJoin('alerts', 'alerts.id', 'alert_messages.alert_id')
    .leftJoin('deliveries', 'deliveries.id', 'alert_messages.delivery_id')
    .select(['alerts.kind', 'alert_messages.person_id', 'deliveries.at_once', 'deliveries.id as sent'])
    .orderBy('alerts.raised_at')
    .orderBy('alert_messages.person_id')
    .execute();
  return rows.map(
    (row) =>
      `${row.kind} ${row.person_id}${row.sent ? '' : ' in the digest'}${row.at_once ? ' at once' : ''}`,
  );
}

/** The text of each alert that would be sent now. */
async function texts(): Promise<(string | null)[]> {
  const rows = await database.db
    .selectFrom('alert_messages')
    .select('delivery_id')
    .where('delivery_id', 'is not', null)
    .orderBy('person_id')
    .execute();
  const render = renderAlert(database.db, clock);
  return Promise.all(rows.map(async (row) => (await render(ID.team, row.delivery_id ?? ''))?.text ?? null));
}

const UNHAPPY = { clientSentiment: 1, ourImpression: 1 } as const;
const HAPPY = { clientSentiment: 5, ourImpression: 5 } as const;

describe('an alert', () => {
  test('comes once on entering at risk, to the owner and the lead, at a good hour', async () => {
    const acme = await aClient();
    await say(acme, { clientSentiment: 2, ourImpression: 2 });
    await look();
    await Promise.all([look(), look()]);
    clock.at = clock.at.add({ hours: 24 });
    await look();
    expect(await told()).toEqual([`at-risk ${ID.ana}`, `at-risk ${ID.ben}`]);
    const [toAna, toBen] = await texts();
    expect(toAna).toContain('Acme is at risk now.');
    expect(toAna).toContain('You look after them.');
    expect(toBen).toContain('Owner: Ana Silva.');
    expect(toAna).toContain('would make it 🟡 Watch.');
  });

  test('comes again on entering at risk again', async () => {
    const acme = await aClient();
    for (const answers of [UNHAPPY, HAPPY, UNHAPPY]) {
      clock.at = clock.at.add({ hours: 24 });
      await say(acme, answers);
      await look();
    }
    expect((await told()).filter((line) => line === `at-risk ${ID.ana}`)).toHaveLength(2);
  });

  test('comes at once on a word that they may leave, whatever else that means', async () => {
    const acme = await aClient();
    await say(acme, { ...UNHAPPY, signs: ['may-leave'], clientWords: 'We are looking around' });
    await look();
    await look();
    expect(await told()).toEqual([`may-leave ${ID.ana} at once`, `may-leave ${ID.ben} at once`]);
    expect((await texts())[0]).toContain('Acme said that they may leave.');
  });

  test('comes when they fall by two steps, though nobody is at risk', async () => {
    const acme = await aClient();
    await say(acme, HAPPY);
    clock.at = clock.at.add({ hours: 24 });
    await say(acme, { clientSentiment: 3, ourImpression: 4 });
    await look();
    expect(await told()).toEqual([`drop ${ID.ana}`, `drop ${ID.ben}`]);
    expect((await texts())[0]).toContain('Acme fell from delighted to so-so.');
  });

  test('comes to the owner on the first day beyond the longest gap, and not again before the next contact', async () => {
    const acme = await aClient();
    for (let day = 0; day < 40; day += 1) {
      clock.at = clock.at.add({ hours: 24 });
      await look();
    }
    expect(await told()).toEqual([`silence ${ID.ana}`]);
    await say(acme, HAPPY);
    expect(await texts()).toEqual([null]);
  });

  test('about a paused client comes of what is learned, and not of what fades', async () => {
    const acme = await aClient();
    const { db } = database;
    await say(acme, { clientSentiment: 5, ourImpression: 2 });
    await say(acme, { clientSentiment: null, source: 'own-impression', ourImpression: 1 });
    await look();
    await db.deleteFrom('alerts').execute();
    await db.updateTable('clients').set({ status: 'paused' }).execute();
    for (let day = 0; day < 60; day += 1) {
      clock.at = clock.at.add({ hours: 24 });
      await look();
    }
    expect(await told()).toEqual([]);
    await say(acme, HAPPY);
    await look();
    clock.at = clock.at.add({ hours: 1 });
    await say(acme, UNHAPPY);
    await look();
    expect(await told()).toEqual([`at-risk ${ID.ana}`, `at-risk ${ID.ben}`]);
  });

  test('is not told once it is no longer so', async () => {
    const acme = await aClient();
    await say(acme, UNHAPPY);
    await look();
    clock.at = clock.at.add({ hours: 1 });
    await say(acme, HAPPY);
    await look();
    expect((await texts()).every((text) => text === null)).toBe(true);
  });

  test('is not told once the check-in that it tells of says otherwise', async () => {
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

  test('is not told while alerts are muted since, unless they may leave', async () => {
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
    expect(await told()).toEqual([`at-risk ${ID.ben}`, 'at-risk U0CAT']);
  });

  test('beyond five a day is left to the digest, unless they may leave', async () => {
    const clients: Client[] = [];
    for (let number = 0; number < 8; number += 1) clients.push(await aClient(`Client ${number}`));
    for (const client of clients) await say(client, UNHAPPY);
    await look();
    const ana = (await told()).filter((line) => line.includes(ID.ana));
    expect(ana.filter((line) => line.endsWith('in the digest'))).toHaveLength(3);
    expect(ana).toHaveLength(8);
    await say(clients[0] as Client, { ...UNHAPPY, signs: ['may-leave'] });
    await look();
    expect(await told()).toContain(`may-leave ${ID.ana} at once`);
    const sent = { status: 'sent', sent_at: clock.at, channel_id: 'D1', message_ts: '1' } as const;
    await database.db.updateTable('deliveries').set(sent).execute();
    await comesAtRiskAgain(clients[1] as Client);
    expect((await told()).filter((line) => line === `at-risk ${ID.ana}`)).toHaveLength(6);
  });

  test('counts on the day on which it is sent, and not on that before', async () => {
    const clients: Client[] = [];
    for (let number = 0; number < 5; number += 1) clients.push(await aClient(`Client ${number}`));
    for (const client of clients) await say(client, UNHAPPY);
    await look();
    await comesAtRiskAgain(clients[0] as Client);
    expect((await told()).filter((line) => line === `at-risk ${ID.ana}`)).toHaveLength(5);
    expect(await told()).toContain(`at-risk ${ID.ana} in the digest`);
  });

  test('is not sent while alerts about the client are muted, unless they may leave', async () => {
    const acme = await aClient();
    const { db } = database;
    await mute(acme);
    await mute(acme);
    await say(acme, UNHAPPY);
    await look();
    expect(await told()).toEqual([]);
    await say(acme, { ...UNHAPPY, signs: ['may-leave'] });
    await look();
    expect(await told()).toEqual([`may-leave ${ID.ana} at once`, `may-leave ${ID.ben} at once`]);
    const end = () => db.transaction().execute((trx) => endMute(trx, ID.team, acme.id, clock.at));
    expect([await end(), await end()]).toEqual([true, false]);
  });
});
