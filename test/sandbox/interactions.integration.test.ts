import { afterEach, expect, test } from 'vitest';
import { renderMessage, renderView } from '../../sandbox/driver/render-text.ts';
import { anna, ben, general, releaseAll, startApp, startSmall } from './support/fixture.ts';
import { pollApp } from './support/poll-app.ts';

afterEach(releaseAll);

async function startPoll() {
  const parts = await startSmall();
  await startApp(parts.sandbox, pollApp);
  return { ...parts, person: parts.driver.as(anna) };
}

test('a command posts a message whose button opens a modal, and its submission changes the message', async () => {
  const { driver, person } = await startPoll();

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
  const { person } = await startPoll();
  await person.shortcut('New poll');
  await person.waitForModal('Your vote');
  await person.type('Name', 'nobody');
  await person.choose('Place', 'Sushi');

  await person.submit();

  const text = renderView(await person.modal());
  expect(text).toContain('! Nobody cannot vote');
  expect(text).toContain('(nobody)');
  expect(text).toContain('(Sushi)');
});

test('an empty required field is refused before the app hears of it', async () => {
  const { person, driver } = await startPoll();
  await person.shortcut('New poll');
  await person.waitForModal('Your vote');
  await person.type('Name', 'a name of more than twenty letters');

  await expect(person.submit()).rejects.toMatchObject({ failed: 'invalid' });

  const text = renderView(await person.modal());
  expect(text).toContain('Please enter no more than 20 characters.');
  expect(text).toContain('Please complete this required field.');
  expect(await driver.calls('chat.update')).toEqual([]);
});

test('an updated view keeps what was typed in the fields that stay, and forgets those that went', async () => {
  const { person } = await startPoll();
  await person.shortcut('New poll');
  await person.waitForModal('Your vote');
  await person.type('Name', 'Anna');
  await person.choose('Place', 'Sushi');

  await person.choose('How', 'In a word');

  const modal = await person.waitFor(
    'the field for a word',
    ({ modals }) => modals[0] && renderView(modals[0]).includes('One word') && modals[0],
  );
  expect(modal.state.name?.name?.value).toBe('Anna');
  expect(modal.state.place).toBeUndefined();
});

test('a select with options from the app offers only what the app answers', async () => {
  const { person } = await startPoll();
  await person.shortcut('New poll');
  await person.waitForModal('Your vote');

  const offered = await person.suggestions('City', 'ber');
  expect(offered.map((option) => option.text.text)).toEqual(['Berlin', 'Bern']);
  await person.choose('City', 'Bern');

  expect((await person.modal()).state.city?.city?.selected_option?.value).toBe('bern');
  await expect(person.choose('City', 'Lisbon')).rejects.toThrow(/has no option "Lisbon"/);
});

test('the App Home shows what was published, and its button works', async () => {
  const { person } = await startPoll();
  await person.openHome();
  await person.waitFor('the Home', ({ home }) => home && renderView(home).includes('No polls yet') && home);

  await person.press('Refresh', { in: 'home' });

  await person.waitFor('a new Home', ({ home }) => home && renderView(home).includes('Looked again') && home);
});

test('a message shortcut carries the message, and its answer is for the person alone', async () => {
  const { driver, person } = await startPoll();
  await driver.as(ben).say('general', 'Lunch at <noon> & cake?');
  const message = await person.waitForMessage('Lunch', 'general');
  expect(message.text).toBe('Lunch at &lt;noon&gt; &amp; cake?');

  await person.shortcut('Poll this', { message });

  const answer = await person.waitForMessage('You picked', 'general');
  expect(answer).toMatchObject({ ephemeral: true, text: `You picked: ${message.text}` });
  const others = await driver.as(ben).conversation('general');
  expect(others.messages.map(({ text }) => text)).not.toContain(answer.text);
});

test('an ephemeral message is replaced and deleted through its own button', async () => {
  const { person } = await startPoll();
  await person.command('/escaped @ben', { in: 'general' });
  await person.waitForMessage('Only for you: <@U0BEN00001>', 'general');

  await person.press('Change');
  await person.waitForMessage('Changed', 'general');
  await person.press('Remove');

  await person.waitFor('an empty channel', (screen) =>
    screen.conversations.some(({ id, messages }) => id === general && messages.length === 0),
  );
});

test('a mention and a direct message reach the app as events', async () => {
  const { person } = await startPoll();
  await person.say('general', 'hey @poll');
  await person.waitForMessage('You called, <@U0ANNA0001>?', 'general');

  const dm = await person.dm();
  await person.say(dm.id, 'hello');
  await person.waitForMessage('You wrote: hello');
});

test('the same press delivered twice reaches the app twice', async () => {
  const { person, driver } = await startPoll();
  await person.openHome();
  await person.waitFor('the Home', ({ home }) => home);
  const before = (await driver.calls('views.publish')).length;

  await person.press('Refresh', { in: 'home', times: 2 });

  await person.waitFor(
    'two publications',
    ({ home }) => home && renderView(home).includes('Looked again: 2') && home,
  );
  expect((await driver.calls('views.publish')).length - before).toBe(2);
});

test('choosing in a message tells the app, with the value in its state', async () => {
  const { person } = await startPoll();
  await person.command('/poll Tea?', { in: 'general' });
  await person.waitForMessage('Tea?', 'general');

  await person.choose('Remind me', 'Tomorrow', { near: 'Tea?' });

  await person.waitForMessage('Will remind you: tomorrow', 'general');
});

test('a modal that asks for it tells the app that it was closed', async () => {
  const { person } = await startPoll();
  await person.shortcut('New poll');
  await person.waitForModal('Your vote');

  await person.closeModal();

  await person.waitForMessage('You closed it');
});
