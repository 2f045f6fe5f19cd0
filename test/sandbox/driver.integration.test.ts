import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { renderConversation } from '../../sandbox/driver/render-text.ts';
import { anna, general, releaseAll, startApp, startSmall } from './support/fixture.ts';
import { pollApp, question } from './support/poll-app.ts';

afterEach(releaseAll);

async function startPoll() {
  const parts = await startSmall();
  const app = await startApp(parts.sandbox, pollApp);
  return { ...parts, app, person: parts.driver.as(anna) };
}

test('a button that is not on the screen cannot be pressed, and the error shows what is', async () => {
  const { app, person } = await startPoll();
  await app.client.chat.postMessage({ channel: general, text: 'Tea?', blocks: question('Tea?') });
  await expect(person.press('Dance')).rejects.toThrow(
    /There is no "Dance" on the screen.*"Vote"[\s\S]*Tea\?/,
  );
});

test('of two buttons with one label, words near it say which; without them nothing is pressed', async () => {
  const { app, person } = await startPoll();
  const blocks = [...question('Tea?'), { type: 'divider' as const }, ...question('Cake?')];
  await app.client.chat.postMessage({ channel: general, text: 'Both', blocks });
  await expect(person.press('Vote')).rejects.toThrow(/2 of "Vote"/);
  await person.press('Vote', { near: 'Cake?' });
  await person.waitForModal('Your vote');
});

test('a button that an update took away cannot be pressed even by its ids', async () => {
  const { app, person } = await startPoll();
  const posted = await app.client.chat.postMessage({
    channel: general,
    text: 'Tea?',
    blocks: question('Tea?'),
  });
  const ts = String(posted.ts);
  const actions = (await person.waitForMessage('Tea?', 'general')).blocks[1];
  await app.client.chat.update({ channel: general, ts, text: 'Done', blocks: [] });
  const act = person.act({
    do: 'press',
    where: { in: 'message', channel: general, ts },
    blockId: String(actions?.block_id),
    actionId: 'vote',
  });
  await expect(act).rejects.toMatchObject({ failed: 'not_on_screen' });
});

test('an option that is not offered cannot be chosen', async () => {
  const { app, person } = await startPoll();
  await app.client.chat.postMessage({ channel: general, text: 'Tea?', blocks: question('Tea?') });
  await expect(person.choose('Remind me', 'Never')).rejects.toThrow(
    /has no option "Never".*"Today", "Tomorrow"/,
  );
});

test('waiting too long says what for, and what was there instead', async () => {
  const { person } = await startPoll();
  await person.say('general', 'only this');
  await expect(person.waitForMessage('something else', 'general', 20)).rejects.toThrow(
    /a message with "something else", which did not come[\s\S]*only this/,
  );
});

test('a conversation reads as text', async () => {
  const { app, person } = await startPoll();
  await app.client.chat.postMessage({ channel: general, text: 'Tea?', blocks: question('Tea?') });
  const text = renderConversation(await person.conversation('general'));
  expect(text).toBe('#general\nU0SANDBOT1: Tea?\n[Vote] (Remind me)');
});

test('only pages and tools of this machine may use the control interface', async () => {
  const { sandbox } = await startPoll();
  const status = (headers: Record<string, string>) =>
    new Promise((resolve) => {
      request(`${sandbox.url}/sandbox/people`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
  expect(await status({})).toBe(200);
  expect(await status({ host: 'evil.example' })).toBe(403);
  expect(await status({ origin: 'http://evil.example' })).toBe(403);
});

test('a manifest that Slack would refuse does not start', async () => {
  await expect(startSmall({ manifest: { display_information: {} } })).rejects.toThrow(/Slack would refuse/);
});
