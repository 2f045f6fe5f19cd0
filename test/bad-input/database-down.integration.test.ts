import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderView } from '../../sandbox/driver/render-text.ts';
import { closeAll, errorsOf, openAdd, top } from '../clients/on-screen.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { startRapport, type TestRapport } from '../support/rapport.ts';
import { type StoppablePostgres, startStoppablePostgres } from '../support/stoppable-postgres.ts';
import { ID } from '../support/studio.ts';
import { captureLog, expectLine } from './captured-log.ts';

const log = captureLog();
let postgres: StoppablePostgres;
let rapport: TestRapport & { stop(): Promise<void> };
let ana: PersonDriver;

const AWAY = 'Rapport can’t reach its database right now, so nothing was saved. Try again in a minute.';
/** BullMQ's worker looks again every 15 s where it was refused. */
const BACK_AT_WORK_MS = 30_000;
const WORDS = 'They are close to leaving us';

beforeAll(async () => {
  postgres = await startStoppablePostgres();
  rapport = await startRapport({ database: postgres.database, log: log.log });
  ana = rapport.driver.as(ID.ana);
  await seedAgency(rapport.db);
}, 60_000);

afterAll(() => rapport?.stop(), 60_000);

beforeEach(() => log.clear());

afterEach(async () => {
  await closeAll(ana);
  await rapport.db.deleteFrom('clients').execute();
});

test('a check-in submitted while the database is down stays as it was typed, and is saved once when it is back', async () => {
  await seedClient(rapport.db, 'Confidential Ltd', { nextDueAt: rapport.clock.now() });
  await rapport.tick();
  await ana.waitForMessage('Time to check in with Confidential Ltd');
  await ana.press('Check in', { near: 'Confidential Ltd' });
  await ana.waitForModal('Check in');
  await ana.choose('How did you hear?', 'On a call');
  await ana.choose('How did they say they feel?', '🙂 Content');
  await ana.choose('How do you think they really feel?', '😐 So-so');
  await ana.type('Ask:', WORDS);
  await ana.type('Did you promise', 'Send the plan');
  const asTyped = (await ana.modal()).state;

  await postgres.stop();
  for (let impatience = 0; impatience < 2; impatience += 1) {
    const down = await ana.submit();
    expect(errorsOf(down)).toEqual([`${AWAY} Everything you typed is still here.`]);
    expect(down.modals.at(-1)?.state).toEqual(asTyped);
  }
  const failed = { userId: ID.ana, listener: 'check-in-save', msg: 'failed', level: 'error' };
  await expectLine(log, failed, ['Confidential', WORDS, 'Send the plan']);

  await postgres.start();
  expect((await ana.submit(2)).modals).toEqual([]);
  await ana.waitForMessage('Saved your check-in on Confidential Ltd');
  const saved = await rapport.db.selectFrom('check_ins').select('client_words').execute();
  expect(saved).toEqual([{ client_words: WORDS }]);
  expect(await rapport.db.selectFrom('follow_ups').select('what').execute()).toEqual([
    { what: 'Send the plan' },
  ]);
  expect(await rapport.db.selectFrom('prompts').select('status').execute()).toEqual([{ status: 'answered' }]);
});

test('a client submitted while the database is down stays as it was typed, and is added once when it is back', async () => {
  await openAdd(ana, 'Patient Ltd');
  await ana.type('Main contact', 'Maria of the board');

  await postgres.stop();
  const down = await ana.submit();
  expect(errorsOf(down)).toEqual([`${AWAY} Everything you typed is still here.`]);
  expect(top(down)).toContain('Patient Ltd');
  expect(top(down)).toContain('Maria of the board');
  await expectLine(log, { userId: ID.ana, listener: 'client-add', msg: 'failed' }, ['Patient', 'Maria']);

  await postgres.start();
  expect(top(await ana.submit(2))).toContain('Patient Ltd is added.');
  const added = await rapport.db
    .selectFrom('clients')
    .select('id')
    .where('name', '=', 'Patient Ltd')
    .execute();
  expect(added).toHaveLength(1);
});

test('a command and a button while the database is down say so where they were used, and work again afterwards', async () => {
  await seedClient(rapport.db, 'Acme');
  await postgres.stop();
  await ana.command('/client-health list', { in: ID.general });
  expect((await ana.waitForMessage('can’t reach its database', ID.general)).ephemeral).toBe(true);
  await ana.shortcut('Check in on a client');
  expect(renderView(await ana.waitForModal('Rapport'))).toContain('can’t reach its database');
  await closeAll(ana);

  await postgres.start();
  await ana.command('/client-health list', { in: ID.general });
  await ana.waitForMessage('1 client', ID.general);
});

test('an App Home opened while the database is down says so, and shows everything when it is tried again afterwards', async () => {
  await seedClient(rapport.db, 'Acme');
  await postgres.stop();
  await ana.openHome();
  await waitForHome('I can’t load your clients right now');
  await expectLine(log, { userId: ID.ana, listener: 'app_home_opened', msg: 'failed' }, ['Acme']);

  await postgres.start();
  await ana.press('Try again', { in: 'home' });
  await waitForHome('Next: Acme');
});

test('a reminder that falls due while the database is down comes once it is back', async () => {
  await seedClient(rapport.db, 'Afterwards Ltd', { nextDueAt: rapport.clock.now() });
  await postgres.stop();
  await expect(rapport.queue.runTick()).rejects.toThrow('Part of the tick failed');
  await postgres.start();
  await rapport.queue.runTick();
  await ana.waitForMessage('Time to check in with Afterwards Ltd', undefined, BACK_AT_WORK_MS);
}, 60_000);

function waitForHome(words: string): Promise<unknown> {
  return ana.waitFor(`Home with “${words}”`, ({ home }) => home && renderView(home).includes(words));
}
