import type { BlockAction } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import type { Screen } from '../../sandbox/protocol.ts';
import { anna, ben, guest, outsider, releaseAll, shared, startApp, startSmall } from './support/fixture.ts';
import { pollApp, question } from './support/poll-app.ts';

afterEach(releaseAll);

const channelNames = (screen: Screen) =>
  screen.conversations.filter(({ kind }) => kind === 'channel').map(({ name }) => name);

test('each sees the channels they are in, and no others', async () => {
  const { driver } = await startSmall();
  expect(channelNames(await driver.as(anna).screen())).toEqual([
    'acme-shared',
    'elsewhere',
    'general',
    'project',
  ]);
  expect(channelNames(await driver.as(ben).screen())).toEqual(['general', 'secret']);
  expect(channelNames(await driver.as(guest).screen())).toEqual(['project']);
  expect(channelNames(await driver.as(outsider).screen())).toEqual(['acme-shared']);
});

test('someone of another company has no commands, no shortcuts and no conversation with the app', async () => {
  const { sandbox, driver } = await startSmall();
  await startApp(sandbox, pollApp);
  const person = driver.as(outsider);
  const screen = await person.screen();
  expect([screen.commands, screen.shortcuts]).toEqual([[], []]);
  expect(screen.conversations.map(({ id }) => id)).toEqual([shared]);
  await expect(person.command('/poll x', { in: shared })).rejects.toMatchObject({ failed: 'not_on_screen' });
});

test('someone of another company can press a button in the shared channel, and the app sees their team', async () => {
  const { sandbox, driver } = await startSmall();
  const pressed = Promise.withResolvers<BlockAction>();
  const app = await startApp(sandbox, (app) => {
    app.action<BlockAction>('vote', async ({ ack, body }) => {
      await ack();
      pressed.resolve(body);
    });
  });
  await app.client.chat.postMessage({ channel: shared, text: 'Pick', blocks: question('Pick') });

  await driver.as(outsider).press('Vote');

  const { user, team } = await pressed.promise;
  expect(user).toMatchObject({ id: outsider, team_id: 'T0ACMECO01' });
  expect(team?.id).toBe('T0STUDIO01');
});

test('a direct message is for its two sides', async () => {
  const { driver } = await startSmall();
  await driver.as(anna).say(ben, 'between us');
  const withBen = (await driver.as(ben).screen()).conversations.find(({ withUserId }) => withUserId === anna);
  expect(withBen?.messages.map(({ text }) => text)).toEqual(['between us']);
  expect(withBen?.unread).toBe(1);
  const others = await driver.as(guest).screen();
  expect(JSON.stringify(others)).not.toContain('between us');
});

test('each company reads with which other one a channel is shared', async () => {
  const { driver } = await startSmall();
  const { team } = await driver.as(anna).screen();
  const readBy = async (person: string) => (await driver.as(person).conversation(shared)).sharedWith;
  expect(await readBy(outsider)).toEqual([team.name]);
  expect(await readBy(anna)).not.toContain(team.name);
});

test('once a channel is no longer shared, the other company sees it no more', async () => {
  const { driver } = await startSmall();
  await driver.change({ channel: { id: shared, sharedWithTeamIds: [] } });
  expect(channelNames(await driver.as(outsider).screen())).toEqual([]);
});

test('opening a conversation takes its unread mark away', async () => {
  const { driver } = await startSmall();
  await driver.as(anna).say('general', 'news');
  const person = driver.as(ben);
  expect((await person.conversation('general')).unread).toBe(1);
  await person.open('general');
  expect((await person.conversation('general')).unread).toBe(0);
});

test('someone deactivated can do nothing, and the app hears that they are gone', async () => {
  const { sandbox, driver } = await startSmall();
  const heard = Promise.withResolvers<unknown>();
  await startApp(sandbox, (app) => {
    app.event('user_change', async ({ event }) => heard.resolve(event.user));
  });
  await driver.change({ person: { id: ben, kind: 'deactivated' } });
  expect(await heard.promise).toMatchObject({ id: ben, deleted: true });
  await expect(driver.as(ben).openHome()).rejects.toMatchObject({ failed: 'not_on_screen' });
});

test('the conversation with the app has the same id in every sandbox of that world', async () => {
  const [one, two] = [await startSmall(), await startSmall()];
  const ids = [await one.driver.as(anna).dm(), await two.driver.as(anna).dm()].map(({ id }) => id);
  expect(ids[0]).toBe(ids[1]);
  expect((await one.driver.as(ben).dm()).id).not.toBe(ids[0]);
});
