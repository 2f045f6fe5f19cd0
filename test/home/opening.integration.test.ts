import { WebClient } from '@slack/web-api';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderView } from '../../sandbox/driver/render-text.ts';
import type { Client } from '../../src/clients/rules.ts';
import { addFollowUp } from '../../src/follow-ups/store.ts';
import { buildHome } from '../../src/home/publish-home.ts';
import { encodePage } from '../../src/home/rules.ts';
import { emptyHome } from '../../src/home/view.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { connectDatabase, type Database } from '../../src/storage/database.ts';
import { closeAll } from '../clients/on-screen.ts';
import { seedClient } from '../reminders/agency.ts';
import { cloneDatabase } from '../support/database.ts';
import { startRapport, type TestRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

/** Longer than any of these tests keeps the database waiting. */
const PATIENCE_MS = 30_000;

let rapport: TestRapport & { stop(): Promise<void> };
let ana: PersonDriver;
let ben: PersonDriver;
/** Another connection than Rapport's own. */
let aside: Database;

beforeAll(async () => {
  const own = await cloneDatabase();
  const patient = connectDatabase(own.url, silentLog, { statementTimeoutMs: PATIENCE_MS });
  aside = own.db;
  const drop = async () => {
    await patient.destroy();
    await own.drop();
  };
  rapport = await startRapport({ database: { db: patient, url: own.url, drop } });
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  for (const person of [ana, ben]) {
    await person.openHome();
    await waitForHome(person, 'Add one, and from then on');
  }
}, 60_000);

afterAll(() => rapport?.stop(), 60_000);

beforeEach(async () => {
  await aside.deleteFrom('clients').execute();
  for (const { id } of [ana, ben]) {
    await outside().views.publish({ user_id: id, view: emptyHome('Not opened yet.') });
  }
});

afterEach(async () => {
  await rapport.driver.clearFaults();
  await closeAll(ana);
});

function waitForHome(person: PersonDriver, words: string): Promise<string> {
  return person.waitFor(`Home with “${words}”`, ({ home }) => {
    const shown = home ? renderView(home) : '';
    return shown.includes(words) && shown;
  });
}

async function openHome(person: PersonDriver, words: string): Promise<string> {
  await person.openHome();
  return waitForHome(person, words);
}

/** The views published to Ana's Home during `run`. */
async function publishing(run: () => Promise<unknown>): Promise<string[]> {
  const published = async () =>
    (await rapport.driver.calls('views.publish')).filter(({ args }) => args.user_id === ID.ana);
  const before = await published();
  await run();
  return (await published()).slice(before.length).map(({ args }) => JSON.stringify(args.view));
}

/** Slack's Web API for another process. */
function outside(): WebClient {
  const { botToken, slackApiUrl } = rapport.sandbox;
  return new WebClient(botToken, { slackApiUrl });
}

/** Locks the clients table while `run` runs. */
async function stalling(run: () => Promise<void>): Promise<void> {
  await aside.transaction().execute(async (trx) => {
    await sql`lock table clients in access exclusive mode`.execute(trx);
    await run();
  });
}

function seedMany(howMany: number, but: Parameters<typeof seedClient>[2] = {}): Promise<Client[]> {
  return Promise.all(
    Array.from({ length: howMany }, (_, index) =>
      seedClient(aside, `Client ${String(index).padStart(2, '0')}`, but),
    ),
  );
}

function promise({ id }: Client, what: string) {
  return aside.transaction().execute((trx) =>
    addFollowUp(
      trx,
      {
        workspaceId: ID.team,
        clientId: id,
        origin: { viewId: `V${what}` },
        what,
        promisedById: ID.ana,
        dueOn: Temporal.PlainDate.from('2026-03-01'),
        reminder: null,
        createdBy: ID.ana,
      },
      rapport.clock.now(),
    ),
  );
}

describe('Home', () => {
  test('opens in one go', async () => {
    await seedClient(aside, 'Mine');
    await seedClient(aside, 'Not mine', { ownerId: ID.ben });
    const published = await publishing(() => openHome(ana, 'Next: Mine, Tuesday 3 March, 09:00.'));
    expect(published).toHaveLength(1);
    expect(published.join()).not.toContain('Not mine');
    await openHome(ben, 'Not mine');
  });

  test('opens a card, and the list of all clients with their cards on top', async () => {
    await seedClient(aside, 'Stacked');
    await openHome(ana, 'Stacked');
    await ana.press('Show', { near: 'Stacked', in: 'home' });
    expect(renderView(await ana.waitForModal('Client'))).toContain('No check-ins yet');
    await ana.closeModal();
    await ana.press('All clients', { in: 'home' });
    expect(renderView(await ana.waitForModal('Clients'))).toContain('Stacked');
    await ana.press('Show', { near: 'Stacked', in: 'modal' });
    await ana.waitForModal('Client');
  });

  test('opens a client for editing, and a new follow-up', async () => {
    await seedClient(aside, 'Menu Ltd');
    await openHome(ana, 'Menu Ltd');
    await ana.choose('', 'Edit', { near: 'Menu Ltd', in: 'home' });
    expect(JSON.stringify((await ana.waitForModal('Edit client')).view)).toContain('Menu Ltd');
    await ana.closeModal();
    await ana.choose('', 'Add follow-up', { near: 'Menu Ltd', in: 'home' });
    await ana.waitForModal('Add a follow-up');
    await ana.type('What did you promise?', 'Call the bank');
    await ana.submit();
    await waitForHome(ana, 'Call the bank (Menu Ltd)');
  });

  test('says when a client has been deleted since', async () => {
    await seedClient(aside, 'Vanished');
    await openHome(ana, 'Vanished');
    await aside.deleteFrom('clients').execute();
    for (const press of [
      () => ana.press('Show', { near: 'Vanished', in: 'home' }),
      () => ana.choose('', 'Edit', { near: 'Vanished', in: 'home' }),
      () => ana.choose('', 'Add follow-up', { near: 'Vanished', in: 'home' }),
    ]) {
      await press();
      expect(renderView(await ana.waitForModal('Rapport'))).toContain('couldn’t find that client any more');
      await ana.closeModal();
    }
  });

  test('shows a guest no client', async () => {
    await seedClient(aside, 'Hidden');
    const gus = rapport.driver.as(ID.gus);
    expect(await openHome(gus, 'only for members')).not.toContain('Hidden');
  });
});

describe('a page of Home', () => {
  test('stays after something is done on it, and when Home is opened again that day', async () => {
    const [first] = await seedMany(25);
    if (!first) throw new Error('There is no client');
    await promise(first, 'Send the plan');
    await openHome(ana, 'Clients 1 to 20 of 25');
    await turnToNext(ana);
    expect(await waitForHome(ana, 'Clients 21 to 25 of 25')).toContain('TODAY (1)');

    await ana.press('Done', { near: 'Send the plan', in: 'home' });
    expect(await waitForHome(ana, 'Nothing is due today')).toContain('Clients 21 to 25 of 25');
    await closeAll(ana);

    await seedClient(aside, 'Newcomer');
    expect(await openHome(ana, 'of 26')).toContain('Clients 21 to 26 of 26');
  });

  test('stays when another process has shown it', async () => {
    const [first] = await seedMany(25);
    if (!first) throw new Error('There is no client');
    await promise(first, 'Send the bill');
    await openHome(ana, 'Send the bill');
    const viewer = { workspaceId: ID.team, userId: ID.ana, timeZone: 'Europe/London' };
    const view = await buildHome({ db: aside, clock: rapport.clock }, viewer, encodePage(1));
    await outside().views.publish({ user_id: ID.ana, view });
    await ana.press('Done', { near: 'Send the bill', in: 'home' });
    expect(await waitForHome(ana, 'Nothing is due today')).toContain('Clients 21 to 25 of 25');
  });

  test('starts from the first on another day', async () => {
    await seedMany(25, { ownerId: ID.ben, nextDueAt: null });
    await openHome(ben, 'Clients 1 to 20 of 25');
    await turnToNext(ben);
    await waitForHome(ben, 'Clients 21 to 25 of 25');
    await rapport.moveTo(rapport.clock.now().add({ hours: 24 }).toString());
    await openHome(ben, 'Clients 1 to 20 of 25');
  });
});

describe('Home with a slow database', () => {
  test('says that it is loading, and then shows everything', async () => {
    await seedClient(aside, 'Patience');
    const published = await publishing(async () => {
      await stalling(async () => {
        await openHome(ana, 'Loading your clients …');
      });
      await waitForHome(ana, 'Patience');
    });
    expect(published).toHaveLength(2);
  });

  test('offers to try again when it fails, and says at once that it is loading', async () => {
    await seedClient(aside, 'Perseverance');
    await stalling(async () => {
      await openHome(ana, 'Loading your clients …');
      await endWaiting();
      expect(await waitForHome(ana, 'Try again')).toContain('can’t load your clients right now');
    });
    const published = await publishing(async () => {
      await ana.press('Try again', { in: 'home' });
      await waitForHome(ana, 'Perseverance');
    });
    expect(published[0]).toContain('Loading your clients …');
    expect(published).toHaveLength(2);
  });

  test('does not replace a newer view', async () => {
    await seedClient(aside, 'Overtaken');
    const published = await publishing(async () => {
      await stalling(async () => {
        await openHome(ana, 'Loading your clients …');
        await outside().views.publish({ user_id: ID.ana, view: emptyHome('Newer.') });
      });
      await expect
        .poll(async () => JSON.stringify(await rapport.driver.calls('views.publish')))
        .toContain('Overtaken');
    });
    expect(published).toHaveLength(3);
    expect(renderView((await ana.screen()).home ?? expect.fail('There is no Home'))).toBe('Newer.');
  });
});

/** Of the two buttons, the one below the clients. */
function turnToNext(person: PersonDriver) {
  const where = { in: 'home' } as const;
  return person.act({ do: 'press', where, blockId: 'home-turn-bottom', actionId: 'home-turn-next' });
}

/** Ends every connection that waits for a lock, as a database that shuts down does. */
async function endWaiting(): Promise<void> {
  const end = () =>
    sql<{ pid: number }>`
      select pg_terminate_backend(pid) as ended from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(aside);
  await expect.poll(async () => (await end()).rows.length).toBeGreaterThan(0);
}
