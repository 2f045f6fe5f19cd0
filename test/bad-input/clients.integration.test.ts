import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import type { InputValue } from '../../sandbox/protocol.ts';
import { clientForm } from '../../src/clients/form.ts';
import { COMMAND } from '../../src/slack/inbound/rules.ts';
import { add, closeAll, errorsOf, openAdd, openEdit, top } from '../clients/on-screen.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { captureLog, expectLine } from './captured-log.ts';
import { submitUnchecked } from './submit-unchecked.ts';

const log = captureLog();
const rapport = useRapport({ delivery: 'http', log: log.log });
let ana: PersonDriver;

const NAME = 'Confidential Ltd';
const CONTACT = 'Maria of the board';

beforeAll(() => {
  ana = rapport.driver.as(ID.ana);
});

beforeEach(() => log.clear());

afterEach(async () => {
  await closeAll(ana);
  await rapport.db.deleteFrom('clients').execute();
});

const namesKept = async () =>
  (await rapport.db.selectFrom('clients').select('name').execute()).map(({ name }) => name);

const typed = (value: string | null): InputValue => ({ type: 'plain_text_input', value });

async function fillIn(name = NAME): Promise<void> {
  await openAdd(ana, name);
  await ana.type('Main contact', CONTACT);
}

describe('a new client with', () => {
  test.each([
    ['an empty name', clientForm.blockId('name'), typed(null), 'Give the client a name'],
    ['a name of spaces', clientForm.blockId('name'), typed('   '), 'Give the client a name'],
    [
      'a name of 3,001 characters',
      clientForm.blockId('name'),
      typed('x'.repeat(3_001)),
      'Shorten this to 80',
    ],
    [
      'a cadence of 0 weeks',
      clientForm.blockId('everyWeeks'),
      typed('0'),
      'a whole number of weeks from 1 to 52',
    ],
    [
      'a cadence of 1000 weeks',
      clientForm.blockId('everyWeeks'),
      typed('1000'),
      'a whole number of weeks from 1 to 52',
    ],
    ['a negative fee', clientForm.blockId('monthlyFee'), typed('-1'), 'a number from 0 to 999,999,999'],
    ['a huge fee', clientForm.blockId('monthlyFee'), typed('1'.repeat(40)), 'a number from 0 to 999,999,999'],
  ])('%s is refused at that field, and nothing is written', async (_, field, value, said) => {
    await fillIn();
    const errors = await submitUnchecked(rapport, ana, { [field]: value });
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toContain(said);
    expect(await namesKept()).toEqual([]);
    const refused = { userId: ID.ana, listener: 'client-add', code: 'invalid_fields', fields: [field] };
    await expectLine(log, refused, [NAME, CONTACT, 'xxx', '111']);
  });

  test.each([
    ['an empty name', 'Name', '', 'client-name'],
    ['a name of 3,001 characters', 'Name', 'x'.repeat(3_001), 'client-name'],
    ['a cadence of 0 weeks', 'Every … weeks', '0', 'client-every-weeks'],
    ['a cadence of 1000 weeks', 'Every … weeks', '1000', 'client-every-weeks'],
    ['a negative fee', 'Monthly fee', '-1', 'client-monthly-fee'],
    ['a huge fee', 'Monthly fee', '1'.repeat(15), 'client-monthly-fee'],
  ])('%s is stopped by Slack at that field before it is sent', async (_, label, text, field) => {
    await fillIn();
    await ana.type(label, text);
    await expect(ana.submit()).rejects.toMatchObject({ failed: 'invalid' });
    const { errors } = await ana.modal();
    expect(Object.keys(errors)).toEqual([field]);
    expect(await namesKept()).toEqual([]);
  });

  test.each([
    ['a bot', ID.robot, 'robot is an app'],
    ['deactivated', ID.gone, 'gone no longer has an account here'],
    ['a guest', ID.gus, 'gus is a guest here'],
  ])('an owner who is %s is refused at the owner, with everything still there', async (_, id, why) => {
    await fillIn();
    const { id: viewId } = await ana.modal();
    const where = { in: 'modal', viewId } as const;
    const value = { type: 'users_select', selected_user: id };
    await ana.act({
      do: 'set',
      where,
      blockId: clientForm.blockId('owner'),
      actionId: clientForm.blockId('owner'),
      value,
    });
    const screen = await ana.submit();
    expect(errorsOf(screen)).toEqual([`${why}. Choose a member of your workspace.`]);
    expect(top(screen)).toContain(NAME);
    expect(top(screen)).toContain(CONTACT);
    expect(await namesKept()).toEqual([]);
    const refused = { userId: ID.ana, listener: 'client-add', fields: [clientForm.blockId('owner')] };
    await expectLine(log, refused, [NAME, CONTACT, 'gone has', 'gus is']);
  });

  test('the name of another in another case is refused at the name, with everything still there', async () => {
    await add(ana, NAME);
    await fillIn(NAME.toUpperCase());
    const screen = await ana.submit();
    expect(errorsOf(screen)).toEqual(['There’s already a client with that name. Choose another one.']);
    expect(top(screen)).toContain(CONTACT);
    expect(await namesKept()).toEqual([NAME]);
    const refused = {
      userId: ID.ana,
      listener: 'client-add',
      code: 'refused',
      fields: [clientForm.blockId('name')],
    };
    await expectLine(log, refused, [NAME, NAME.toUpperCase(), CONTACT]);
  });
});

test('a client cannot be renamed to the name of another in another case', async () => {
  await add(ana, NAME);
  await add(ana, 'Second');
  await openEdit(ana, 'Second');
  await ana.type('Name', NAME.toLowerCase());
  expect(errorsOf(await ana.submit())).toEqual([
    'There’s already a client with that name. Choose another one.',
  ]);
  expect((await namesKept()).sort()).toEqual([NAME, 'Second']);
  await expectLine(log, { userId: ID.ana, listener: 'client-edit', code: 'refused' }, [NAME, 'Second']);
});

test('a name of 3,001 characters behind the command is answered in plain words', async () => {
  const name = 'long '.repeat(601).trim();
  await ana.command(`${COMMAND} add ${name}`, { in: ID.general });
  await ana.waitForMessage('That’s too long for a client’s name.', ID.general);
  expect((await ana.screen()).modals).toEqual([]);
  await expectLine(log, { userId: ID.ana, listener: COMMAND, code: 'refused' }, ['long long']);
});
