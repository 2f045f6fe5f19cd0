import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderMessage } from '../../sandbox/driver/render-text.ts';
import type { Screen, ScreenMessage } from '../../sandbox/protocol.ts';
import { readManifest } from '../../sandbox/server/manifest.ts';
import type { Answers } from '../../src/check-ins/rules.ts';
import type { Client } from '../../src/clients/rules.ts';
import { recordContact } from '../../src/clients/schedule-store.ts';
import { addSomeCheckIn } from '../check-ins/workspace.ts';
import { seedClient } from '../reminders/agency.ts';
import { readManifest as readManifestFile, useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { hintedSubCommands } from '../support/usage-hint.ts';

/** The newest message with such a button. */
const NEWEST = '';

const rapport = useRapport();
let ana: PersonDriver;
let ben: PersonDriver;

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  for (const person of [ana, ben]) {
    await person.openHome();
    await person.waitFor('Home', ({ home }) => home);
  }
});

beforeEach(async () => {
  await rapport.db.deleteFrom('clients').execute();
});

afterEach(async () => {
  await rapport.driver.clearFaults();
  while ((await ana.screen()).modals.length > 0) await ana.closeModal();
});

/** A check-in that Ana saved just now. */
async function checkIn(client: Client, answers: Partial<Answers> = {}): Promise<void> {
  const now = rapport.clock.now();
  await addSomeCheckIn(rapport.db, client, { ourImpression: 4, clientWords: 'All fine', ...answers }, now);
  const owner = { timeZone: 'Europe/London', remindAt: null };
  await rapport.db.transaction().execute((trx) => recordContact(trx, client, { at: now, owner }, now));
}

function messagesIn(screen: Screen, place: string): ScreenMessage[] {
  return screen.conversations.find(({ id }) => id === place)?.messages ?? [];
}

/** Types a command in a channel, and waits until its answer says `words`. */
async function ask(person: PersonDriver, text: string, words: string, place: string = ID.general) {
  await person.command(text, { in: place });
  return person.waitForMessage(words, place);
}

describe('“/client-health” alone', () => {
  test('in a client’s channel shows that client’s card, to the requester alone', async () => {
    const acme = await seedClient(rapport.db, 'Acme', { channelId: ID.internal });
    await checkIn(acme, { clientSentiment: 1, clientWords: 'It drags on' });
    const card = await ask(ana, '/client-health', 'Acme: 🔴 At risk', ID.internal);
    expect(card.ephemeral).toBe(true);
    expect(renderMessage(card)).toContain('It drags on');
    expect(renderMessage(card)).toContain('I’ll ask you on Tuesday 10 March, 09:00');
    expect(JSON.stringify(messagesIn(await ben.screen(), ID.internal))).not.toContain('Acme');
  });

  test('elsewhere lists all clients but ended ones, those that need attention first', async () => {
    await checkIn(await seedClient(rapport.db, 'Well'));
    await checkIn(await seedClient(rapport.db, 'Troubled'), { clientSentiment: 1 });
    const ended = await seedClient(rapport.db, 'Former');
    await rapport.db
      .updateTable('clients')
      .set({ status: 'ended', ended_at: rapport.clock.now() })
      .where('id', '=', ended.id)
      .execute();
    const list = await ask(ana, '/client-health', '1 of 2 clients needs attention. First: Troubled.');
    const seen = renderMessage(list);
    expect(seen.indexOf('Troubled')).toBeLessThan(seen.indexOf('Well'));
    expect(seen).not.toContain('Former');
  });

  test('without clients offers to add one, and the button does', async () => {
    await ask(ana, '/client-health', 'No clients yet.');
    await ana.press('Add a client', { near: 'No clients yet.' });
    expect((await ana.waitForModal('Add a client')).type).toBe('modal');
  });
});

describe('“/client-health <client>”', () => {
  test('finds a client by the beginning of its name, in any case', async () => {
    await seedClient(rapport.db, 'Blue Harbour');
    await ask(ana, '/client-health BLUE h', 'Blue Harbour: ⚪ Unknown');
  });

  test('with a name that fits two offers both, and a button shows one', async () => {
    await seedClient(rapport.db, 'North Star');
    await seedClient(rapport.db, 'North Wind');
    const near = await ask(ana, '/client-health north', 'Did you mean one of these?');
    expect(near.ephemeral).toBe(true);
    await ana.press('North Wind', { near: 'Did you mean one of these?' });
    await ana.waitForMessage('North Wind: ⚪ Unknown', ID.general);
  });

  test('with an unknown name or sub-command says what to type', async () => {
    const said = await ask(ana, '/client-health frobnicate <!channel>', 'frobnicate');
    expect(said.text).toContain('/client-health help');
    expect(said.text).not.toContain('<!channel>');
  });

  test('with a name that is too long asks for a shorter one', async () => {
    await ask(ana, `/client-health ${'x'.repeat(3001)}`, 'too long');
  });
});

test('“/client-health help” names the sub-commands that the manifest hints at, and no other', async () => {
  const { text } = await ask(ana, '/client-health help', 'remembers what they tell you');
  const listed = [...text.matchAll(/^\/client-health (?!&lt;)(.+?): /gm)].map(([, typed]) => typed);
  const [command] = readManifest(await readManifestFile()).commands;
  expect(listed.toSorted()).toEqual(hintedSubCommands(command?.usageHint ?? '').toSorted());
});

test('a guest is told who Rapport is for, and sees no client', async () => {
  await seedClient(rapport.db, 'Secret Client', { channelId: ID.withGuest });
  const gus = rapport.driver.as(ID.gus);
  await ask(gus, '/client-health', 'only for members', ID.withGuest);
  expect(JSON.stringify(messagesIn(await gus.screen(), ID.withGuest))).not.toContain('Secret Client');
});

describe('“Share in channel”', () => {
  test('posts the card once, however often it is pressed', async () => {
    await checkIn(
      await seedClient(rapport.db, 'Shareable', { monthlyFee: { amount: 4321, currency: 'EUR' } }),
    );
    await ask(ana, '/client-health shareable', 'Shareable: ');
    await ana.press('Share in channel', { near: NEWEST, times: 2 });
    const seen = await ben.waitForMessage('shared: Shareable', ID.general);
    await ana.waitForMessage('You’ve already shared this here', ID.general);
    expect(seen.ephemeral).toBe(false);
    expect(renderMessage(seen)).toContain('All fine');
    expect(renderMessage(seen)).not.toContain('4,321');
    const posted = messagesIn(await ben.screen(), ID.general).filter(({ text }) =>
      text.includes('shared: Shareable'),
    );
    expect(posted).toHaveLength(1);
  });

  test('posts the list once, however often it is pressed', async () => {
    await seedClient(rapport.db, 'On the list');
    await ask(ana, '/client-health list', '1 client');
    await ana.press('Share in channel', { near: NEWEST, times: 2 });
    const seen = await ben.waitForMessage('shared: 1 client', ID.general);
    await ana.waitForMessage('You’ve already shared this here', ID.general);
    expect(seen.ephemeral).toBe(false);
    const posted = messagesIn(await ben.screen(), ID.general).filter(({ text }) =>
      text.includes('shared: 1 client'),
    );
    expect(posted).toHaveLength(1);
    expect(renderMessage(seen)).toContain('On the list');
  });

  test('gives everyone in the channel a button to the whole card, which only they see', async () => {
    await checkIn(await seedClient(rapport.db, 'Detailed'));
    await ask(ana, '/client-health detailed', 'Detailed: ');
    await ana.press('Share in channel', { near: NEWEST });
    await ben.waitForMessage('shared: Detailed', ID.general);
    await ben.press('Details', { near: NEWEST });
    const card = await ben.waitFor('the card', (screen) =>
      messagesIn(screen, ID.general).find(
        ({ ephemeral, text }) => ephemeral && text.startsWith('Detailed: '),
      ),
    );
    expect(renderMessage(card)).toContain('I’ll ask ana on Tuesday 10 March, 05:00');
  });

  test.each([
    ['that is shared with another company', ID.shared, 'People outside your company'],
    ['to which another company is invited', ID.pending, 'People outside your company'],
    ['with a guest in it', ID.withGuest, 'Someone from outside'],
  ])('posts nothing in a channel %s', async (_, place, why) => {
    await seedClient(rapport.db, 'Kept Inside');
    await ask(ana, '/client-health kept', 'Kept Inside: ', place);
    await ana.press('Share in channel', { near: NEWEST });
    await ana.waitForMessage(why, place);
    const posts = async () =>
      (await rapport.driver.calls('chat.postMessage')).filter(({ args }) => args.channel === place);
    await ask(ana, '/client-health list', '1 client', place);
    await ana.press('Share in channel', { near: '1 client', in: place });
    const refusals = async () =>
      messagesIn(await ana.screen(), place).filter(({ text }) => text.includes(why)).length;
    // The second press has its turn in the channel a second after the first.
    await expect.poll(refusals, { timeout: 5_000 }).toBe(2);
    expect(await posts()).toEqual([]);
  });

  test('says when Slack is rate limiting, and works when pressed again', async () => {
    await seedClient(rapport.db, 'Unhurried');
    await ask(ana, '/client-health unhurried', 'Unhurried: ');
    const fault = { kind: 'rate_limited', retryAfterSeconds: 30 } as const;
    await rapport.driver.fault({ method: 'chat.postMessage', fault });
    await ana.press('Share in channel', { near: NEWEST });
    await ana.waitForMessage('Too much is being posted here right now.', ID.general);
    await rapport.moveTo(rapport.clock.now().add({ minutes: 1 }).toString());
    await ana.press('Share in channel', { near: NEWEST });
    await ben.waitForMessage('shared: Unhurried', ID.general);
  });

  test('posts nothing while Slack does not say who is in the channel, and works when pressed again', async () => {
    await seedClient(rapport.db, 'Patient');
    await ask(ana, '/client-health patient', 'Patient: ');
    await rapport.driver.fault({ method: 'conversations.info', fault: { kind: 'status', status: 500 } });
    await ana.press('Share in channel', { near: NEWEST });
    await ana.waitForMessage('can’t tell who reads', ID.general);
    await ana.press('Share in channel', { near: NEWEST });
    await ben.waitForMessage('shared: Patient', ID.general);
  });
});
