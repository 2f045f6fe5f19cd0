import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { CLIENT_END } from '../../src/clients/view.ts';
import { change, closeAll } from '../clients/on-screen.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { captureLog, expectLine } from './captured-log.ts';

const log = captureLog();
const rapport = useRapport({ log: log.log });
let ana: PersonDriver;
let ben: PersonDriver;

/** Each test has a client of its own, for messages stay. */
let tests = 0;
let name = '';
/** The name as it stands at the head of a card. */
let head = '';

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  await seedAgency(rapport.db);
});

beforeEach(() => {
  log.clear();
  tests += 1;
  name = `Confidential No. ${tests}, Ltd`;
  head = name.toUpperCase();
});

afterEach(async () => {
  await rapport.driver.clearFaults();
  for (const person of [ana, ben]) await closeAll(person);
  await sql`truncate clients, rounds, deliveries cascade`.execute(rapport.db);
});

/** Ana’s card of a client, in #leads. */
async function showCard(): Promise<void> {
  const { length } = (await ana.conversation(ID.leads)).messages;
  await ana.command(`/client-health ${name}`, { in: ID.leads });
  await ana.waitFor('the card', ({ conversations }) => {
    const messages = conversations.find(({ id }) => id === ID.leads)?.messages ?? [];
    return messages.length > length;
  });
}

const endedByBen = () => change(ben, name, CLIENT_END, 'is now ended');

const written = async () => ({
  clients: await rapport.db.selectFrom('clients').select(['status', 'next_due_at']).execute(),
  prompts: await rapport.db.selectFrom('prompts').select(['status', 'skip_reason', 'ask_at']).execute(),
  checkIns: await rapport.db.selectFrom('check_ins').select('id').execute(),
});

describe('an ended client’s old button', () => {
  test.each([
    ['Check in', 'check-in-open', 'was ended on Monday 2 March. Resume it first.'],
    ['Edit', 'client-edit', 'has ended. Resume it first, then you can edit it.'],
    ['Pause', 'client-pause', 'is already ended'],
    ['End', 'client-end', 'is already ended'],
  ])('“%s” on a card says so, and changes nothing', async (label, listener, said) => {
    await seedClient(rapport.db, name);
    await showCard();
    await endedByBen();
    const before = await written();
    log.clear();
    await ana.press(label, { near: head, in: ID.leads });
    const answer = await ana.waitForMessage(`${name} ${said}`, ID.leads);
    expect(answer.ephemeral).toBe(true);
    expect((await ana.screen()).modals).toEqual([]);
    expect(await written()).toEqual(before);
    await expectLine(log, { userId: ID.ana, listener }, [name]);
  });

  test.each([
    ['Check in', 'check-in-open', () => ana.press('Check in', { near: name })],
    ['Snooze', 'prompt-snooze', () => ana.choose('Snooze', 'For an hour', { near: name })],
    ['Skip this time', 'prompt-skip', () => ana.press('Skip this time', { near: name })],
  ])('“%s” on a reminder says so, and changes nothing', async (_, listener, press) => {
    await seedClient(rapport.db, name, { nextDueAt: rapport.clock.now() });
    await rapport.tick();
    await ana.waitForMessage(`Time to check in with ${name}`);
    await rapport.driver.fault({
      method: 'chat.update',
      times: 100,
      fault: { kind: 'error', error: 'message_not_found' },
    });
    await endedByBen();
    const before = await written();
    log.clear();
    await press();
    expect((await ana.waitForMessage(`${name} was ended`)).text).toContain('Resume it first');
    expect((await ana.screen()).modals).toEqual([]);
    expect(await written()).toEqual(before);
    await expectLine(log, { userId: ID.ana, listener }, [name]);
  });
});

describe('a button pressed twice', () => {
  test('opens one modal', async () => {
    await seedClient(rapport.db, name);
    await showCard();
    await ana.press('Check in', { near: head, in: ID.leads, times: 2 });
    await ana.waitForModal('Check in');
    expect((await ana.screen()).modals).toHaveLength(1);
    await expectLine(log, { userId: ID.ana, listener: 'check-in-open', msg: 'answered' }, [name]);
  });

  test.each([
    ['Pause', 'client-pause', 'paused'],
    ['End', 'client-end', 'ended'],
  ])('(%s) is done once, and the answer takes the card’s place', async (label, listener, status) => {
    await seedClient(rapport.db, name);
    await showCard();
    await ana.press(label, { near: head, in: ID.leads, times: 2 });
    const changes = () => log.lines.flatMap(({ changed }) => (changed === undefined ? [] : [changed]));
    await expect.poll(() => changes().toSorted()).toEqual([false, true]);
    await ana.waitFor('the answer, and no card', ({ conversations }) => {
      const messages = conversations.find(({ id }) => id === ID.leads)?.messages ?? [];
      const about = messages.filter(({ text }) => text.startsWith(name)).map(({ text }) => text);
      return about.length === 1 && new RegExp(`is (now|already) ${status}`).test(about[0] ?? '');
    });
    expect((await written()).clients).toEqual([{ status, next_due_at: null }]);
    await expectLine(log, { userId: ID.ana, listener }, [name]);
  });

  test('(Snooze) puts off once', async () => {
    await seedClient(rapport.db, name, { nextDueAt: rapport.clock.now() });
    await rapport.tick();
    await ana.choose('Snooze', 'For an hour', { near: name, times: 2 });
    await ana.waitForMessage('Snoozed until');
    expect((await written()).prompts).toMatchObject([{ status: 'open' }]);
  });
});

describe('a button pressed by someone else', () => {
  test('who is a guest is told who Rapport is for, and sees nothing of the client', async () => {
    await seedClient(rapport.db, name);
    await showCard();
    await ana.press('Share in channel', { near: head, in: ID.leads });
    await ben.waitForMessage('shared: ', ID.leads);
    const members = [ID.ana, ID.ben, rapport.sandbox.botUserId];
    await rapport.driver.change({
      channel: { id: ID.leads, memberIds: [...members, ID.gus] },
    });
    const gus = rapport.driver.as(ID.gus);
    log.clear();
    await gus.press('Details', { near: '', in: ID.leads });
    await gus.waitForMessage('only for members of Studio', ID.leads);
    await rapport.driver.change({ channel: { id: ID.leads, memberIds: members } });
    await expectLine(log, { userId: ID.gus, code: 'refused' }, [name]);
  });

  test('than the one who was asked is refused, and changes nothing', async () => {
    await seedClient(rapport.db, name, { nextDueAt: rapport.clock.now() });
    await rapport.tick();
    await ana.waitForMessage(`Time to check in with ${name}`);
    await rapport.db.updateTable('prompts').set({ assignee_id: ID.ben }).execute();
    const before = await written();
    await ana.choose('Snooze', 'For an hour', { near: name });
    await ana.waitForMessage(`Only the person who is asked about ${name} can snooze or skip this.`);
    expect(await written()).toEqual(before);
    await expectLine(log, { userId: ID.ana, listener: 'prompt-snooze', code: 'refused' }, [name]);
  });

  test('of a check-in that is not theirs is refused', async () => {
    await seedClient(rapport.db, name);
    await showCard();
    await ana.press('Check in', { near: head, in: ID.leads });
    await ana.waitForModal('Check in');
    await ana.choose('How did you hear?', 'My own impression');
    await ana.choose('How do you think they really feel?', 'So-so');
    await ana.submit();
    await ana.waitForMessage(`Saved your check-in on ${name}`, ID.leads);
    await rapport.db.updateTable('check_ins').set({ author_id: ID.ben }).execute();
    log.clear();
    await ana.press('Edit', { near: `Saved your check-in on ${name}`, in: ID.leads });
    await ana.waitForMessage('Only the person who wrote a check-in can change it.', ID.leads);
    expect((await ana.screen()).modals).toEqual([]);
    await expectLine(log, { userId: ID.ana, listener: 'check-in-edit', code: 'refused' }, [name]);
  });
});
