import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../../sandbox/driver/person-driver.ts';
import { renderView } from '../../../sandbox/driver/render-text.ts';
import type { Screen } from '../../../sandbox/protocol.ts';
import { InvalidFields, UserError } from '../../../src/runtime/errors.ts';
import { actions, button, input, messageModal, plain, section } from '../../../src/slack/blocks/blocks.ts';
import type { Slack } from '../../../src/slack/inbound/slack.ts';
import type { Submitted } from '../../../src/slack/inbound/submissions.ts';
import { ID } from '../../support/studio.ts';
import { useSmallApp } from '../small-app.ts';

/** What the listener under test does next: each test sets its own. */
let act: Parameters<Slack['onAction']>[1] = async () => {};
let save: () => Promise<Submitted | undefined> = async () => undefined;
let find: (query: string) => Promise<string[]> = async () => [];
let shortcut: Parameters<Slack['onShortcut']>[1] = async () => {};

const app = useSmallApp((slack) => {
  slack.onAction('act', (args) => act(args));
  slack.onSubmit('form', () => save());
  slack.onOptions('pick', async (_, query) =>
    (await find(query)).map((name) => ({ text: plain(name), value: name })),
  );
  slack.onShortcut('check-in', (args) => shortcut(args));
  slack.onShortcut('save-as-feedback', (args) => shortcut(args));
});

const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Save'),
  blocks: [
    input('first', 'First', { type: 'plain_text_input', action_id: 'first' }, { optional: true }),
    input('second', 'Second', { type: 'plain_text_input', action_id: 'second' }, { optional: true }),
    input(
      'third',
      'Third',
      { type: 'external_select', action_id: 'pick', min_query_length: 0 },
      { optional: true },
    ),
  ],
};

const goButton = actions('go', [button('Go', 'act', 'value of go')]);

async function pressGo(userId: string, run: typeof act): Promise<PersonDriver> {
  act = run;
  const person = app.driver.as(userId);
  const ts = await app.post('Press it', [goButton]);
  const where = { in: 'message', channel: ID.general, ts } as const;
  await person.act({ do: 'press', where, blockId: 'go', actionId: 'act' });
  return person;
}

async function openForm(): Promise<PersonDriver> {
  const ana = app.driver.as(ID.ana);
  for (let open = (await ana.screen()).modals.length; open > 0; open -= 1) await ana.closeModal();
  await pressGo(ID.ana, ({ open }) => open(async () => form));
  await ana.waitForModal('Form');
  await ana.type('First', 'typed with care');
  return ana;
}

const errors = (screen: Screen) => screen.modals.at(-1)?.errors ?? {};
const top = (screen: Screen) => {
  const modal = screen.modals.at(-1);
  return modal ? renderView(modal) : 'no modal';
};

describe('a pressed button', () => {
  test('gives the listener who pressed it, its value and where it is', async () => {
    const seen = Promise.withResolvers<Record<string, unknown>>();
    await pressGo(ID.ana, async ({ by, value, surface }) => {
      seen.resolve({ userId: by.userId, value, kind: surface.kind });
    });
    expect(await seen.promise).toEqual({
      userId: ID.ana,
      value: 'value of go',
      kind: 'message',
    });
  });

  test('is answered beside the message, only to the person who pressed it', async () => {
    const ana = await pressGo(ID.ana, ({ reply }) => reply('Done for <!channel>.'));
    const answer = await ana.waitForMessage('Done for', ID.general);
    expect(answer).toMatchObject({ ephemeral: true, text: 'Done for &lt;!channel&gt;.' });
    const ben = await app.driver.as(ID.ben).conversation(ID.general);
    expect(ben.messages.some(({ text }) => text.includes('Done for'))).toBe(false);
  });

  test('that cannot be done says why', async () => {
    const ana = await pressGo(ID.ana, async () => {
      throw new UserError('Acme was ended. Resume it first.');
    });
    expect((await ana.waitForMessage('Acme was ended. Resume it first.', ID.general)).ephemeral).toBe(true);
  });

  test('that fails says what to do next, and the log says where but never what was typed', async () => {
    app.logged.length = 0;
    const ana = await pressGo(ID.ana, async () => {
      throw new Error('the secret words of a client');
    });
    await ana.waitForMessage('Try again', ID.general);
    const line = app.logged.find(({ level }) => level === 'error');
    expect(line).toMatchObject({ userId: ID.ana, listener: 'act' });
    expect(JSON.stringify(app.logged)).not.toContain('secret words');
  });

  test('does nothing for somebody who may not use Rapport', async () => {
    let ran = false;
    act = async () => {
      ran = true;
    };
    const gus = app.driver.as(ID.gus);
    const ts = await app.post('Press it', [goButton], ID.withGuest);
    const where = { in: 'message', channel: ID.withGuest, ts } as const;
    await gus.act({ do: 'press', where, blockId: 'go', actionId: 'act' });
    await gus.waitForMessage('Members only.', ID.withGuest);
    expect(ran).toBe(false);
  });

  test('whose modal is slow to build shows one at once and fills it in', async () => {
    const slow = Promise.withResolvers<ModalView>();
    const ana = await pressGo(ID.ana, ({ open }) => open(() => slow.promise));
    await ana.waitFor('a modal', (screen) => top(screen).includes('One moment'));
    slow.resolve(form);
    await ana.waitForModal('Form');
    await ana.closeModal();
  });

  test('whose slow modal was closed before it was ready does nothing more', async () => {
    const slow = Promise.withResolvers<ModalView>();
    const done = Promise.withResolvers<void>();
    const ana = await pressGo(ID.ana, ({ open }) => open(() => slow.promise).then(done.resolve, done.reject));
    await ana.waitFor('a modal', (screen) => top(screen).includes('One moment'));
    await ana.closeModal();
    slow.resolve(form);
    await expect(done.promise).resolves.toBeUndefined();
  });

  test('whose slow modal fails says so in its place', async () => {
    const slow = Promise.withResolvers<ModalView>();
    const ana = await pressGo(ID.ana, ({ open }) => open(() => slow.promise));
    await ana.waitFor('a modal', ({ modals }) => modals[0]);
    slow.reject(new UserError('Acme was ended meanwhile.'));
    await ana.waitFor('why', (screen) => top(screen).includes('Acme was ended meanwhile.'));
    await ana.closeModal();
  });

  test('in a modal with nothing to fill in is answered there, however often it is pressed', async () => {
    const speaking = messageModal({ text: 'Answer 0', blocks: [goButton] });
    const ana = await pressGo(ID.ana, ({ open }) => open(async () => speaking));
    await ana.waitFor('the modal', ({ modals }) => modals[0]);
    for (let times = 1; times <= 4; times += 1) {
      const blocks = [section(plain(`Answer ${times}`)), goButton];
      act = ({ reply }) => reply({ text: '', blocks });
      await ana.press('Go', { in: 'modal' });
      await ana.waitFor('the answer', (screen) => top(screen).includes(`Answer ${times}`));
    }
    expect((await ana.screen()).modals).toHaveLength(1);
    await ana.closeModal();
  });
});

describe('a submitted modal', () => {
  test('closes once it is saved', async () => {
    const ana = await openForm();
    save = async () => undefined;
    expect((await ana.submit()).modals).toEqual([]);
  });

  test('shows what follows, or closes all that is open', async () => {
    const ana = await openForm();
    save = async () => ({ view: messageModal({ text: 'Saved. Next: Tuesday.', blocks: [] }) });
    expect(top(await ana.submit())).toContain('Saved. Next: Tuesday.');
    await ana.closeModal();
    await openForm();
    save = async () => ({ clear: true });
    expect((await ana.submit()).modals).toEqual([]);
  });

  test.each([
    ['at their fields', new InvalidFields({ second: 'Too long.' }), { second: 'Too long.' }],
    ['at the first where the modal has no such field', new InvalidFields({ gone: 'Too long.' }), 'Too long.'],
    ['at the field of a refusal', new UserError('Taken.', 'second'), { second: 'Taken.' }],
    ['at the first for a refusal of no field', new UserError('It was ended.'), { first: 'It was ended.' }],
    [
      'at the first for a refusal of a field that is not there',
      new UserError('No.', 'gone'),
      { first: 'No.' },
    ],
    ['at the first for a failure', new Error('secret words'), 'Everything you typed is still here.'],
    [
      'in plain words while the database is away',
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      'can’t reach its database right now, so nothing was saved',
    ],
  ])('that cannot be saved says so %s, with everything still there', async (_, error, said) => {
    const ana = await openForm();
    save = async () => {
      throw error;
    };
    const screen = await ana.submit();
    if (typeof said === 'string') expect(errors(screen).first).toContain(said);
    else expect(errors(screen)).toEqual(said);
    expect(top(screen)).toContain('typed with care');
    expect(JSON.stringify(errors(screen))).not.toContain('secret words');
  });

  test('that takes too long to save is answered in time', async () => {
    const ana = await openForm();
    const saving = Promise.withResolvers<undefined>();
    save = () => saving.promise;
    const screen = await ana.submit();
    saving.resolve(undefined);
    expect(errors(screen).first).toContain('Saving is slow');
    expect(top(screen)).toContain('typed with care');
  });

  test('stays saved when what runs afterwards fails', async () => {
    const ana = await openForm();
    app.logged.length = 0;
    save = async () => ({
      afterwards: async () => {
        throw new Error('no Home');
      },
    });
    expect((await ana.submit()).modals).toEqual([]);
    await expect.poll(() => app.logged.some(({ listener }) => listener === 'form afterwards')).toBe(true);
  });
});

describe('a select that searches', () => {
  test('offers what fits', async () => {
    const ana = await openForm();
    find = async (query) => ['Acme', 'Zebra'].filter((name) => name.toLowerCase().startsWith(query));
    const offered = await ana.suggestions('Third', 'ac');
    expect(offered.map(({ value }) => value)).toEqual(['Acme']);
  });

  test('offers nothing when the search fails', async () => {
    const ana = await openForm();
    find = async () => {
      throw new Error('away');
    };
    expect(await ana.suggestions('Third', 'ac')).toEqual([]);
  });
});

describe('a shortcut', () => {
  test('on a message gives the listener its text', async () => {
    const seen = Promise.withResolvers<unknown>();
    shortcut = async ({ message }) => seen.resolve(message?.text);
    const ana = app.driver.as(ID.ana);
    await ana.say(ID.general, 'We are very happy with you');
    const message = await ana.waitForMessage('We are very happy', ID.general);
    await ana.shortcut('Save as client feedback', { message });
    expect(await seen.promise).toBe('We are very happy with you');
  });

  test('that cannot be done says why in a modal', async () => {
    shortcut = async ({ message }) => {
      expect(message).toBeNull();
      throw new UserError('There is no client yet.');
    };
    const ana = app.driver.as(ID.ana);
    for (let open = (await ana.screen()).modals.length; open > 0; open -= 1) await ana.closeModal();
    await ana.shortcut('Check in on a client');
    await ana.waitFor('why', (screen) => top(screen).includes('There is no client yet.'));
  });
});
