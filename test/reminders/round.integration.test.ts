import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import type { ScreenMessage } from '../../sandbox/protocol.ts';
import { DELIVER } from '../../src/slack/outbound/delivery-job.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { seedAgency, seedClient } from './agency.ts';

const rapport = useRapport();
let ana: PersonDriver;
/** Each test has a Tuesday of its own: time only moves on. */
let tuesday = Temporal.PlainDate.from('2026-03-03');

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  await seedAgency(rapport.db);
});

afterEach(async () => {
  await rapport.driver.clearFaults();
  while ((await ana.screen()).modals.length > 0) await ana.closeModal();
  await sql`truncate clients, rounds, deliveries cascade`.execute(rapport.db);
  tuesday = tuesday.add({ weeks: 1 });
});

/** `time` on this test's Tuesday, in Ana's zone. */
const at = (time: string, days = 0) =>
  tuesday.add({ days }).toZonedDateTime({ timeZone: 'Europe/London', plainTime: time }).toInstant();

const moveTo = (time: string, days = 0) => rapport.moveTo(String(at(time, days)));

/** Clients of Ana's that fall due at 09:00, and the DM about them. */
async function askAbout(...names: string[]): Promise<ScreenMessage> {
  for (const name of names) await seedClient(rapport.db, name, { nextDueAt: at('09:00') });
  await moveTo('09:00');
  return newest();
}

async function today(): Promise<ScreenMessage[]> {
  return (await ana.dm()).messages.filter(({ ts }) => Number(ts) * 1000 >= at('00:00').epochMilliseconds);
}

async function newest(): Promise<ScreenMessage> {
  const message = (await today()).at(-1);
  if (!message) throw new Error('There is no message today');
  return message;
}

const shown = ({ blocks }: ScreenMessage) => renderBlocks(blocks);

/** What stands on the first DM of the day, once `words` are on it. */
async function firstShows(words: string): Promise<string> {
  const first = (await today())[0];
  return ana.waitFor(`"${words}" on the DM`, ({ conversations }) => {
    const messages = conversations.flatMap(({ messages }) => messages);
    const text = shown(messages.find(({ ts }) => ts === first?.ts) ?? (first as ScreenMessage));
    return text.includes(words) && text;
  });
}

/** From now on, a DM keeps what it shows, as on a phone without a connection. */
const freezeMessages = () =>
  rapport.driver.fault({
    method: 'chat.update',
    times: 100,
    fault: { kind: 'error', error: 'message_not_found' },
  });

async function checkInOn(near: string) {
  await ana.press('Check in', { near });
  await ana.waitForModal('Check in');
  await ana.choose('How did you hear?', 'On a call');
  await ana.choose('How did they say they feel?', 'Content');
  await ana.choose('How do you think they really feel?', 'So-so');
  await ana.submit();
}

describe('when clients fall due', () => {
  test('their owner gets one DM about all of them', async () => {
    const message = await askAbout('Acme', 'Beta');
    await rapport.tick();
    expect(await today()).toHaveLength(1);
    expect(message.text).toBe('Time to check in with Acme and Beta.');
  });

  test('a check-in from the DM strikes that client through, and leaves the other open', async () => {
    await askAbout('Acme', 'Beta');
    await checkInOn('Beta');
    const text = await firstShows('checked in');
    expect(text).toContain('1 of 2 clients left to check in with.');
    expect((await today())[0]?.text).toBe('Time to check in with Acme. Checked in: Beta.');
    await ana.press('Edit', { near: 'Beta' });
    await ana.waitForModal('Change a check-in');
  });

  test('a check-in through the command is shown in the DM too', async () => {
    await askAbout('Acme');
    await ana.command('/client-health log acme');
    await ana.waitForModal('Check in');
    await ana.choose('How did you hear?', 'My own impression');
    await ana.waitFor(
      'the question to go',
      ({ modals }) => !JSON.stringify(modals).includes('They didn’t say'),
    );
    await ana.choose('How do you think they really feel?', 'So-so');
    await ana.submit();
    expect(await firstShows('checked in')).toContain('All done. Thank you!');
  });

  test('thirty clients fit in one DM, each with all that can be done', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `Client ${String(n + 1).padStart(2, '0')}`);
    await askAbout(...names);
    expect(await today()).toHaveLength(1);
    await ana.choose('Client 17', 'Check in', { near: 'Client 17' });
    await ana.waitForModal('Check in');
    await ana.closeModal();
    await ana.choose('Client 18', 'Snooze for an hour', { near: 'Client 18' });
    expect(await firstShows('Snoozed until')).toContain('Client 30');
    await ana.choose('Client 19', 'Skip this time', { near: 'Client 19' });
    await ana.waitForModal('Skip this time');
  });
});

describe('snoozing', () => {
  test('shows until when, and asks again then in a new DM', async () => {
    await askAbout('Acme');
    await ana.choose('Snooze', 'For an hour', { near: 'Acme' });
    expect(await firstShows('Snoozed until')).toMatch(/Snoozed until Tuesday \d+ \w+, 10:00/);
    await moveTo('09:59');
    expect(await today()).toHaveLength(1);
    await moveTo('10:01');
    expect((await newest()).text).toBe('Time to check in with Acme.');
    expect(await today()).toHaveLength(2);
    expect(await firstShows('Continued below')).not.toContain('[Check in]');
  });

  test('twice in a row snoozes once', async () => {
    await askAbout('Acme');
    await ana.choose('Snooze', 'Until tomorrow', { near: 'Acme', times: 3 });
    await firstShows('Snoozed until');
    await moveTo('09:00', 1);
    expect(await today()).toHaveLength(2);
  });
});

describe('snoozing until a day', () => {
  test('asks which day, and asks about the client again then', async () => {
    await askAbout('Acme');
    await ana.choose('Snooze', 'Pick a date…', { near: 'Acme' });
    await ana.waitForModal('Snooze');
    await ana.pick('Until which day?', String(tuesday.add({ days: 3 })));
    await ana.submit();
    expect((await ana.screen()).modals).toEqual([]);
    await firstShows('Snoozed until Friday');
    await moveTo('09:00', 2);
    expect(await today()).toHaveLength(1);
    await moveTo('09:00', 3);
    expect(await today()).toHaveLength(2);
  });

  test('that has passed says so at the field', async () => {
    await askAbout('Acme');
    await ana.choose('Snooze', 'Pick a date…', { near: 'Acme' });
    await ana.waitForModal('Snooze');
    await ana.pick('Until which day?', String(tuesday));
    await ana.submit();
    expect(Object.values((await ana.modal()).errors)).toEqual(['Choose a day after today.']);
  });
});

test('somebody who has already spoken to the client says when, and is asked again counting from that day', async () => {
  await askAbout('Acme');
  await ana.press('I already spoke to them', { near: 'Acme' });
  await ana.waitForModal('Check in');
  await ana.pick('When did you speak with them?', String(tuesday.subtract({ days: 4 })));
  await ana.choose('How did you hear?', 'On a call');
  await ana.choose('How did they say they feel?', 'Content');
  await ana.choose('How do you think they really feel?', 'So-so');
  await ana.submit();
  await firstShows('checked in');
  const client = await rapport.db.selectFrom('clients').selectAll().executeTakeFirstOrThrow();
  expect(String(client.last_contact_at)).toBe(String(at('12:00', -4)));
});

describe('an unanswered DM', () => {
  test('is nudged about in its thread, and the nudge is cleared once everything is answered', async () => {
    await askAbout('Acme', 'Beta');
    await moveTo('09:01', 1);
    const nudge = (await today())[0]?.replies[0];
    expect(nudge?.text).toContain('Still waiting: Acme, Beta.');
    await ana.choose('Snooze', 'For an hour', { near: 'Acme' });
    await checkInOn('Beta');
    await ana.waitFor('the nudge to go quiet', ({ conversations }) =>
      conversations
        .flatMap(({ messages }) => messages.flatMap(({ replies }) => replies))
        .some(({ ts, text }) => ts === nudge?.ts && text === 'All set for now.'),
    );
  });
});

describe('skipping', () => {
  test('asks why, and strikes the client through with the reason', async () => {
    await askAbout('Acme');
    await ana.press('Skip this time', { near: 'Acme' });
    await ana.waitForModal('Skip this time');
    await ana.type('Why not this time?', 'They are <!channel> on holiday');
    await ana.submit();
    expect((await ana.screen()).modals).toEqual([]);
    expect(await firstShows('Skipped this time')).toContain('They are <!channel> on holiday');
    await moveTo('09:00', 6);
    expect(await today()).toHaveLength(1);
  });

  test('without a reason keeps the modal open and says what is missing', async () => {
    await askAbout('Acme');
    await ana.press('Skip this time', { near: 'Acme' });
    await ana.waitForModal('Skip this time');
    await ana.type('Why not this time?', '   ');
    await ana.submit();
    expect(Object.values((await ana.modal()).errors)).toEqual([
      'Say in a few words why, so that others understand it later.',
    ]);
  });

  test('submitted twice closes the modal and skips once', async () => {
    await askAbout('Acme');
    await ana.press('Skip this time', { near: 'Acme' });
    await ana.waitForModal('Skip this time');
    await ana.type('Why not this time?', 'On holiday');
    await ana.submit(2);
    await firstShows('Skipped this time');
    expect(await rapport.db.selectFrom('prompts').select('status').execute()).toEqual([
      { status: 'skipped' },
    ]);
  });

  test('a client that was checked in on in the meantime keeps the reason in the modal and says so', async () => {
    await askAbout('Acme');
    await ana.press('Skip this time', { near: 'Acme' });
    await ana.waitForModal('Skip this time');
    await ana.type('Why not this time?', 'On holiday');
    await rapport.db
      .updateTable('prompts')
      .set({ status: 'answered', closed_at: rapport.clock.now(), closed_by: ID.ben, next_nudge_at: null })
      .execute();
    await ana.submit();
    expect(Object.values((await ana.modal()).errors).join()).toContain(
      'Somebody has already checked in on Acme',
    );
  });
});

describe('a button of an outdated DM', () => {
  test('says that the client was checked in on, and lets the author edit that', async () => {
    await askAbout('Acme');
    await freezeMessages();
    await checkInOn('Acme');
    await ana.press('Skip this time', { near: 'Acme' });
    const said = await ana.waitForMessage('Acme has been checked in on already');
    expect(said.ephemeral).toBe(true);
    await ana.press('Edit', { near: 'Acme has been checked in on already' });
    await ana.waitForModal('Change a check-in');
  });

  test('says that the client was ended, and what to do', async () => {
    await askAbout('Acme');
    await freezeMessages();
    const [client] = await rapport.db.selectFrom('clients').select('id').execute();
    await rapport.db
      .updateTable('clients')
      .set({ status: 'ended', ended_at: rapport.clock.now(), next_due_at: null })
      .where('id', '=', client?.id ?? '')
      .execute();
    await rapport.db
      .updateTable('prompts')
      .set({ status: 'dropped', closed_at: rapport.clock.now(), next_nudge_at: null })
      .execute();
    await ana.choose('Snooze', 'For an hour', { near: 'Acme' });
    const said = await ana.waitForMessage('Acme was ended');
    expect(said.ephemeral).toBe(true);
    expect(said.text).toContain('Resume it first');
  });

  test('is refused when the prompt is somebody else’s by now, in words that ping nobody', async () => {
    await askAbout('Acme <!channel>');
    await freezeMessages();
    await rapport.db.updateTable('prompts').set({ assignee_id: ID.ben }).execute();
    await ana.press('Skip this time', { near: 'Acme' });
    const said = await ana.waitForMessage('Only the person who is asked about Acme');
    expect(said.text).toContain('Acme &lt;!channel&gt;');
    expect(shown(said)).toContain('Acme <!channel>');
    expect((await ana.screen()).modals).toEqual([]);
  });

  test('says that the reminder is gone', async () => {
    await askAbout('Acme');
    await freezeMessages();
    await rapport.db.deleteFrom('prompts').execute();
    await ana.press('Skip this time', { near: 'Acme' });
    await ana.waitForMessage('That reminder is gone.');
  });
});

test('a malformed job does not stop the next one', async () => {
  for (const wrong of [{}, { workspaceId: ID.team }, { workspaceId: 'x', deliveryId: 'y' }]) {
    await rapport.queue.enqueue(DELIVER, wrong as never, { id: JSON.stringify(wrong).replaceAll(':', '') });
  }
  const message = await askAbout('Acme');
  expect(message.text).toBe('Time to check in with Acme.');
});
