import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { add, closeAll, openEdit, top } from '../clients/on-screen.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

/** Starts on Monday 2 March 2026, 08:00 in London; each test moves on by a week or more. */
const rapport = useRapport();
let ana: PersonDriver;
let ben: PersonDriver;

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  await seedAgency(rapport.db);
});

beforeEach(async () => {
  await rapport.db.deleteFrom('clients').execute();
  await rapport.db.deleteFrom('away_dates').execute();
});

afterEach(async () => {
  await closeAll(ana);
  await rapport.db
    .updateTable('people')
    .set({ zone_override: null, remind_at: null, round_weekday: null, holidays: null })
    .execute();
  await rapport.tick();
});

/** How many messages in their DM speak of the client. */
async function heard(person: PersonDriver, name: string): Promise<number> {
  const { messages } = await person.dm();
  return messages.filter(({ text }) => text.includes(name)).length;
}

async function choose(choices: Record<string, string>): Promise<void> {
  await ana.command('/client-health me');
  await ana.waitForModal('My reminders');
  for (const [label, option] of Object.entries(choices)) await ana.choose(label, option);
  await ana.submit();
  await ana.waitForModal('Rapport');
}

/** Whether the owner hears nothing of the client up to a second before `instant`, and of it once from then on. */
async function expectAt(person: PersonDriver, name: string, instant: string): Promise<void> {
  const at = Temporal.Instant.from(instant);
  await rapport.moveTo(at.subtract({ seconds: 5 }).toString());
  expect(await heard(person, name)).toBe(0);
  await rapport.moveTo(instant);
  await person.waitForMessage(name);
  await rapport.tick();
  expect(await heard(person, name)).toBe(1);
}

describe('a reminder comes', () => {
  test('at nine in the zone that its owner chose over Slack’s', async () => {
    await seedClient(rapport.db, 'Kolkata Kites');
    await choose({ 'Time zone': 'Asia/Kolkata' });
    await expectAt(ana, 'Kolkata Kites', '2026-03-03T03:30:00Z');
  });

  test('at the time of day that its owner chose, on their one weekday', async () => {
    await seedClient(rapport.db, 'Patient', { nextDueAt: Temporal.Instant.from('2026-03-10T09:00:00Z') });
    await choose({ 'Remind me': 'At 10:30', 'Ask me about': 'All my clients on Thursday' });
    await expectAt(ana, 'Patient', '2026-03-12T10:30:00Z');
  });

  test('on the day after a public holiday of its owner', async () => {
    await seedClient(rapport.db, 'Irish Ink', { nextDueAt: Temporal.Instant.from('2026-03-17T09:00:00Z') });
    await choose({ 'Public holidays': 'Ireland' });
    await expectAt(ana, 'Irish Ink', '2026-03-18T09:00:00Z');
  });

  test('once Slack’s do-not-disturb is over', async () => {
    await seedClient(rapport.db, 'Quietly', { nextDueAt: Temporal.Instant.from('2026-03-24T09:00:00Z') });
    await rapport.driver.change({ person: { id: ID.ana, doNotDisturbUntil: '2026-03-24T11:15:00Z' } });
    await rapport.moveTo('2026-03-24T09:00:00Z');
    await expectAt(ana, 'Quietly', '2026-03-24T11:15:00Z');
  });

  test('to the cover while its owner is away, with a word about whom they cover, and not to the owner', async () => {
    await seedClient(rapport.db, 'Covered', { nextDueAt: Temporal.Instant.from('2026-03-31T08:00:00Z') });
    await ana.command('/client-health away');
    await ana.waitForModal('Away dates');
    await ana.pick('First day away', '2026-03-30');
    await ana.pick('Last day away', '2026-04-03');
    await ana.pick('Who covers for you', 'Ben Carter');
    await ana.submit();
    await ana.waitForModal('Rapport');
    await rapport.moveTo('2026-03-30T13:30:00Z');
    const notice = await ben.waitForMessage('You’re covering for');
    expect(notice.text).toContain('until Friday 3 April');
    expect(notice.text).toContain('Covered');
    await rapport.moveTo('2026-03-31T13:30:00Z');
    await ben.waitFor('the round', (screen) =>
      screen.conversations.some(({ messages }) =>
        messages.some(({ text, ts }) => text.includes('Covered') && ts > notice.ts),
      ),
    );
    expect(await heard(ana, 'Covered')).toBe(0);
  });
});

describe('the time of the next reminder is the one it comes at', () => {
  /** The answer to what was just submitted in a modal. */
  const answered = async () => top(await ana.screen());

  test('with the owner’s own time of day: after adding and editing, on the card, in Home, and after a check-in', async () => {
    await rapport.moveTo('2026-04-07T13:30:00Z');
    await choose({ 'Remind me': 'At 15:00' });
    // Nine o'clock is over for today in London, where it is half past two.
    expect(top(await add(ana, 'Afternoon'))).toContain(
      'Afternoon is added. I’ll ask you about it on Tuesday 7 April, 15:00 (London).',
    );
    await openEdit(ana, 'Afternoon');
    await ana.type('Main contact', 'Maria');
    await ana.submit();
    expect(await answered()).toContain('I’ll ask you about it on Tuesday 7 April, 15:00 (London).');
    await closeAll(ana);
    await ana.command('/client-health Afternoon');
    const card = await ana.waitForMessage('I’ll ask you on Tuesday 7 April, 15:00.');
    expect(renderBlocks(card.blocks)).toContain('Every 2 weeks on Tuesday, 15:00');
    expect(JSON.stringify((await ana.openHome()).home)).toContain('Next: Afternoon, Tuesday 7 April, 15:00.');
    await ana.command('/client-health log Afternoon');
    await ana.waitForModal('Check in');
    await ana.choose('How did you hear?', 'On a call');
    await ana.choose('How did they say they feel?', '🙂 Content');
    await ana.choose('How do you think they really feel?', '🙂 Content');
    await ana.submit();
    await ana.waitForMessage('I’ll ask you again on Tuesday 21 April, 15:00.');
    await expectAt(ana, 'Time to check in with Afternoon', '2026-04-21T14:00:00Z');
  });

  test('for the cover, at the cover’s time', async () => {
    await rapport.moveTo('2026-05-11T12:00:00Z');
    await rapport.db
      .insertInto('away_dates')
      .values({
        workspace_id: ID.team,
        person_id: ID.ana,
        first_day: Temporal.PlainDate.from('2026-05-11'),
        last_day: Temporal.PlainDate.from('2026-05-15'),
        cover_id: ID.ben,
        created_at: rapport.clock.now(),
      })
      .execute();
    expect(top(await add(ana, 'In good hands'))).toContain(
      'I’ll ask ben (covering) about it on Tuesday 12 May, 08:00 (New York), 13:00 for you.',
    );
  });

  test('for a holiday, on the working day after it', async () => {
    await choose({ 'Public holidays': 'Ireland' });
    await seedClient(rapport.db, 'Irish Ivy', { nextDueAt: Temporal.Instant.from('2026-06-01T09:00:00Z') });
    await ana.command('/client-health Irish Ivy');
    await ana.waitForMessage('I’ll ask you on Tuesday 2 June, 10:00.');
  });
});
