import { describe, expect, test } from 'vitest';
import { clientForm } from '../../src/clients/form.ts';
import { findClientByName } from '../../src/clients/store.ts';
import { COMMAND } from '../../src/slack/inbound/rules.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { add, chooseHowOften, errorsOf, openAdd, openEdit, top } from './on-screen.ts';

const rapport = useRapport();

const as = (id: string) => rapport.driver.as(id);
const find = (name: string) => findClientByName(rapport.db, rapport.workspaceId, name);

describe('adding a client', () => {
  test('needs only a name, and says when the first reminder comes', async () => {
    const ana = as(ID.ana);
    await openAdd(ana);
    await ana.type('Name', 'Acme');
    const screen = await ana.submit();
    expect(top(screen)).toContain('Acme is added. I’ll ask you about it on Tuesday 3 March, 09:00 (London).');
    expect(await find('acme')).toMatchObject({
      ownerId: ID.ana,
      status: 'active',
      cadence: { every: 2, unit: 'week', weekdays: [2] },
      nextDueAt: Temporal.Instant.from('2026-03-03T09:00:00Z'),
    });
  });

  test('for an owner in another zone, says the owner’s time and the reader’s', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Ben’s client');
    await ana.pick('Owner', ID.ben);
    expect(top(await ana.submit())).toMatch(
      /I’ll ask .*ben.* about it on Tuesday 3 March, 09:00 \(New York\), 14:00 for you\./i,
    );
  });

  test('saves every field', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Fully told');
    await ana.pick('Cover', ID.ben);
    await ana.pick('Our own channel for this client', ID.leads);
    await chooseHowOften(ana, 'Monthly, on a weekday', 'Every … months');
    await ana.type('Every … months', '4');
    await ana.choose('On the month’s', 'Last');
    await ana.choose('Weekday', 'Friday');
    await ana.pick('At', '16:30');
    await ana.type('Alert me after … days of silence', '150');
    await ana.type('Monthly fee', '1500.50');
    await ana.type('Currency', 'usd');
    await ana.type('Agreed hours a month', '20');
    await ana.type('Main contact', 'Maria da Silva');
    await ana.type('What to call them', 'Dr. Silva');
    await ana.type('Best way to reach them', 'Phone, after ten');
    await ana.submit();
    expect(await find('Fully told')).toMatchObject({
      coverId: ID.ben,
      channelId: ID.leads,
      cadence: {
        every: 4,
        unit: 'month-weekday',
        nth: 5,
        weekday: 5,
        time: Temporal.PlainTime.from('16:30'),
      },
      longestGapDays: 150,
      monthlyFee: { amount: 1500.5, currency: 'USD' },
      agreedHours: 20,
      contact: { name: 'Maria da Silva', salutation: 'Dr. Silva', preferredChannel: 'Phone, after ten' },
    });
  });

  test('shows the fields for the chosen cadence, and keeps what was typed', async () => {
    const ana = as(ID.ana);
    await openAdd(ana);
    await ana.type('Name', 'By and by');
    await ana.type('Main contact', 'Maria');
    await ana.choose('On', ['Monday', 'Thursday']);
    await chooseHowOften(ana, 'Monthly, on a date', 'On day');
    expect(top(await ana.screen())).not.toContain('Thursday');
    await chooseHowOften(ana, 'Quarterly', 'On the month’s');
    await ana.choose('Weekday', 'Tuesday');
    const screen = await ana.submit();
    expect(top(screen)).toContain(
      'By and by is added. I’ll ask you about it on Tuesday 3 March, 09:00 (London).',
    );
    expect(await find('By and by')).toMatchObject({
      cadence: { every: 3, unit: 'month-weekday', nth: 1, weekday: 2 },
      contact: { name: 'Maria' },
    });
    await openEdit(ana, 'By and by');
    await chooseHowOften(ana, 'Weekly', 'Every … weeks');
    await ana.choose('On', ['Wednesday', 'Friday']);
    await ana.submit();
    expect(await find('By and by')).toMatchObject({
      cadence: { every: 1, unit: 'week', weekdays: [3, 5] },
      contact: { name: 'Maria' },
    });
  });

  test('keeps answers in fields that disappear and come back', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'To and fro');
    await ana.type('Every … weeks', '6');
    await ana.choose('On', ['Monday', 'Thursday']);
    await chooseHowOften(ana, 'Monthly, on a weekday', 'Every … months');
    expect(top(await ana.screen())).toMatch(/Weekday\W+Monday/);
    await ana.type('Every … months', '2');
    await ana.choose('On the month’s', 'Last');
    await ana.choose('Weekday', 'Friday');
    await chooseHowOften(ana, 'Monthly, on a date', 'On day');
    await ana.type('On day', '31');
    await chooseHowOften(ana, 'Weekly', 'Every … weeks');
    await chooseHowOften(ana, 'Monthly, on a weekday', 'On the month’s');
    await chooseHowOften(ana, 'Monthly, on a date', 'On day');
    await ana.submit();
    expect((await find('To and fro'))?.cadence).toMatchObject({ unit: 'month-day', every: 2, day: 31 });
    await openAdd(ana, 'And fro');
    await ana.type('Every … weeks', '6');
    await ana.choose('On', ['Monday', 'Thursday']);
    await chooseHowOften(ana, 'Quarterly', 'On the month’s');
    await ana.choose('On the month’s', 'Last');
    await chooseHowOften(ana, 'Weekly', 'Every … weeks');
    await ana.submit();
    expect((await find('And fro'))?.cadence).toMatchObject({ unit: 'week', every: 6, weekdays: [1, 4] });
  });

  test('adjusts the longest gap to the chosen cadence', async () => {
    const ana = as(ID.ana);
    const longestGap = async () =>
      /Alert me after … days of silence\D+(\d+)/.exec(top(await ana.screen()))?.[1];
    await openAdd(ana, 'Follows');
    expect(await longestGap()).toBe('28');
    await chooseHowOften(ana, 'Quarterly', 'On the month’s');
    expect(await longestGap()).toBe('140');
    await chooseHowOften(ana, 'Monthly, on a date', 'On day');
    expect(await longestGap()).toBe('49');
    await ana.type('Every … months', '6');
    await ana.submit();
    expect((await find('Follows'))?.longestGapDays).toBe(280);
  });

  test('keeps a longest gap that was typed, and refuses one shorter than the cadence', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Typed');
    await ana.type('Alert me after … days of silence', '60');
    await chooseHowOften(ana, 'Quarterly', 'On the month’s');
    const screen = await ana.submit();
    expect(errorsOf(screen)).toEqual([
      'Reminders come about every 91 days. Type 91 or more, such as 140, or ask more often.',
    ]);
    expect(top(screen)).toMatch(/Alert me after … days of silence\D+60/);
    await ana.type('Alert me after … days of silence', '100');
    await ana.submit();
    expect((await find('Typed'))?.longestGapDays).toBe(100);
  });

  test('starts with the name typed behind the command', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Big <!channel> & *Sons*');
    const screen = await ana.submit();
    expect(top(screen)).toContain('Big <!channel> & *Sons* is added.');
    expect(await find('Big <!channel> & *Sons*')).not.toBeNull();
  });

  test('three times from the same modal adds one client', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Once only');
    const screen = await ana.submit(3);
    expect(top(screen)).toContain('Once only is added.');
    const rows = await rapport.db
      .selectFrom('clients')
      .select('id')
      .where('name', '=', 'Once only')
      .execute();
    expect(rows).toHaveLength(1);
  });
});

test('a new client can be found by typing in the check-in modal', async () => {
  const ana = as(ID.ana);
  await add(ana, 'Zürich Café');
  await ana.closeModal();
  await ana.shortcut('Check in on a client');
  await ana.waitFor('the modal', ({ modals }) => modals[0]);
  const names = async (typed: string) =>
    (await ana.suggestions('Which client?', typed)).map(({ text }) => text.text);
  expect(await names('zur')).toEqual(['Zürich Café']);
  expect(await names('')).toContain('Zürich Café');
  expect(await names('nobody of that name')).toEqual([]);
});

describe('adding is refused at the field, and everything typed stays, for', () => {
  test('the name of another client in another case', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Taken');
    await openAdd(ana, 'TAKEN');
    await ana.type('Main contact', 'Maria');
    const screen = await ana.submit();
    expect(errorsOf(screen)).toEqual(['There’s already a client with that name. Choose another one.']);
    expect(top(screen)).toContain('Maria');
  });

  test.each([
    ['a bot', ID.robot, 'is an app'],
    ['somebody who left', ID.gone, 'no longer has an account here'],
    ['a guest', ID.gus, 'is a guest here'],
    ['somebody of another company', ID.olga, 'belongs to another company'],
  ])('%s as the owner', async (_, id, why) => {
    const ana = as(ID.ana);
    await openAdd(ana, `Of ${id}`);
    const modal = await ana.modal();
    await ana.act({
      do: 'set',
      where: { in: 'modal', viewId: modal.id },
      blockId: 'client-owner',
      actionId: 'client-owner',
      value: { type: 'users_select', selected_user: id },
    });
    const screen = await ana.submit();
    expect(errorsOf(screen).join()).toContain(`${why}. Choose a member`);
    expect(await find(`Of ${id}`)).toBeNull();
  });

  test('an owner who covers for themselves', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Alone');
    await ana.pick('Cover', ID.ana);
    expect(errorsOf(await ana.submit()).join()).toContain('Choose somebody else, or nobody');
  });

  test('a channel that another company is invited to', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Soon shared');
    await ana.pick('Our own channel for this client', ID.pending);
    expect(errorsOf(await ana.submit()).join()).toContain('shared with another company');
    expect(await find('Soon shared')).toBeNull();
  });

  test('a channel that was shared after it was chosen', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Shared since');
    await ana.pick('Our own channel for this client', ID.general);
    await rapport.driver.change({ channel: { id: ID.general, sharedWithTeamIds: [ID.otherTeam] } });
    const screen = await ana.submit();
    await rapport.driver.change({ channel: { id: ID.general, sharedWithTeamIds: [] } });
    expect(errorsOf(screen).join()).toContain('shared with another company');
    expect(await find('Shared since')).toBeNull();
  });

  test('a channel that belongs to another client', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'First there');
    await ana.pick('Our own channel for this client', ID.internal);
    await ana.submit();
    await openAdd(ana, 'Second there');
    await ana.pick('Our own channel for this client', ID.internal);
    expect(errorsOf(await ana.submit()).join()).toContain('already belongs to another client');
  });

  test('an unknown currency', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Odd money');
    await ana.type('Monthly fee', '10');
    await ana.type('Currency', 'XYZ');
    expect(errorsOf(await ana.submit()).join()).toContain('three letters');
  });

  test('a cadence of thirteen months', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Rarely');
    await chooseHowOften(ana, 'Monthly, on a date', 'Every … months');
    await ana.type('Every … months', '13');
    await expect(ana.submit()).rejects.toMatchObject({ failed: 'invalid' });
    expect(Object.keys((await ana.modal()).errors)).toEqual([clientForm.blockId('everyMonths')]);
    expect(await find('Rarely')).toBeNull();
  });

  test('a guest, for whom nothing opens', async () => {
    const gus = as(ID.gus);
    await gus.command(`${COMMAND} add`, { in: ID.withGuest });
    await gus.waitForMessage('only for members of Studio', ID.withGuest);
    expect((await gus.screen()).modals).toEqual([]);
  });
});

describe('while the database is away', () => {
  test('the modal stays with everything typed, and says why', async () => {
    const ana = as(ID.ana);
    await openAdd(ana, 'Patient');
    await ana.type('Main contact', 'Maria');
    const locked = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    const holding = rapport.db.transaction().execute(async (trx) => {
      await trx.schema.alterTable('clients').addColumn('held', 'text').execute();
      locked.resolve();
      await done.promise;
      throw new Error('rolled back');
    });
    await locked.promise;
    const screen = await ana.submit();
    done.resolve();
    await expect(holding).rejects.toThrow('rolled back');
    expect(errorsOf(screen).join()).toMatch(/database|too long/);
    expect(errorsOf(screen).join()).toContain('still here');
    expect(top(screen)).toContain('Maria');
    expect(top(await ana.submit())).toContain('Patient is added.');
  });
});

test('the command is the one that the manifest names', async () => {
  const { commands } = await as(ID.ana).screen();
  expect(commands.map(({ command }) => command)).toEqual([COMMAND]);
});
