import { describe, expect, test } from 'vitest';
import { findClientByName } from '../../src/clients/store.ts';
import { CLIENT_EDIT, CLIENT_END, CLIENT_PAUSE, CLIENT_RESUME } from '../../src/clients/view.ts';
import { findPerson } from '../../src/people/store.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { add, change, errorsOf, onCard, openAdd, openEdit, press, top } from './on-screen.ts';

const rapport = useRapport();

const as = (id: string) => rapport.driver.as(id);
const find = (name: string) => findClientByName(rapport.db, rapport.workspaceId, name);

/** Lets time pass until the client is to be asked about. */
async function whenDue(name: string): Promise<void> {
  const due = (await find(name))?.nextDueAt;
  await rapport.moveTo(String(due?.add({ seconds: 1 })));
}

describe('editing a client', () => {
  test('shows what was saved, and saves what was changed', async () => {
    const ana = as(ID.ana);
    await add(ana, 'To edit');
    await openEdit(ana, 'To edit');
    await ana.type('Name', 'Edited');
    await ana.type('Agreed hours a month', '7.5');
    await ana.choose('Status', 'Leaving');
    expect(top(await ana.submit())).toContain('Edited is saved. I’ll ask you about it on Tuesday');
    expect(await find('edited')).toMatchObject({ agreedHours: 7.5, status: 'leaving' });
    expect(await find('To edit')).toBeNull();
  });

  test('to the name of another client is refused, and nothing changes', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Stays');
    await add(ana, 'Would be');
    await openEdit(ana, 'Would be');
    await ana.type('Name', 'stays');
    await ana.type('Agreed hours a month', '9');
    expect(errorsOf(await ana.submit()).join()).toContain('already a client with that name');
    expect(await find('Would be')).toMatchObject({ agreedHours: null });
  });

  test('after it has ended is refused, and everything typed is still there', async () => {
    const [ana, ben] = [as(ID.ana), as(ID.ben)];
    await add(ana, 'Ended meanwhile');
    await openEdit(ana, 'Ended meanwhile');
    await ana.type('Main contact', 'Maria');
    await change(ben, 'Ended meanwhile', CLIENT_END, 'is now ended');
    const screen = await ana.submit();
    expect(errorsOf(screen)).toEqual([
      'Ended meanwhile has ended, so nothing was saved. Resume it first, then edit it again.',
    ]);
    expect(top(screen)).toContain('Maria');
    expect((await find('Ended meanwhile'))?.contact.name).toBeNull();
  });

  test('after somebody else has changed it is refused, and neither person’s words are lost', async () => {
    const [ana, ben] = [as(ID.ana), as(ID.ben)];
    await add(ana, 'Two editors');
    await openEdit(ana, 'Two editors');
    await openEdit(ben, 'Two editors');
    await ben.type('Main contact', 'Maria');
    expect(top(await ben.submit())).toContain('Two editors is saved');
    await ana.type('Best way to reach them', 'by phone');
    const screen = await ana.submit();
    expect(errorsOf(screen)).toEqual([
      'Two editors has changed since you opened this, so nothing was saved. Copy what you typed, close this, and edit it again.',
    ]);
    expect(top(screen)).toContain('by phone');
    expect((await find('Two editors'))?.contact).toMatchObject({ name: 'Maria', preferredChannel: null });
    await openEdit(ana, 'Two editors');
    await ana.type('Best way to reach them', 'by phone');
    expect(top(await ana.submit())).toContain('Two editors is saved');
    expect((await find('Two editors'))?.contact).toMatchObject({
      name: 'Maria',
      preferredChannel: 'by phone',
    });
  });

  test('twice from the same modal saves once, without an error', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Doubly saved');
    await openEdit(ana, 'Doubly saved');
    await ana.type('Main contact', 'Maria');
    expect(top(await ana.submit(2))).toContain('Doubly saved is saved');
  });

  test('with an old button of an ended client offers to resume it', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Long gone');
    const edit = await onCard(ana, 'Long gone', CLIENT_EDIT);
    await change(ana, 'Long gone', CLIENT_END, 'is now ended');
    await press(ana, edit);
    await ana.waitForMessage('Long gone has ended. Resume it first');
    expect((await ana.screen()).modals).toEqual([]);
  });

  test('to give it another owner hands over open and planned prompts', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Handed over');
    await whenDue('Handed over');
    await ana.waitForMessage('Handed over');
    await openEdit(ana, 'Handed over');
    await ana.pick('Owner', ID.ben);
    expect(top(await ana.submit())).toMatch(/I’ll ask .*ben.* on Tuesday \d+ March, 09:00 \(New York\)/i);
    const client = await find('Handed over');
    const open = await rapport.db
      .selectFrom('prompts')
      .select(['status', 'assignee_id'])
      .where('client_id', '=', client?.id ?? '')
      .execute();
    expect(open).toEqual([{ status: 'open', assignee_id: ID.ben }]);
    // By then it is morning in New York too.
    await rapport.moveTo(String(rapport.clock.now().add({ hours: 6 })));
    await as(ID.ben).waitForMessage('handed 1 client over to you');
    await ana.waitForMessage('You handed one of your clients over to');
  });
});

describe('pausing, resuming and ending', () => {
  test('a paused client gets no reminders until it is resumed', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Quiet');
    await change(ana, 'Quiet', CLIENT_PAUSE, 'is now paused');
    expect(await find('Quiet')).toMatchObject({ status: 'paused', nextDueAt: null });
    await ana.press('Resume', { near: 'Quiet is now paused' });
    await ana.waitForMessage('Quiet is now active. I’ll ask you about it on Tuesday');
    expect((await find('Quiet'))?.nextDueAt).not.toBeNull();
  });

  test('a client that was leaving is leaving again once it is resumed, however it was paused', async () => {
    const ana = as(ID.ana);
    await add(ana, 'On its way out');
    const setStatus = async (status: string) => {
      await openEdit(ana, 'On its way out');
      await ana.choose('Status', status);
      await ana.submit();
    };
    await setStatus('Leaving');
    await change(ana, 'On its way out', CLIENT_PAUSE, 'is now paused');
    await change(ana, 'On its way out', CLIENT_RESUME, 'is now leaving. I’ll ask you about it on');
    expect(await find('On its way out')).toMatchObject({ status: 'leaving', pausedFrom: null });
    await setStatus('Prospect');
    await setStatus('Paused');
    await openEdit(ana, 'On its way out');
    await ana.type('Main contact', 'Maria');
    await ana.submit();
    await change(ana, 'On its way out', CLIENT_RESUME, 'is now a prospect. I’ll ask you about it on');
  });

  test('a client that was ended while paused is active once it is resumed', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Back for good');
    await openEdit(ana, 'Back for good');
    await ana.choose('Status', 'Leaving');
    await ana.submit();
    await change(ana, 'Back for good', CLIENT_PAUSE, 'is now paused');
    await change(ana, 'Back for good', CLIENT_END, 'is now ended');
    await change(ana, 'Back for good', CLIENT_RESUME, 'is now active');
  });

  test('replaces the card, whose buttons are out of date', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Replaced');
    const pause = await onCard(ana, 'Replaced', CLIENT_PAUSE);
    await press(ana, pause);
    expect((await ana.waitForMessage('Replaced is now paused')).ts).toBe(pause.ts);
  });

  test('a button pressed twice, or by somebody else later, changes the client once', async () => {
    const [ana, ben] = [as(ID.ana), as(ID.ben)];
    await add(ana, 'Pressed twice');
    const bens = await onCard(ben, 'Pressed twice', CLIENT_END);
    await press(ana, await onCard(ana, 'Pressed twice', CLIENT_END), 2);
    await expect.poll(async () => (await find('Pressed twice'))?.status).toBe('ended');
    const endedAt = (await find('Pressed twice'))?.endedAt;
    await press(ben, bens);
    await ben.waitForMessage('Pressed twice is already ended');
    expect((await find('Pressed twice'))?.endedAt).toEqual(endedAt);
  });

  test('ending closes the open prompt, and the old reminder says so', async () => {
    const ana = as(ID.ana);
    await add(ana, 'Closing down');
    await whenDue('Closing down');
    await ana.waitForMessage('Closing down');
    await change(ana, 'Closing down', CLIENT_END, 'is now ended');
    const client = await find('Closing down');
    expect(client).toMatchObject({ status: 'ended', nextDueAt: null });
    const prompts = await rapport.db
      .selectFrom('prompts')
      .select('status')
      .where('client_id', '=', client?.id ?? '')
      .execute();
    expect(prompts.map(({ status }) => status)).toEqual(['dropped']);
  });

  test('resuming a client whose owner has left gives it to the one who resumes it', async () => {
    const [ana, ben] = [as(ID.ana), as(ID.ben)];
    await openAdd(ana, 'Orphan');
    await ana.pick('Owner', ID.ben);
    await ana.submit();
    await change(ana, 'Orphan', CLIENT_PAUSE, 'is now paused');
    await rapport.driver.change({ person: { id: ben.id, kind: 'deactivated' } });
    await expect
      .poll(async () => (await findPerson(rapport.db, rapport.workspaceId, ben.id))?.kind)
      .toBe('deactivated');
    try {
      await ana.press('Resume', { near: 'Orphan is now paused' });
      await ana.waitForMessage('Its owner has left, so it’s now with you');
      expect((await find('Orphan'))?.ownerId).toBe(ID.ana);
    } finally {
      await rapport.driver.change({ person: { id: ben.id, kind: 'member' } });
    }
  });
});
