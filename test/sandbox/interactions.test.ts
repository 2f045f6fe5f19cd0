import { afterEach, expect, test } from 'vitest';
import { renderMessage, renderView } from '../../sandbox/render-text.ts';
import { anna, ben, general, releaseAll, startApp, startSmall } from './support/fixture.ts';
import { pollApp } from './support/poll-app.ts';

afterEach(releaseAll);

test('a command posts a message whose button opens a modal, and its submission changes the message', async () => {
  const { sandbox, driver } = await startSmall();
  await startApp(sandbox, pollApp);
  const person = driver.as(anna);

  await person.command('/poll Where do we eat?', { in: 'general' });
  const asked = await person.waitForMessage('Where do we eat?', 'general');
  expect(renderMessage(asked)).toContain('[Vote]');

  await person.press('Vote', { near: 'Where do we eat?' });
  await person.waitForModal('Your vote');
  await person.type('Name', 'Anna');
  await person.choose('Place', 'Pizza');
  await person.submit();

  const voted = await driver.as(ben).waitForMessage('Anna votes for pizza', general);
  expect(voted.ts).toBe(asked.ts);
  expect((await person.screen()).modals).toEqual([]);
});

test('errors from the app stand under their fields and everything typed stays', async () => {
  const { sandbox, driver } = await startSmall();
  await startApp(sandbox, pollApp);
  const person = driver.as(anna);
  await person.shortcut('New poll');
  await person.waitForModal('Your vote');
  await person.type('Name', 'nobody');
  await person.choose('Place', 'Sushi');

  const screen = await person.submit();

  const text = renderView(screen.modals[0] as never);
  expect(text).toContain('! Nobody cannot vote');
  expect(text).toContain('(nobody)');
  expect(text).toContain('(Sushi)');
});
