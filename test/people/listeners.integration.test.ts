import { expect, test } from 'vitest';
import { findClientByName } from '../../src/clients/store.ts';
import { findPerson } from '../../src/people/store.ts';
import { COMMAND } from '../../src/slack/inbound/rules.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

const rapport = useRapport();
const person = (id: string) => findPerson(rapport.db, rapport.workspaceId, id);

/** Has the person use Rapport, so that it knows them. */
async function meet(id: string) {
  const driver = rapport.driver.as(id);
  await driver.command(`${COMMAND} help`, { in: ID.general });
  await expect.poll(() => person(id)).not.toBeNull();
  return driver;
}

async function move(id: string, timeZone: string): Promise<void> {
  await rapport.driver.change({ person: { id, timeZone } });
  await expect.poll(async () => (await person(id))?.timeZone).toBe(timeZone);
}

test('a member who becomes a guest is turned away, and their Home shows no clients', async () => {
  const ben = await meet(ID.ben);
  await ben.openHome();
  await ben.waitFor(
    'the Home',
    ({ home }) => JSON.stringify(home).includes('You have no clients yet') || undefined,
  );
  await rapport.driver.change({ person: { id: ID.ben, kind: 'guest' } });
  await ben.waitFor(
    'a Home that says no more',
    ({ home }) => (JSON.stringify(home).includes('only for members of Studio') && home) || undefined,
  );
  await ben.command(`${COMMAND} add`, { in: ID.general });
  await ben.waitForMessage('only for members of Studio', ID.general);
});

test('a change of somebody whom Rapport does not know is not saved', async () => {
  await meet(ID.ana);
  await rapport.driver.change({ person: { id: ID.gus, realName: 'Gus the Guest' } });
  await move(ID.ana, 'Europe/Paris');
  expect(await person(ID.gus)).toBeNull();
});

test('an owner who travels gets reminders at their local time there', async () => {
  const ana = await meet(ID.ana);
  await move(ID.ana, 'Europe/Lisbon');
  await ana.command(`${COMMAND} add Acme`);
  await ana.waitForModal('Add a client');
  await ana.submit();
  await ana.closeModal();
  await rapport.tick();
  await move(ID.ana, 'America/New_York');
  await rapport.moveTo('2026-03-03T09:00:01Z');
  expect(await findClientByName(rapport.db, rapport.workspaceId, 'Acme')).toMatchObject({
    nextDueAt: Temporal.Instant.from('2026-03-03T14:00:00Z'),
  });
  await rapport.moveTo('2026-03-03T14:00:01Z');
  await ana.waitForMessage('Acme');
});
