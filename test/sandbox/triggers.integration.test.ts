import type { App, BlockAction } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { anna, general, releaseAll, startApp, startSmall } from './support/fixture.ts';
import { question, voteModal } from './support/poll-app.ts';

afterEach(releaseAll);

/** Starts an app in which pressing a button hands what Slack gave to `pressed`; answers when that is done. */
async function startPressed() {
  const parts = await startSmall({ ackTimeoutMs: 500 });
  const presses: { body: BlockAction; triggerId: string; responseUrl: string }[] = [];
  const heard = Promise.withResolvers<void>();
  const app = await startApp(parts.sandbox, (app: App) => {
    app.action<BlockAction>('vote', async ({ ack, body }) => {
      await ack();
      presses.push({ body, triggerId: body.trigger_id, responseUrl: body.response_url ?? '' });
      heard.resolve();
    });
  });
  await app.client.chat.postMessage({ channel: general, text: 'Pick', blocks: question('Pick') });
  const person = parts.driver.as(anna);
  await press(person, heard.promise);
  const [first] = presses;
  if (!first) throw new Error('The app heard of no press');
  return { ...parts, app, person, ...first };
}

async function press(person: PersonDriver, heard: Promise<void>): Promise<void> {
  await person.press('Vote');
  await heard;
}

const errorOf = (error: unknown) => (error as { data?: { error?: string } }).data?.error;

test('a trigger opens one view and no second', async () => {
  const { app, triggerId } = await startPressed();
  await app.client.views.open({ trigger_id: triggerId, view: voteModal('') });
  const again = app.client.views.open({ trigger_id: triggerId, view: voteModal('') });
  expect(await again.catch(errorOf)).toBe('exchanged_trigger_id');
});

test('a trigger expires after three seconds', async () => {
  const { app, triggerId, clock } = await startPressed();
  clock.moveTo(clock.now().add({ seconds: 4 }));
  const late = app.client.views.open({ trigger_id: triggerId, view: voteModal('') });
  expect(await late.catch(errorOf)).toBe('expired_trigger_id');
});

test('a view that Slack refuses leaves its trigger unused', async () => {
  const { app, triggerId, person } = await startPressed();
  const title = { type: 'plain_text' as const, text: 'A title that is longer than Slack takes' };
  const refused = app.client.views.open({ trigger_id: triggerId, view: { ...voteModal(''), title } });
  expect(await refused.catch(errorOf)).toBe('invalid_arguments');
  await app.client.views.open({ trigger_id: triggerId, view: voteModal('') });
  await person.waitForModal('Your vote');
});

test('a view cannot be pushed where none is open, nor updated once it is closed', async () => {
  const { app, triggerId, person } = await startPressed();
  const push = app.client.views.push({ trigger_id: triggerId, view: voteModal('') });
  expect(await push.catch(errorOf)).toBe('not_found');
  const { view } = await app.client.views.open({ trigger_id: triggerId, view: voteModal('') });
  await person.closeModal();
  const update = app.client.views.update({ view_id: view?.id ?? '', view: voteModal('') });
  expect(await update.catch(errorOf)).toBe('not_found');
});

test('a fourth view on top of three is refused', async () => {
  const { app, triggerId, person, driver } = await startPressed();
  const triggers: string[] = [];
  const heard = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  app.action<BlockAction>('how', async ({ ack, body }) => {
    await ack();
    triggers.push(body.trigger_id);
    heard[triggers.length - 1]?.resolve();
  });
  await app.client.views.open({ trigger_id: triggerId, view: voteModal('') });
  const push = async (nth: number) => {
    await person.choose('How', nth % 2 ? 'In a word' : 'By place');
    await heard[nth]?.promise;
    return app.client.views.push({ trigger_id: triggers[nth] ?? '', view: voteModal('') });
  };
  await push(0);
  await push(1);
  expect(await push(2).catch(errorOf)).toBe('push_limit_reached');
  expect((await person.screen()).modals).toHaveLength(3);
  expect(await driver.calls('views.push')).toHaveLength(3);
});

test('an update meant for an older state of a view is refused', async () => {
  const { app, triggerId } = await startPressed();
  const { view } = await app.client.views.open({ trigger_id: triggerId, view: voteModal('') });
  const id = view?.id ?? '';
  const old = { view_id: id, hash: view?.hash ?? '', view: voteModal('') };
  await app.client.views.update(old);
  expect(await app.client.views.update(old).catch(errorOf)).toBe('hash_conflict');
});

test('a response_url serves five times', async () => {
  const { responseUrl } = await startPressed();
  const statuses: number[] = [];
  for (let i = 0; i < 6; i += 1) statuses.push((await send(responseUrl, { text: `${i}` })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
});

test('a response_url serves for thirty minutes', async () => {
  const { responseUrl, clock } = await startPressed();
  clock.moveTo(clock.now().add({ minutes: 29 }));
  expect((await send(responseUrl, { text: 'in time' })).status).toBe(200);
  clock.moveTo(clock.now().add({ minutes: 2 }));
  const late = await send(responseUrl, { text: 'too late' });
  expect(await late.json()).toEqual({ ok: false, error: 'expired_url' });
});

test('a response_url speaks to the person alone, or to the channel, or in the place of the original', async () => {
  const { responseUrl, person } = await startPressed();
  await send(responseUrl, { text: 'alone' });
  await send(responseUrl, { text: 'aloud', response_type: 'in_channel' });
  await send(responseUrl, { text: 'instead', replace_original: true });
  const { messages } = await person.conversation('general');
  expect(messages.map(({ text, ephemeral }) => [text, ephemeral])).toEqual([
    ['instead', false],
    ['alone', true],
    ['aloud', false],
  ]);
});

test('a press tells the app where it happened, and by whom', async () => {
  const { body } = await startPressed();
  expect(body).toMatchObject({
    container: { type: 'message', channel_id: general, is_ephemeral: false },
    user: { id: anna, team_id: 'T0STUDIO01' },
    channel: { id: general, name: 'general' },
    message: { text: 'Pick' },
    actions: [{ action_id: 'vote', type: 'button', value: 'v' }],
  });
});

function send(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
