import type { ModalView } from '@slack/types';
import { beforeEach, expect, test } from 'vitest';
import type { PersonDriver } from '../../../sandbox/driver/person-driver.ts';
import { renderView } from '../../../sandbox/driver/render-text.ts';
import { input, option, plain, section } from '../../../src/slack/blocks/blocks.ts';
import type { ActionArgs } from '../../../src/slack/inbound/actions.ts';
import { ID } from '../../support/studio.ts';
import { useSmallApp } from '../small-app.ts';

/** A choice in the open modal; what it comes to is shown when the test says so. */
type Choice = Pick<ActionArgs, 'surface' | 'update'>;

const WORDS = ['one', 'two', 'three'];

function modal(says: string): ModalView {
  const options = WORDS.map((word) => option(word, word));
  const radios = { type: 'radio_buttons', action_id: 'word', options } as const;
  return {
    type: 'modal',
    callback_id: 'words',
    title: plain('Words'),
    submit: plain('Save'),
    blocks: [input('word', 'Word', radios, { dispatch: true }), section(plain(`It says ${says}.`))],
  };
}

const choices: Choice[] = [];
let heard = Promise.withResolvers<void>();

const app = useSmallApp((slack) => {
  slack.onShortcut('check-in', ({ open }) => open(async () => modal('nothing')));
  slack.onAction('word', async (args) => {
    choices.push(args);
    heard.resolve();
  });
});

let ana: PersonDriver;

/** Chooses a word in the open modal; nothing is shown of it yet. */
async function choose(word: string): Promise<Choice> {
  heard = Promise.withResolvers();
  await ana.choose('Word', word);
  await heard.promise;
  const last = choices.at(-1);
  if (!last) throw new Error('The app heard of no choice');
  return last;
}

const show = ({ update }: Choice, says: string) => update(modal(says));
const viewIdOf = ({ surface }: Choice) => (surface.kind === 'view' ? surface.viewId : '');
const shown = async () => /It says (\w+)\./.exec(renderView(await ana.modal()))?.[1];

beforeEach(async () => {
  ana = app.driver.as(ID.ana);
  await app.driver.clearFaults();
  await ana.shortcut('Check in on a client');
  await ana.waitForModal('Words');
});

test('one choice after another is shown', async () => {
  await show(await choose('one'), 'one');
  await show(await choose('two'), 'two');
  expect(await shown()).toBe('two');
});

test('a choice made before the last one was shown still replaces it', async () => {
  const [one, two, three] = [await choose('one'), await choose('two'), await choose('three')];
  await show(one, 'one');
  await show(two, 'two');
  await show(three, 'three');
  expect(await shown()).toBe('three');
});

test('an older choice that is ready later does not replace a newer one', async () => {
  const [one, two] = [await choose('one'), await choose('two')];
  await show(two, 'two');
  await show(one, 'one');
  expect(await shown()).toBe('two');
});

test('the last choice is shown, however slow Slack is about the one before', async () => {
  const [one, two, three] = [await choose('one'), await choose('two'), await choose('three')];
  await app.driver.fault({ method: 'views.update', fault: { kind: 'slow', ms: 200 } });
  const begun = show(one, 'one');
  await app.driver.calls('views.update');
  await Promise.all([begun, show(two, 'two'), show(three, 'three')]);
  const said = (await app.driver.calls('views.update'))
    .slice(-2)
    .map(({ args }) => JSON.stringify(args.view));
  expect(said).toEqual([expect.stringContaining('says one'), expect.stringContaining('says three')]);
  expect(await shown()).toBe('three');
});

test('a choice after one that Slack refused is shown', async () => {
  const [one, two] = [await choose('one'), await choose('two')];
  await app.driver.fault({ method: 'views.update', fault: { kind: 'status', status: 500 } });
  await expect(show(one, 'one')).rejects.toThrow();
  await show(two, 'two');
  expect(await shown()).toBe('two');
});

test('what another process showed in the meantime stays', async () => {
  const one = await choose('one');
  await app.connection.web.views.update({ view_id: viewIdOf(one), view: modal('another') });
  await show(one, 'one');
  expect(await shown()).toBe('another');
  expect((await app.driver.calls('views.update')).at(-1)?.outcome).toBe('hash_conflict');
});

test('an update of a closed modal is ignored', async () => {
  const one = await choose('one');
  await ana.closeModal();
  await expect(show(one, 'one')).resolves.toBeUndefined();
});
