import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { CLIENT_END } from '../../src/clients/view.ts';
import { change, closeAll, errorsOf } from '../clients/on-screen.ts';
import { seedAgency, seedClient } from '../reminders/agency.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { captureLog, expectLine } from './captured-log.ts';
import { submitUnchecked } from './submit-unchecked.ts';

const log = captureLog();
const rapport = useRapport({ delivery: 'http', log: log.log });
let ana: PersonDriver;

const NAME = 'Confidential Ltd';
const WORDS = 'They are close to leaving us';
const PROMISE = 'Send the secret plan';

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  await seedAgency(rapport.db);
});

beforeEach(async () => {
  log.clear();
  await seedClient(rapport.db, NAME);
  await ana.command(`/client-health log ${NAME}`, { in: ID.general });
  await ana.waitForModal('Check in');
  await ana.choose('How did you hear?', 'On a call');
  await ana.choose('How did they say they feel?', '🙂 Content');
  await ana.choose('How do you think they really feel?', '😐 So-so');
  await ana.type('Ask:', WORDS);
  await ana.type('Did you promise', PROMISE);
});

afterEach(async () => {
  await closeAll(ana);
  await rapport.db.deleteFrom('clients').execute();
});

async function expectNothingWritten(): Promise<void> {
  for (const table of ['check_ins', 'follow_ups'] as const) {
    expect(await rapport.db.selectFrom(table).select('id').execute()).toEqual([]);
  }
  expect(await rapport.db.selectFrom('clients').select('last_contact_at').execute()).toEqual([
    { last_contact_at: null },
  ]);
}

const typedStill = async () =>
  (await ana.modal()).state['check-in-client-words']?.['check-in-client-words']?.value;

test('a follow-up in the past is refused at its day, and nothing of the check-in is written', async () => {
  await ana.pick('By when?', '2026-03-01');
  const screen = await ana.submit();
  expect(screen.modals.at(-1)?.errors).toEqual({
    'check-in-due-on': 'That day has passed. Choose today or later.',
  });
  expect(await typedStill()).toBe(WORDS);
  await expectNothingWritten();
  const refused = { userId: ID.ana, listener: 'check-in-save', fields: ['check-in-due-on'] };
  await expectLine(log, refused, [NAME, WORDS, PROMISE]);
});

test('a modal submitted after the client was ended keeps what was typed, and says so', async () => {
  await change(rapport.driver.as(ID.ben), NAME, CLIENT_END, 'is now ended');
  const screen = await ana.submit();
  expect(errorsOf(screen)).toEqual([
    `${NAME} was ended on Monday 2 March, so nothing was saved. Resume it first.`,
  ]);
  expect(await typedStill()).toBe(WORDS);
  await expectNothingWritten();
  await expectLine(log, { userId: ID.ana, listener: 'check-in-save', code: 'refused' }, [NAME, WORDS]);
});

test.each([
  [
    '3,001 characters of words',
    'check-in-client-words',
    'x'.repeat(3_001),
    'Shorten this to 3,000 characters',
  ],
  ['a negative number of hours', 'check-in-hours', '-3', 'a number of hours from 0 to 9,999'],
  ['a huge number of hours', 'check-in-hours', '1'.repeat(40), 'a number of hours from 0 to 9,999'],
  ['a promise of 3,001 characters', 'check-in-promise', 'x'.repeat(3_001), 'Shorten this to 300 characters'],
])('%s past Slack’s own bounds is refused at the field', async (_, field, value, said) => {
  const errors = await submitUnchecked(rapport, ana, { [field]: { type: 'plain_text_input', value } });
  expect(Object.keys(errors)).toEqual([field]);
  expect(errors[field]).toContain(said);
  await expectNothingWritten();
  const refused = { userId: ID.ana, listener: 'check-in-save', fields: [field] };
  await expectLine(log, refused, [NAME, WORDS, PROMISE, 'xxx', '111']);
});

test('a modal submitted without what is required is refused at the field', async () => {
  const errors = await submitUnchecked(rapport, ana, {
    'check-in-source': { type: 'radio_buttons', selected_option: null },
  });
  expect(errors).toEqual({ 'check-in-source': 'Choose how you heard.' });
  await expectNothingWritten();
});
