import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderBlocks, renderView } from '../../sandbox/driver/render-text.ts';
import type { Client } from '../../src/clients/rules.ts';
import type { Promised } from '../../src/follow-ups/rules.ts';
import { noteFollowUp } from '../../src/follow-ups/save-follow-up.ts';
import { savePerson } from '../../src/people/store.ts';
import { addSomeClient } from '../check-ins/workspace.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';

const rapport = useRapport();
let ana: PersonDriver;
let ben: PersonDriver;
let views = 0;

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  for (const [id, name, timeZone] of [
    [ID.ana, 'Ana Silva', 'Europe/London'],
    [ID.ben, 'Ben Carter', 'America/New_York'],
  ] as const) {
    await savePerson(rapport.db, ID.team, { id, name, kind: 'member', timeZone }, rapport.clock.now());
  }
});

afterEach(async () => {
  for (const person of [ana, ben]) {
    while ((await person.screen()).modals.length > 0) await person.closeModal();
  }
});

const add = (name: string, but: Parameters<typeof addSomeClient>[3] = {}) =>
  addSomeClient(rapport.db, ID.team, name, { ownerId: ID.ana, nextDueAt: null, ...but });

/** What Ana promised, due on Thursday, unless `but` says otherwise. */
async function promise(client: Client, what: string, but: Partial<Promised> = {}) {
  views += 1;
  const dueOn = Temporal.PlainDate.from('2026-03-05');
  const promised = { what, promisedById: ID.ana, dueOn, ...but };
  const by = { workspaceId: ID.team, userId: promised.promisedById };
  const noted = { clientId: client.id, viewId: `VSEED${views}`, promised };
  const deps = { db: rapport.db, clock: rapport.clock, invalidateFollowUpMessages: async () => {} };
  return (await noteFollowUp(deps, by, noted)).followUp;
}

async function followUpsOf({ id }: Client) {
  const rows = await rapport.db
    .selectFrom('follow_ups')
    .selectAll()
    .where('client_id', '=', id)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    what: row.what,
    promisedById: row.promised_by,
    dueOn: String(row.due_on),
    doneBy: row.done_by,
    droppedBy: row.dropped_by,
  }));
}

const errorsIn = async (person: PersonDriver) => (await person.modal()).errors;

/** Opens the modal from #general, and says what. */
async function todo(client: string, what: string): Promise<void> {
  await ana.command(`/client-health todo ${client}`, { in: ID.general });
  await ana.waitForModal('Add a follow-up');
  await ana.type('What did you promise?', what);
}

/** Opens a client's card in #leads. */
async function showCard(person: PersonDriver, name: string, words: string): Promise<void> {
  await person.command(`/client-health ${name}`, { in: ID.leads });
  await person.waitForMessage(words, ID.leads);
}

describe('“/client-health todo”', () => {
  test('notes who does what by when, confirms it, and takes it back with one press', async () => {
    const client = await add('Northwind');
    await todo('northw', 'Send <!channel> the plan');
    await ana.submit();
    const said = await ana.waitForMessage('Noted for Northwind', ID.general);
    expect(said.ephemeral).toBe(true);
    expect(said.text).toBe(
      '📌 Noted for Northwind: Send &lt;!channel&gt; the plan (you, by Monday 9 March). I’ll remind you on Friday 6 March.',
    );
    expect(await followUpsOf(client)).toEqual([
      {
        what: 'Send <!channel> the plan',
        promisedById: ID.ana,
        dueOn: '2026-03-09',
        doneBy: null,
        droppedBy: null,
      },
    ]);
    await ana.press('Undo', { in: ID.general, near: 'Noted for Northwind' });
    await ana.waitForMessage('🗑️ Dropped: Send', ID.general);
    expect(await followUpsOf(client)).toMatchObject([{ droppedBy: ID.ana }]);
    await ana.press('Undo', { in: ID.general, near: 'Dropped: Send' });
    await ana.waitForMessage('↩️ Open again: Send', ID.general);
    expect(await followUpsOf(client)).toMatchObject([{ droppedBy: null }]);
  });

  test('in a client’s channel needs no client’s name', async () => {
    await add('Of this channel', { channelId: ID.internal });
    await ana.command('/client-health todo', { in: ID.internal });
    const modal = await ana.waitForModal('Add a follow-up');
    expect(renderView(modal)).toContain('Of this channel');
    expect(renderView(modal)).not.toContain('Which client?');
  });

  test('elsewhere, without a name, asks for the client', async () => {
    const client = await add('Chosen one');
    await todo('', 'Call them');
    await ana.choose('Which client?', 'Chosen one');
    await ana.pick('Who will do it?', 'ben');
    await ana.pick('By when?', '2026-03-04');
    await ana.submit();
    const said = await ana.waitForMessage('Noted for Chosen one', ID.general);
    expect(said.text).toContain(
      '(Ben Carter, by Wednesday 4 March). I’ll remind Ben Carter on Tuesday 3 March.',
    );
    expect(await followUpsOf(client)).toMatchObject([{ promisedById: ID.ben, dueOn: '2026-03-04' }]);
  });

  test('with a name that fits several clients offers them as buttons', async () => {
    await add('Globex East');
    await add('Globex West');
    await ana.command('/client-health todo Globex', { in: ID.general });
    await ana.waitForMessage('Did you mean one of these?', ID.general);
    await ana.press('Globex West', { in: ID.general });
    expect(renderView(await ana.waitForModal('Add a follow-up'))).toContain('Globex West');
  });

  test('for a client who was ended says so, and opens nothing', async () => {
    await add('Long gone', { status: 'ended' });
    await ana.command('/client-health todo long gone', { in: ID.general });
    await ana.waitForMessage('Long gone was ended on Monday 2 March. Resume it first.', ID.general);
    expect((await ana.screen()).modals).toEqual([]);
  });

  test('submitted twice notes one follow-up, and confirms it once', async () => {
    const client = await add('Impatient');
    await todo('impatient', 'Once');
    await ana.submit(2);
    await ana.waitForMessage('Noted for Impatient', ID.general);
    expect(await followUpsOf(client)).toHaveLength(1);
    const { messages } = await ana.conversation(ID.general);
    expect(messages.filter(({ text }) => text.includes('Noted for Impatient'))).toHaveLength(1);
  });

  test('keeps the modal open where something cannot be saved, and says why at its field', async () => {
    const client = await add('Wrong');
    await todo('wrong', 'Yesterday’s');
    await ana.pick('By when?', '2026-03-01');
    await ana.submit();
    expect(await errorsIn(ana)).toEqual({
      'follow-up-due-on': 'That day has passed. Choose today or later.',
    });
    await ana.pick('By when?', '2026-03-05');
    const { id: viewId } = await ana.modal();
    const value = { type: 'users_select', selected_user: ID.gus };
    const where = { in: 'modal', viewId } as const;
    await ana.act({
      do: 'set',
      where,
      blockId: 'follow-up-promised-by',
      actionId: 'follow-up-promised-by',
      value,
    });
    await ana.submit();
    expect(await errorsIn(ana)).toEqual({
      'follow-up-promised-by': 'gus is a guest here. Choose a member of your workspace.',
    });
    expect(await followUpsOf(client)).toEqual([]);
  });
});

describe('on a client’s card', () => {
  test('a follow-up is added with a button', async () => {
    const client = await add('Carded');
    await showCard(ana, 'carded', 'Carded');
    await ana.press('Add follow-up', { in: ID.leads, near: 'CARDED' });
    await ana.waitForModal('Add a follow-up');
    await ana.type('What did you promise?', 'Send the plan');
    await ana.submit();
    await ana.waitForMessage('Noted for Carded', ID.leads);
    expect(await followUpsOf(client)).toHaveLength(1);
  });

  test('a follow-up is done with one press, and a second press says so kindly', async () => {
    const client = await add('Doing');
    await promise(client, 'Send the report');
    await showCard(ben, 'doing', 'Send the report');
    await ben.press('Done', { in: ID.leads, near: 'Send the report' });
    await ben.waitForMessage('✅ Done: Send the report', ID.leads);
    await ben.press('Done', { in: ID.leads, near: 'Ana Silva, by Thursday 5 March' });
    await ben.waitForMessage('✅ Already done: Send the report', ID.leads);
    expect(await followUpsOf(client)).toMatchObject([{ doneBy: ID.ben }]);
  });

  test('a follow-up is moved with one press, or to a day that is picked', async () => {
    const client = await add('Moving');
    await promise(client, 'Send the bill');
    await showCard(ana, 'moving', 'Send the bill');
    await ana.choose('Move', 'Next working day', { in: ID.leads, near: 'Send the bill' });
    await ana.waitForMessage('📅 Moved: Send the bill, by tomorrow, Tuesday 3 March', ID.leads);
    expect(await followUpsOf(client)).toMatchObject([{ dueOn: '2026-03-03' }]);
    await ana.choose('Move', 'Pick a date…', { in: ID.leads, near: 'Moved: Send the bill' });
    await ana.waitForModal('Move a follow-up');
    await ana.pick('New day', '2026-02-27');
    await ana.submit();
    expect(await errorsIn(ana)).toEqual({
      'follow-up-move-due-on': 'That day has passed. Choose today or later.',
    });
    await ana.pick('New day', '2026-03-20');
    await ana.submit();
    await ana.waitForMessage('📅 Moved: Send the bill, by Friday 20 March', ID.leads);
    expect(await followUpsOf(client)).toMatchObject([{ dueOn: '2026-03-20' }]);
  });

  test('a move that is chosen twice happens once', async () => {
    const client = await add('Moving twice');
    await promise(client, 'Call twice');
    await showCard(ana, 'moving twice', 'Call twice');
    await ana.choose('Move', 'In a week', { in: ID.leads, near: 'Call twice', times: 2 });
    await ana.waitForMessage('Already due then: Call twice, by Monday 9 March', ID.leads);
    expect(await followUpsOf(client)).toMatchObject([{ dueOn: '2026-03-09' }]);
  });

  test('somebody else’s follow-up can be marked as done, but not moved or dropped', async () => {
    const client = await add('Anas own');
    await promise(client, 'Hers to keep');
    await showCard(ben, 'anas own', 'Hers to keep');
    await ben.press('Drop', { in: ID.leads, near: 'Hers to keep' });
    await ben.waitForMessage('Only Ana Silva, who promised this', ID.leads);
    await ben.choose('Move', 'Pick a date…', { in: ID.leads, near: 'Hers to keep' });
    await ben.waitForMessage('the owner of Anas own and your lead can move or drop it', ID.leads);
    expect((await ben.screen()).modals).toEqual([]);
    expect(await followUpsOf(client)).toMatchObject([{ dueOn: '2026-03-05', droppedBy: null }]);
  });

  test('the buttons of a follow-up that is gone say so', async () => {
    const client = await add('Gone');
    await promise(client, 'Never mind');
    await showCard(ana, 'gone', 'Never mind');
    await rapport.db.deleteFrom('follow_ups').where('client_id', '=', client.id).execute();
    await ana.press('Done', { in: ID.leads, near: 'Never mind' });
    await ana.waitForMessage('That follow-up is gone', ID.leads);
  });
});

test('App Home shows your own promises, and updates when you press a button there', async () => {
  const client = await add('At home');
  await promise(client, 'Tidy up', { dueOn: Temporal.PlainDate.from('2026-03-02') });
  await ana.openHome();
  await ana.waitFor('the promise', ({ home }) => home && renderView(home).includes('Tidy up'));
  await ana.press('Drop', { in: 'home', near: 'Tidy up' });
  expect(renderView(await ana.waitForModal('Rapport'))).toContain('Dropped: Tidy up');
  await ana.waitFor('it to go', ({ home }) => home && !renderView(home).includes('Tidy up'));
  await ana.press('Undo', { in: 'modal' });
  await ana.waitFor('it to come back', ({ home }) => home && renderView(home).includes('Tidy up'));
  expect(renderView(await ana.modal())).toContain('Open again: Tidy up');
});

describe('the check-in modal', () => {
  const opening = async (): Promise<string> => renderView(await ana.modal());

  test('opens with what the client is still owed', async () => {
    const client = await add('Promised');
    await promise(client, 'Late one', { dueOn: rapport.clock.now().toZonedDateTimeISO('UTC').toPlainDate() });
    await rapport.db
      .updateTable('follow_ups')
      .set({ due_on: Temporal.PlainDate.from('2026-02-27') })
      .where('client_id', '=', client.id)
      .execute();
    for (let n = 1; n <= 6; n += 1) await promise(client, `*Promise* ${n} <!here>`, { promisedById: ID.ben });
    await ana.command('/client-health log promised', { in: ID.general });
    await ana.waitForModal('Check in');
    const shown = await opening();
    expect(shown).toMatch(/Still owed to them\n.*Late one \(.*, by Friday 27 February, 3 days late\)/);
    expect(shown).toContain('*Promise* 4 <!here>');
    expect(shown).not.toContain('*Promise* 5 <!here>');
    expect(shown).toContain('and 2 more');
    await ana.choose('How did you hear?', 'My own impression');
    await ana.waitFor('the field to go', ({ modals }) => !JSON.stringify(modals).includes('They didn’t say'));
    expect(await opening()).toContain('Late one');
  });

  test('updates that when a client is chosen', async () => {
    const [with_, without] = [await add('Chosen with'), await add('Chosen without')];
    await promise(with_, 'Bring the samples');
    await ana.command('/client-health log', { in: ID.general });
    await ana.waitForModal('Check in');
    expect(await opening()).not.toContain('Still owed to them');
    await ana.choose('Which client?', with_.name);
    await ana.waitFor('the promise', ({ modals }) => JSON.stringify(modals).includes('Bring the samples'));
    await ana.choose('Which client?', without.name);
    await ana.waitFor(
      'the promise to go',
      ({ modals }) => !JSON.stringify(modals).includes('Bring the samples'),
    );
  });
});

describe('the reminder of a follow-up', () => {
  const dm = async () => {
    const { messages } = await ana.dm();
    return messages.findLast(({ text }) => text.includes('Send the timeline'));
  };
  const shows = (words: string) =>
    ana.waitFor(`"${words}" in the DM`, ({ conversations }) =>
      conversations
        .flatMap(({ messages }) => messages)
        .some(({ blocks, ephemeral }) => !ephemeral && renderBlocks(blocks).includes(words)),
    );

  test('comes as a DM, and strikes through what was done elsewhere', async () => {
    await rapport.db.deleteFrom('follow_ups').execute();
    const client = await add('Reminded');
    await promise(client, 'Send the timeline');
    await rapport.moveTo('2026-03-04T09:00:00Z');
    expect((await dm())?.text).toBe(
      'Promised to Reminded: Send the timeline, by tomorrow, Thursday 5 March.',
    );
    await ana.press('Done', { near: 'Send the timeline' });
    await ana.waitForMessage('✅ Done: Send the timeline');
    await shows('Send the timeline  ✓ done by');
    await ana.press('Undo', { near: 'Done: Send the timeline' });
    await shows('A reminder about a promise to Reminded.');
    await rapport.moveTo('2026-03-05T09:00:00Z');
    expect((await dm())?.text).toBe('Promised to Reminded: Send the timeline, by today, Thursday 5 March.');
    await shows('Still open: continued below.');
    await ana.choose('Move', 'Tomorrow', { near: 'A reminder about a promise to Reminded.' });
    await shows('Moved: by tomorrow, Friday 6 March.');
  });

  test('is in that day’s round once, however often the tick comes', async () => {
    await rapport.db.deleteFrom('follow_ups').execute();
    const nextDueAt = Temporal.Instant.from('2026-03-10T09:30:00Z');
    const client = await add('In the round', { nextDueAt });
    await promise(client, 'Send the timeline', { dueOn: Temporal.PlainDate.from('2026-03-10') });
    await rapport.moveTo('2026-03-09T09:00:00Z');
    await rapport.moveTo('2026-03-10T09:00:00Z');
    await rapport.moveTo('2026-03-10T09:30:00Z');
    await rapport.tick();
    expect((await dm())?.text).toBe(
      'Time to check in with In the round. Promised to In the round: Send the timeline, by today, Tuesday 10 March.',
    );
    const since = Temporal.Instant.from('2026-03-10T00:00:00Z').epochMilliseconds / 1000;
    expect((await ana.dm()).messages.filter(({ ts }) => Number(ts) >= since)).toHaveLength(1);
  });
});
