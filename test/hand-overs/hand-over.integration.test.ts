import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { findClientByName } from '../../src/clients/store.ts';
import { noteFollowUp } from '../../src/follow-ups/save-follow-up.ts';
import { findPerson } from '../../src/people/store.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import { invalidateFollowUpMessages } from '../../src/reminders/rounds/store.ts';
import { closeAll, errorsOf, onCard, press, top } from '../clients/on-screen.ts';
import { type Seed, seedAgency, seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

const rapport = useRapport();
let ana: PersonDriver;
let ben: PersonDriver;
/** Each test has a Tuesday of its own: time only moves on. */
let tuesday = Temporal.PlainDate.from('2026-03-03');

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  await seedAgency(rapport.db);
});

beforeEach(() => rapport.moveTo(String(at('08:30'))));

afterEach(async () => {
  await Promise.all([closeAll(ana), closeAll(ben)]);
  await rapport.queue.idle();
  await rapport.db.deleteFrom('deliveries').execute();
  await rapport.db.deleteFrom('clients').execute();
  tuesday = tuesday.add({ weeks: 1 });
});

/** `time` on this test's Tuesday, in Ana's zone. */
const at = (time: string) =>
  tuesday.toZonedDateTime({ timeZone: 'Europe/London', plainTime: time }).toInstant();

/** Mid-afternoon in London, morning in New York. */
const whenBothAreAtWork = () => rapport.moveTo(String(at('15:00')));

const find = (name: string) => findClientByName(rapport.db, ID.team, name);

/** Clients of Ana's, due this Tuesday at 09:00. */
const seed = (name: string, more: Seed = {}) =>
  seedClient(rapport.db, name, { nextDueAt: at('09:00'), ...more });

/** What a person's DM shows since this Tuesday. */
async function dm(person: PersonDriver): Promise<string[]> {
  const { messages } = await person.dm();
  return messages
    .filter(({ ts }) => Number(ts) * 1_000 >= at('00:00').epochMilliseconds)
    .map(({ text, blocks }) => `${text}\n${renderBlocks(blocks)}`);
}

const having = (messages: string[], words: string) => messages.filter((each) => each.includes(words));

/** Hands all of Ana's clients over to Ben, in Ana's name. */
async function handAllOver(times?: number) {
  await ana.command('/client-health hand-over');
  await ana.waitForModal('Hand over');
  await ana.pick('Hand over to', ID.ben);
  return ana.submit(times);
}

describe('handing over one client from its card', () => {
  const openFromCard = async (person: PersonDriver, name: string) => {
    await press(person, await onCard(person, name, 'client-hand-over'));
    await person.waitForModal('Hand over');
  };

  test('makes somebody else the owner, tells both, and leaves the other clients alone', async () => {
    await seed('Acme');
    await seed('Beta');
    await openFromCard(ana, 'Acme');
    await ana.pick('Hand over to', ID.ben);
    expect(top(await ana.submit())).toContain('ben now looks after Acme.');
    expect((await find('Acme'))?.ownerId).toBe(ID.ben);
    expect((await find('Beta'))?.ownerId).toBe(ID.ana);
    await whenBothAreAtWork();
    expect(having(await dm(ben), 'ana handed 1 client over to you: Acme.')).toHaveLength(1);
    expect(having(await dm(ana), 'You handed one of your clients over to ben: Acme.')).toHaveLength(1);
  });

  test('leaves promises with the people who made them, and tells both owners', async () => {
    const { id: clientId } = await seed('Acme');
    const promised = { what: 'Send <!here> it', promisedById: ID.ana, dueOn: tuesday.add({ days: 3 }) };
    const by = { workspaceId: ID.team, userId: ID.ana };
    const noted = { clientId, viewId: `V${tuesday}`, promised };
    await noteFollowUp({ db: rapport.db, clock: rapport.clock, invalidateFollowUpMessages }, by, noted);
    await openFromCard(ana, 'Acme');
    expect(top(await ana.screen())).toContain('A promise stays with the person who made it.');
    await ana.pick('Hand over to', ID.ben);
    await ana.submit();
    await whenBothAreAtWork();
    expect(having(await dm(ben), 'Acme, ana promised: Send <!here> it (by Friday')).toHaveLength(1);
    expect(having(await dm(ana), 'Acme, you promised: Send <!here> it (by Friday')).toHaveLength(1);
    const kept = await rapport.db.selectFrom('follow_ups').select('promised_by').execute();
    expect(kept).toEqual([{ promised_by: ID.ana }]);
  });

  test('moves the next occurrence to the new owner’s local time on the same day', async () => {
    await seed('Acme');
    await openFromCard(ana, 'Acme');
    await ana.pick('Hand over to', ID.ben);
    await ana.submit();
    const next = (await find('Acme'))?.nextDueAt?.toZonedDateTimeISO('America/New_York');
    expect(next?.toPlainDateTime().toString()).toBe(`${tuesday}T09:00:00`);
  });

  test('moves the open reminder: the old DM says so, and the new owner is asked at their own time', async () => {
    await seed('Acme');
    await rapport.moveTo(String(at('09:00')));
    const [prompt] = await listOpenPrompts(rapport.db, ID.team);
    await openFromCard(ana, 'Acme');
    await ana.pick('Hand over to', ID.ben);
    await ana.submit();
    await rapport.tick();
    expect(having(await dm(ana), 'Time to check in with')).toEqual([]);
    expect(having(await dm(ben), 'Time to check in with')).toEqual([]);
    await rapport.moveTo(
      String(tuesday.toZonedDateTime({ timeZone: 'America/New_York', plainTime: '09:00' }).toInstant()),
    );
    expect(having(await dm(ben), 'Time to check in with Acme.')).toHaveLength(1);
    const [moved] = await listOpenPrompts(rapport.db, ID.team);
    expect(moved).toMatchObject({ id: prompt?.id, occurrenceAt: prompt?.occurrenceAt, assigneeId: ID.ben });
  });

  test('to its current owner is refused at the field', async () => {
    await seed('Acme');
    await openFromCard(ben, 'Acme');
    await ben.pick('Hand over to', ID.ana);
    expect(errorsOf(await ben.submit())).toEqual(['ana already looks after Acme. Choose somebody else.']);
  });

  test('to a guest is refused at the field, and nothing changes', async () => {
    await seed('Acme');
    await openFromCard(ana, 'Acme');
    await ana.pick('Hand over to', ID.gus);
    expect(errorsOf(await ana.submit()).join()).toContain('is a guest here');
    expect((await find('Acme'))?.ownerId).toBe(ID.ana);
  });

  test('to its cover leaves it without one', async () => {
    await seed('Acme', { coverId: ID.ben });
    await openFromCard(ben, 'Acme');
    await ben.pick('Hand over to', ID.ben);
    expect(top(await ben.submit())).toContain('You now look after Acme.');
    expect(await find('Acme')).toMatchObject({ ownerId: ID.ben, coverId: null });
  });
});

describe('handing over all of a person’s clients', () => {
  test('moves all that were not ended in one step, and tells both owners once', async () => {
    await seed('Acme');
    await seed('Paused', { status: 'paused', nextDueAt: null });
    await seed('Ended', { status: 'ended', nextDueAt: null });
    expect(top(await handAllOver())).toContain('ben now looks after 2 clients.');
    expect((await find('Acme'))?.ownerId).toBe(ID.ben);
    expect(await find('Paused')).toMatchObject({ ownerId: ID.ben, nextDueAt: null });
    expect((await find('Ended'))?.ownerId).toBe(ID.ana);
    await whenBothAreAtWork();
    expect(having(await dm(ben), 'handed 2 clients over to you: Acme and Paused.')).toHaveLength(1);
    expect(having(await dm(ana), 'You handed 2 of your clients over')).toHaveLength(1);
  });

  test('twice in a row happens once, and is answered the same both times', async () => {
    await seed('Acme');
    expect(top(await handAllOver(2))).toContain('ben now looks after Acme.');
    await whenBothAreAtWork();
    expect(having(await dm(ben), 'over to you: Acme.')).toHaveLength(1);
  });

  test('of somebody without clients is refused at the field', async () => {
    expect(errorsOf(await handAllOver())).toEqual([
      'They have no clients. Choose the person whose clients you mean.',
    ]);
  });

  test('by the command hands over the named client, and an unknown name says what to type', async () => {
    await seed('Acme');
    await ana.command('/client-health hand-over acme');
    await ana.waitForModal('Hand over');
    expect(top(await ana.screen())).toContain('Acme is with');
    await ana.closeModal();
    await ana.command('/client-health hand-over zzz');
    await ana.waitForMessage('I couldn’t find a client called “zzz”');
  });
});

describe('an owner whose account is deactivated', () => {
  const become = async (kind: 'deactivated' | 'member') => {
    await rapport.driver.change({ person: { id: ID.ben, kind } });
    await expect.poll(async () => (await findPerson(rapport.db, ID.team, ID.ben))?.kind).toBe(kind);
  };

  test('loses their clients to the cover within a minute, who is told', async () => {
    await seed('Acme', { ownerId: ID.ben, coverId: ID.ana });
    await become('deactivated');
    try {
      await rapport.tick();
      expect((await find('Acme'))?.ownerId).toBe(ID.ana);
      expect(having(await dm(ana), 'ben has left. You were the cover')).toHaveLength(1);
    } finally {
      await become('member');
    }
  });

  test('leaves clients without a cover to the lead, who hands them over from a list', async () => {
    await rapport.db.updateTable('workspaces').set({ lead_id: ID.ana }).execute();
    await seed('Beta', { ownerId: ID.ben });
    await become('deactivated');
    try {
      await rapport.tick();
      await rapport.tick();
      expect(having(await dm(ana), 'nobody covers for these clients: Beta.')).toHaveLength(1);
      await ana.press('Hand over', { near: 'nobody covers' });
      await ana.waitForModal('Hand over');
      expect(top(await ana.screen())).toContain('Beta');
      await ana.pick('Hand over to', ID.ana);
      expect(top(await ana.submit(2))).toContain('You now look after Beta.');
      expect((await find('Beta'))?.ownerId).toBe(ID.ana);
      await closeAll(ana);
      await ana.waitForMessage('These clients have a new owner: Beta.');
      expect(having(await dm(ana), 'ben has left')).toHaveLength(1);
    } finally {
      await become('member');
      await rapport.db.updateTable('workspaces').set({ lead_id: null }).execute();
    }
  });
});
