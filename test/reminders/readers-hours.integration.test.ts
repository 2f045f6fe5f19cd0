/** Whatever Rapport has to tell somebody waits for their hours, unless they have just pressed for it. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { closeAll } from '../clients/on-screen.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { seedAgency, seedClient } from './agency.ts';

/** Starts on Monday 2 March 2026, 08:00 in London; each test moves on to a week of its own. */
const rapport = useRapport();
let ana: PersonDriver;
let ben: PersonDriver;

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  await seedAgency(rapport.db);
});

afterEach(async () => {
  await Promise.all([closeAll(ana), closeAll(ben)]);
  await rapport.driver.clearFaults();
  await rapport.db.deleteFrom('deliveries').execute();
  await rapport.db.deleteFrom('clients').execute();
});

const instant = (text: string) => Temporal.Instant.from(text);

/** How often a person has been told this. */
async function told(person: PersonDriver, words: string): Promise<number> {
  return (await person.dm()).messages.filter(({ text }) => text.includes(words)).length;
}

async function handOverTo(person: PersonDriver, toId: string) {
  await person.command('/client-health hand-over');
  await person.waitForModal('Hand over');
  await person.pick('Hand over to', toId);
  await person.submit();
}

test('the new owner is told about a hand-over at eleven at night in the morning, once', async () => {
  await seedClient(rapport.db, 'Harbour', { ownerId: ID.ben, nextDueAt: instant('2026-03-31T13:00:00Z') });
  // Eleven in London, where Ana is, is six in the evening in New York.
  await rapport.moveTo('2026-03-03T23:00:00Z');
  await handOverTo(ben, ID.ana);
  await rapport.tick();
  expect(await told(ben, 'You handed one of your clients over to ana: Harbour.')).toBe(1);
  for (const early of ['2026-03-04T03:00:00Z', '2026-03-04T07:59:30Z']) {
    await rapport.moveTo(early);
    expect(await told(ana, 'ben handed 1 client over to you: Harbour.')).toBe(0);
  }
  await rapport.moveTo('2026-03-04T08:00:00Z');
  expect(await told(ana, 'ben handed 1 client over to you: Harbour.')).toBe(1);
  await rapport.moveTo('2026-03-04T09:00:00Z');
  expect(await told(ana, 'ben handed 1 client over to you: Harbour.')).toBe(1);
});

test('somebody who rebalances or hands over at night gets the confirmation at once', async () => {
  for (const name of ['One', 'Two', 'Three']) {
    await seedClient(rapport.db, name, { nextDueAt: instant('2026-03-31T08:00:00Z') });
  }
  await rapport.moveTo('2026-03-10T23:00:00Z');
  await ana.command('/client-health upcoming');
  await ana.waitForMessage('This week and the next four');
  await ana.press('Rebalance my week', { near: 'Week of 6 April' });
  await ana.waitForModal('Rebalance my week');
  await ana.submit();
  await rapport.tick();
  expect(await told(ana, 'Your week is rebalanced.')).toBe(1);
  await closeAll(ana);
  await handOverTo(ana, ID.ben);
  await rapport.tick();
  expect(await told(ana, 'You handed 3 of your clients over to ben')).toBe(1);
});

test('a round that was not sent before do-not-disturb began waits until it ends', async () => {
  await seedClient(rapport.db, 'Patience', { nextDueAt: instant('2026-03-17T09:00:00Z') });
  await rapport.driver.fault({ method: 'chat.postMessage', fault: { kind: 'time_out', when: 'before' } });
  await rapport.moveTo('2026-03-17T09:00:00Z');
  await rapport.driver.change({ person: { id: ID.ana, doNotDisturbUntil: '2026-03-17T10:45:00Z' } });
  for (const during of ['2026-03-17T09:06:00Z', '2026-03-17T09:40:00Z', '2026-03-17T10:44:30Z']) {
    await rapport.moveTo(during);
    expect(await told(ana, 'Patience')).toBe(0);
  }
  await rapport.moveTo('2026-03-17T10:45:00Z');
  await rapport.moveTo('2026-03-17T10:50:00Z');
  expect(await told(ana, 'Patience')).toBe(1);
});
