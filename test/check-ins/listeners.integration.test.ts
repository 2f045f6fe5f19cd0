import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import type { ScreenView } from '../../sandbox/protocol.ts';
import { latestCheckIns } from '../../src/check-ins/store.ts';
import type { Client } from '../../src/clients/rules.ts';
import { findClient } from '../../src/clients/store.ts';
import { savePerson } from '../../src/people/store.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { addSomeClient } from './workspace.ts';

const rapport = useRapport();
let ana: PersonDriver;
let ben: PersonDriver;

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
  await rapport.driver.clearFaults();
  for (const person of [ana, ben]) {
    while ((await person.screen()).modals.length > 0) await person.closeModal();
  }
});

const add = (name: string, but: Parameters<typeof addSomeClient>[3] = {}) =>
  addSomeClient(rapport.db, ID.team, name, { ownerId: ID.ana, ...but });

async function checkInsOf({ id }: Client) {
  return (await latestCheckIns(rapport.db, ID.team, [id], 10)).get(id) ?? [];
}

async function errorsIn(person: PersonDriver): Promise<string> {
  const { errors } = await person.modal();
  return Object.entries(errors)
    .map(([block, message]) => `${block}: ${message}`)
    .join('\n');
}

function fieldsOf({ view }: ScreenView): (string | undefined)[] {
  return view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
}

/** Opens the check-in on a client, whose name in full or in part this is, from #general. */
async function openOn(person: PersonDriver, name: string): Promise<void> {
  await person.command(`/client-health log ${name}`, { in: ID.general });
  await person.waitForModal('Check in');
}

/** Fills in what is required. */
async function answer(person: PersonDriver, feeling = '🙂 Content'): Promise<void> {
  await person.choose('How did you hear?', 'On a call');
  await person.choose('How did they say they feel?', feeling);
  await person.choose('How do you think they really feel?', '😐 So-so');
}

describe('“/client-health log”', () => {
  test('with a client’s name opens a check-in, and says when the next one is', async () => {
    const client = await add('Northwind');
    await openOn(ana, 'northw');
    await answer(ana);
    await ana.type('Ask:', 'They like the pace');
    await ana.submit();
    const said = await ana.waitForMessage('Saved your check-in on Northwind', ID.general);
    expect(said.ephemeral).toBe(true);
    expect(said.text).toContain('I’ll ask you again on Tuesday 17 March, 09:00.');
    expect(await checkInsOf(client)).toMatchObject([
      {
        authorId: ID.ana,
        source: 'call',
        clientSentiment: 4,
        ourImpression: 3,
        question: 'How do you think this is going?',
        clientWords: 'They like the pace',
      },
    ]);
  });

  test('in a client’s channel needs no client’s name', async () => {
    await add('Of this channel', { channelId: ID.internal });
    await ana.command('/client-health log', { in: ID.internal });
    const modal = await ana.waitForModal('Check in');
    expect(JSON.stringify(modal.view.blocks)).toContain('Of this channel');
    expect(fieldsOf(modal)).not.toContain('check-in-client');
  });

  test('elsewhere, without a name, asks for the client, then that client’s own question', async () => {
    const client = await add('Chosen one');
    await rapport.db.updateTable('clients').set({ question_number: 1 }).where('id', '=', client.id).execute();
    await ana.command('/client-health log', { in: ID.general });
    await ana.waitForModal('Check in');
    await ana.choose('Which client?', 'Chosen one');
    await ana.waitFor('the question', ({ modals }) =>
      JSON.stringify(modals).includes('What’s missing from our work together?'),
    );
    await answer(ana);
    await ana.submit();
    await ana.waitForMessage('Saved your check-in on Chosen one', ID.general);
    expect((await checkInsOf(client))[0]?.question).toBe('What’s missing from our work together?');
  });

  test('with a name that fits several clients offers them as buttons', async () => {
    await add('Globex East');
    await add('Globex West');
    await ana.command('/client-health log Globex', { in: ID.general });
    await ana.waitForMessage('Did you mean one of these?', ID.general);
    await ana.press('Globex West', { in: ID.general });
    const modal = await ana.waitForModal('Check in');
    expect(JSON.stringify(modal.view.blocks)).toContain('Globex West');
  });

  test('with a name that fits no client offers to choose one', async () => {
    await ana.command('/client-health log <!channel> zzz', { in: ID.general });
    await ana.waitForMessage('I couldn’t find a client called “&lt;!channel&gt; zzz”', ID.general);
    await ana.press('Choose a client', { in: ID.general, near: 'zzz' });
    expect(fieldsOf(await ana.waitForModal('Check in'))).toContain('check-in-client');
  });

  test('for a client who was ended says so, and opens nothing', async () => {
    await add('Long gone', { status: 'ended', nextDueAt: null });
    await ana.command('/client-health log long gone', { in: ID.general });
    await ana.waitForMessage('Long gone was ended on Monday 2 March. Resume it first.', ID.general);
    expect((await ana.screen()).modals).toEqual([]);
  });
});

describe('“My own impression”', () => {
  test('takes the sentiment field away, keeps what was typed, and is saved as our impression', async () => {
    const client = await add('Read only');
    await openOn(ana, 'read only');
    await answer(ana);
    await ana.type('Ask:', 'half a thought');
    await ana.type('Did you promise', 'Call on Friday');
    await ana.choose('How did you hear?', 'My own impression');
    await ana.waitFor('the field to go', ({ modals }) =>
      modals[0] ? !fieldsOf(modals[0]).includes('check-in-client-sentiment') : false,
    );
    await ana.submit();
    await ana.waitForMessage('Saved your check-in on Read only', ID.general);
    expect(await checkInsOf(client)).toMatchObject([
      { source: 'own-impression', clientSentiment: null, ourImpression: 3, clientWords: 'half a thought' },
    ]);
    expect((await findClient(rapport.db, ID.team, client.id))?.lastContactAt).toBeNull();
  });

  test('brings back the chosen sentiment when another source is chosen', async () => {
    await add('There and back');
    await openOn(ana, 'there and back');
    await answer(ana, '🙁 Not quite happy');
    await ana.choose('How did you hear?', 'My own impression');
    await ana.waitFor('the field to go', ({ modals }) => !JSON.stringify(modals).includes('They didn’t say'));
    await ana.choose('How did you hear?', 'By email');
    await ana.waitFor('the field to come', ({ modals }) =>
      JSON.stringify(modals).includes('They didn’t say'),
    );
    const chosen = (await ana.modal()).state['check-in-client-sentiment']?.['check-in-client-sentiment']
      ?.selected_option;
    expect(chosen?.value).toBe('2');
  });
});

describe('the shortcut “Check in on a client”', () => {
  test('opens a check-in, confirmed in a DM', async () => {
    const client = await add('By shortcut');
    await ben.shortcut('Check in on a client');
    await ben.waitForModal('Check in');
    await ben.choose('Which client?', 'By shortcut');
    await answer(ben);
    await ben.submit();
    const said = await ben.waitForMessage('Saved your check-in on By shortcut');
    expect(said.ephemeral).toBe(false);
    expect(said.text).toContain('I’ll ask Ana Silva again on Tuesday 17 March, 05:00.');
    expect(await checkInsOf(client)).toHaveLength(1);
  });

  test('cannot be submitted without a client', async () => {
    await ben.shortcut('Check in on a client');
    await ben.waitForModal('Check in');
    await answer(ben);
    await expect(ben.submit()).rejects.toMatchObject({ failed: 'invalid' });
  });
});

describe('the message shortcut “Save as client feedback”', () => {
  async function messageIn(channel: string, text: string) {
    await ana.say(channel, text);
    const message = (await ana.conversation(channel)).messages.findLast((one) =>
      one.text.includes(text.slice(0, 5)),
    );
    if (!message) throw new Error('The message is not there');
    return message;
  }

  test('opens with the message’s text as the client’s words', async () => {
    const client = await add('Feedback Ltd');
    const message = await messageIn(ID.general, 'Lovely & quick, @ben');
    await ana.shortcut('Save as client feedback', { message });
    await ana.waitForModal('Check in');
    await ana.choose('Which client?', 'Feedback Ltd');
    await ana.choose('How did they say they feel?', '😀 Delighted');
    await ana.choose('How do you think they really feel?', '🙂 Content');
    await ana.submit();
    await ana.waitForMessage('Saved your check-in on Feedback Ltd', ID.general);
    expect(await checkInsOf(client)).toMatchObject([
      { source: 'message', clientSentiment: 5, question: null, clientWords: 'Lovely & quick, @Ben Carter' },
    ]);
  });

  test('on a message without text says what to do instead', async () => {
    const web = new WebClient(rapport.sandbox.botToken, {
      slackApiUrl: rapport.sandbox.slackApiUrl,
      logLevel: LogLevel.ERROR,
    });
    const { channel } = await web.conversations.open({ users: ID.ana });
    const picture = { type: 'image', image_url: 'https://a.example/b.png', alt_text: 'a cat' } as const;
    await web.chat.postMessage({ channel: channel?.id ?? '', text: '', blocks: [picture] });
    const message = (await ana.dm()).messages.findLast(({ text }) => text === '');
    if (!message) throw new Error('The message is not there');
    await ana.shortcut('Save as client feedback', { message });
    expect(JSON.stringify((await ana.waitForModal('Rapport')).view.blocks)).toContain(
      'That message has no text to save',
    );
  });
});

describe('a saved check-in', () => {
  async function save(client: Client, more: () => Promise<unknown> = async () => {}) {
    await openOn(ana, client.name);
    await answer(ana);
    await more();
    await ana.submit();
    await ana.waitForMessage(`Saved your check-in on ${client.name}`, ID.general);
  }

  test('can be changed by its author', async () => {
    const client = await add('Editable');
    await save(client);
    await ana.press('Edit', { in: ID.general, near: 'Editable' });
    await ana.waitForModal('Change a check-in');
    await ana.type('Ask:', 'On second thoughts');
    await ana.submit();
    const [checkIn] = await checkInsOf(client);
    expect(checkIn).toMatchObject({ clientWords: 'On second thoughts', clientSentiment: 4 });
    expect(checkIn?.editedAt).not.toBeNull();
  });

  test('shows on the client’s card, with a follow-up that one press completes and another reopens', async () => {
    const client = await add('Promising');
    await save(client, () => ana.type('Did you promise', 'Send the plan'));
    await ana.command('/client-health promising', { in: ID.leads });
    await ana.waitForMessage('Send the plan', ID.leads);
    await ana.press('Done', { in: ID.leads, near: 'Ana Silva, by Monday 9 March' });
    await ana.waitForMessage('✅ Done: Send the plan', ID.leads);
    const open = () =>
      rapport.db
        .selectFrom('follow_ups')
        .select(['done_by', 'due_on'])
        .where('client_id', '=', client.id)
        .executeTakeFirst();
    expect(await open()).toMatchObject({ done_by: ID.ana });
    expect(String((await open())?.due_on)).toBe('2026-03-09');
    await ana.press('Undo', { in: ID.leads });
    await ana.waitForMessage('Open again: Send the plan', ID.leads);
    expect(await open()).toMatchObject({ done_by: null });
  });

  test('submitted twice is one check-in', async () => {
    const client = await add('Impatient');
    await openOn(ana, 'impatient');
    await answer(ana);
    await ana.submit(2);
    await ana.waitForMessage('Saved your check-in on Impatient', ID.general);
    expect(await checkInsOf(client)).toHaveLength(1);
  });
});

describe('what cannot be saved stays in the modal', () => {
  test('a follow-up in the past, named at its day', async () => {
    const client = await add('Past');
    await openOn(ana, 'past');
    await answer(ana);
    await ana.type('Did you promise', 'Yesterday’s');
    await ana.pick('By when?', '2026-03-01');
    await ana.submit();
    expect(await errorsIn(ana)).toMatch(/^check-in-due-on: That day has passed/);
    expect(await checkInsOf(client)).toEqual([]);
  });

  test.each([
    ['a guest', ID.gus],
    ['a bot', ID.robot],
    ['somebody who left', ID.gone],
  ])('a follow-up for %s, named at their field', async (_, userId) => {
    const client = await add(`For ${userId}`);
    await openOn(ana, `For ${userId}`);
    await answer(ana);
    await ana.type('Did you promise', 'Not theirs');
    const { id: viewId } = await ana.modal();
    const where = { in: 'modal', viewId } as const;
    const value = { type: 'users_select', selected_user: userId };
    await ana.act({
      do: 'set',
      where,
      blockId: 'check-in-promised-by',
      actionId: 'check-in-promised-by',
      value,
    });
    await ana.submit();
    expect(await errorsIn(ana)).toMatch(/^check-in-promised-by: .* Choose a member of your workspace/);
    expect(await checkInsOf(client)).toEqual([]);
  });

  test('a check-in on a client who was ended meanwhile', async () => {
    const client = await add('Ended meanwhile');
    await openOn(ana, 'ended meanwhile');
    await answer(ana);
    await ana.type('Ask:', 'Long words');
    const at = rapport.clock.now();
    await rapport.db
      .updateTable('clients')
      .set({ status: 'ended', ended_at: at })
      .where('id', '=', client.id)
      .execute();
    await ana.submit();
    expect(await errorsIn(ana)).toContain(
      'Ended meanwhile was ended on Monday 2 March, so nothing was saved.',
    );
    expect((await ana.modal()).state['check-in-client-words']?.['check-in-client-words']?.value).toBe(
      'Long words',
    );
    expect(await checkInsOf(client)).toEqual([]);
  });

  test('anything while the database is away; the same press saves it once it is back', async () => {
    const client = await add('Database away');
    await openOn(ana, 'database away');
    await answer(ana);
    await ana.type('Ask:', 'Worth keeping');
    await rapport.db.transaction().execute(async (trx) => {
      await trx.selectFrom('clients').selectAll().where('id', '=', client.id).forUpdate().execute();
      await ana.submit();
      expect(await errorsIn(ana)).toMatch(/nothing was saved.*Everything you typed is still here/s);
    });
    await ana.submit();
    await ana.waitForMessage('Saved your check-in on Database away', ID.general);
    expect(await checkInsOf(client)).toMatchObject([{ clientWords: 'Worth keeping' }]);
  });
});

test('a button that is pressed twice opens one modal, without an error', async () => {
  await add('Pressed twice');
  await ana.command('/client-health pressed twice', { in: ID.leads });
  await ana.waitForMessage('Pressed twice', ID.leads);
  const before = (await ana.conversation(ID.leads)).messages.length;
  await ana.press('Check in', { in: ID.leads, near: 'PRESSED TWICE', times: 2 });
  await ana.waitForModal('Check in');
  await ana.closeModal();
  const after = await ana.screen();
  expect(after.modals).toEqual([]);
  expect((await ana.conversation(ID.leads)).messages).toHaveLength(before);
});

test('an old button of a client who was ended says so', async () => {
  const client = await add('Old button');
  await ana.command('/client-health old button', { in: ID.leads });
  await ana.waitForMessage('Old button', ID.leads);
  await rapport.db
    .updateTable('clients')
    .set({ status: 'ended', ended_at: rapport.clock.now() })
    .where('id', '=', client.id)
    .execute();
  await ana.press('Check in', { in: ID.leads, near: 'OLD BUTTON' });
  await ana.waitForMessage('Old button was ended on Monday 2 March', ID.leads);
  expect((await ana.screen()).modals).toEqual([]);
});
