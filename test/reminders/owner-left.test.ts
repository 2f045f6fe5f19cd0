import { beforeEach, describe, expect, test } from 'vitest';
import { findClient } from '../../src/clients/store.ts';
import { followLeavers } from '../../src/reminders/owner-left.ts';
import { planDue } from '../../src/reminders/plan.ts';
import { renderNotice } from '../../src/reminders/render-notice.ts';
import { openPrompts } from '../../src/reminders/store.ts';
import type { PersonKind } from '../../src/workspaces/rules.ts';
import { savePerson } from '../../src/workspaces/store.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const LEAD = 'U0LEAD';

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
  await person(LEAD, 'Lea Lead', 'member');
  await setLead(LEAD);
});

const person = (id: string, name: string, kind: PersonKind) =>
  savePerson(database.db, ID.team, { id, name, kind, timeZone: 'Europe/London' }, clock.now());

const setLead = (id: string | null) =>
  database.db.updateTable('workspaces').set({ lead_id: id }).where('id', '=', ID.team).execute();

const anaLeaves = (kind: PersonKind = 'deactivated') => person(ID.ana, 'Ana Silva', kind);

const follow = () => followLeavers(database.db, clock);

/** What each person was told, in the order in which it was written. */
async function told(): Promise<{ who: string; text: string | undefined }[]> {
  const rows = await database.db
    .selectFrom('deliveries')
    .select(['id', 'destination'])
    .where('kind', '=', 'notice')
    .orderBy('destination')
    .orderBy('created_at')
    .execute();
  const render = renderNotice(database.db, clock);
  return Promise.all(
    rows.map(async ({ id, destination }) => ({
      who: destination,
      text: (await render(ID.team, id))?.text,
    })),
  );
}

const ownerOf = async (id: string) => (await findClient(database.db, ID.team, id))?.ownerId;

describe.each(['deactivated', 'guest'] as const)('when an owner becomes %s', (kind) => {
  test('clients go to their cover, who is told, and so is the lead', async () => {
    const acme = await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await anaLeaves(kind);
    await follow();
    expect(await findClient(database.db, ID.team, acme.id)).toMatchObject({ ownerId: ID.ben, coverId: null });
    expect(await told()).toEqual([
      { who: ID.ben, text: expect.stringMatching(/^Ana Silva has left\..* yours now: Acme\./) },
      { who: LEAD, text: expect.stringContaining('These went to who stood in for them: Acme.') },
    ]);
  });

  test('clients without a cover are listed for the lead, once', async () => {
    const acme = await seedClient(database.db, 'Acme');
    await anaLeaves(kind);
    await follow();
    await follow();
    clock.at = clock.at.add({ hours: 24 });
    await follow();
    expect(await ownerOf(acme.id)).toBe(ID.ana);
    expect(await told()).toEqual([
      { who: LEAD, text: expect.stringContaining('nobody stands in for these clients: Acme.') },
    ]);
  });
});

describe('when an owner has left', () => {
  test('what is open is asked of the cover, at their own local time', async () => {
    const acme = await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await planDue(database.db, clock);
    await anaLeaves();
    await follow();
    const [prompt] = await openPrompts(database.db, ID.team);
    expect(prompt).toMatchObject({ ownerId: ID.ben, occurrenceAt: TUESDAY_9_LONDON });
    // Nine in London is four in the morning in New York: too early to be asked.
    expect(String(prompt?.askAt)).toBe('2026-03-03T13:00:00Z');
    const next = (await findClient(database.db, ID.team, acme.id))?.nextDueAt;
    expect(next?.toZonedDateTimeISO('America/New_York').toPlainTime().hour).toBe(9);
  });

  test('a cover who has left too, or is a guest, gets nothing', async () => {
    await person(ID.ben, 'Ben Carter', 'guest');
    const acme = await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await anaLeaves();
    await follow();
    expect(await ownerOf(acme.id)).toBe(ID.ana);
  });

  test('ended clients stay as they are, and paused ones move without being planned', async () => {
    const ended = await seedClient(database.db, 'Ended', {
      coverId: ID.ben,
      status: 'ended',
      nextDueAt: null,
    });
    const paused = await seedClient(database.db, 'Paused', {
      coverId: ID.ben,
      status: 'paused',
      nextDueAt: null,
    });
    await anaLeaves();
    await follow();
    expect(await ownerOf(ended.id)).toBe(ID.ana);
    expect(await findClient(database.db, ID.team, paused.id)).toMatchObject({
      ownerId: ID.ben,
      nextDueAt: null,
    });
  });

  test('the list for the lead waits until there is a lead who has not left', async () => {
    await setLead(ID.ana);
    await seedClient(database.db, 'Acme');
    await anaLeaves();
    await follow();
    expect(await told()).toEqual([]);
    await setLead(LEAD);
    await follow();
    expect((await told()).map(({ who }) => who)).toEqual([LEAD]);
  });

  test('two processes that see it at once give each client once', async () => {
    await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await anaLeaves();
    await Promise.all([follow(), follow(), follow()]);
    expect((await told()).map(({ who }) => who)).toEqual([ID.ben, LEAD]);
  });

  test('nobody who is still with us loses a client', async () => {
    const acme = await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await follow();
    expect(await ownerOf(acme.id)).toBe(ID.ana);
    expect(await told()).toEqual([]);
  });
});
