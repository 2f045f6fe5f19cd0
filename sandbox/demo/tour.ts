import { connectSandbox } from '../driver.ts';
import type { PersonDriver } from '../person-driver.ts';
import { renderMessage, renderView } from '../render-text.ts';
import { ID } from './world.ts';

/** What the tour found to be otherwise than it should be. */
export class TourFailed extends Error {
  override readonly name = 'TourFailed';
}

type Say = (line: string) => void;

const WORDS = 'The plan convinced me. Show me the first results in two weeks.';

/**
 * Walks the loop once, as people would, and prints what they see: reminder, check-in, answer, card, digest, what a
 * client's people are not shown, snooze, nudge and cover. Each step is checked.
 *
 * @throws TourFailed, or the driver's error, at the first step that is not as it should be.
 */
export async function takeTour(url: string, say: Say): Promise<void> {
  const driver = connectSandbox(url);
  const ana = driver.as(ID.ana);

  title(say, '1. Monday, nine o’clock in Lisbon: Ana has one DM about two clients');
  const reminder = await ana.waitForMessage('Harbor Foods');
  show(say, renderMessage(reminder));
  const { id: dm, messages } = await ana.dm();
  check(messages.length === 1, 'there is exactly one DM');

  title(say, '2. She presses “Check in” beside Harbor Foods, and the modal opens');
  await ana.press('Check in', { near: 'Harbor Foods', in: dm });
  const modal = await ana.waitForModal('Check in');
  show(say, renderView(modal));

  title(say, '3. She fills it in, in half a minute, and saves');
  await ana.choose('How do you know?', 'They told me in a meeting');
  await ana.choose('How do they say they feel?', '🙂 Content');
  await ana.choose('And your own read of them?', '😐 So-so');
  await ana.type('Ask: ', WORDS);
  await ana.type('Did you promise something?', 'Show the first results');
  show(say, renderView(await ana.modal()));
  await ana.submit();
  check((await ana.screen()).modals.length === 0, 'the modal has closed');

  title(say, '4. Rapport says what it saved, and crosses the client out in the reminder');
  const saved = await ana.waitFor('the answer', ({ conversations }) =>
    conversations.find(({ id }) => id === dm)?.messages.find(({ ts, text }) => ts !== reminder.ts && text),
  );
  show(say, renderMessage(saved));
  const answered = await ana.waitFor('the reminder with Harbor Foods crossed out', ({ conversations }) =>
    conversations
      .find(({ id }) => id === dm)
      ?.messages.find(
        (message) => message.ts === reminder.ts && /"strike":true/.test(JSON.stringify(message.blocks)),
      ),
  );
  show(say, renderMessage(answered));

  title(say, '5. /client-health harbor, for her eyes only');
  await ana.command('/client-health harbor', { in: ID.general });
  const card = await ana.waitForMessage(WORDS, ID.general);
  show(say, renderMessage(card));
  check(card.ephemeral, 'only Ana sees the card');
  check(!(await sees(driver.as(ID.ben), 'Harbor Foods', ID.general)), 'Ben does not see it');

  title(say, '6. /client-health digest, for the team');
  await ana.command('/client-health digest', { in: ID.leads });
  const ben = driver.as(ID.ben);
  const digest = await ben.waitFor('a digest beside the one of nine o’clock', ({ conversations }) =>
    conversations.find(({ id }) => id === ID.leads)?.messages.at(1),
  );
  show(say, renderMessage(digest));

  title(say, '7. In a channel shared with the client, Rapport keeps quiet');
  await ana.command('/client-health digest', { in: ID.harborShared });
  const refused = await ana.waitForMessage('shared with another company', ID.harborShared);
  show(say, renderMessage(refused));
  check(!(await sees(driver.as(ID.dana), 'Harbor', ID.harborShared)), 'Dana, of Harbor Foods, sees nothing');

  title(say, '8. The clock moves on to nine o’clock in New York: Ben’s turn');
  await driver.moveClock('next-reminder');
  show(say, renderMessage(await ben.waitForMessage('Brightwater Clinics')));
  const asked = (await ana.dm()).messages.filter(({ ephemeral }) => !ephemeral);
  check(asked.length === 1, 'Ana was asked once');

  title(
    say,
    '9. Ana puts Fjord Outdoor off, Ben does nothing. On Tuesday she is asked again, and he is nudged',
  );
  await ana.choose('Snooze', 'Until tomorrow', { near: 'Fjord Outdoor', in: dm });
  show(say, renderMessage(await ana.waitForMessage('Put off until')));
  await driver.moveClock('day');
  say('');
  show(say, renderMessage(await ana.waitForMessage('Time to ask Fjord Outdoor')));
  const nudged = await ben.waitForMessage('Time to ask Brightwater Clinics');
  say('');
  show(say, renderMessage(nudged));
  check(
    nudged.replies.some(({ text }) => text.startsWith('Still to ask')),
    'Ben is nudged in the thread',
  );

  title(say, '10. On Wednesday Ben is away: Ana is told for whom she stands in, and asked in his place');
  await driver.moveClock('day');
  show(say, renderMessage(await ana.waitForMessage('You stand in for Ben')));
  const inHisPlace = await ana.waitForMessage('Time to ask Marisol Hotels');
  say('');
  show(say, renderMessage(inHisPlace));
  check(JSON.stringify(inHisPlace.blocks).includes(ID.ben), 'she is asked in his place');
  check(!(await sees(ben, 'Marisol Hotels', (await ben.dm()).id)), 'Ben is left in peace');

  say('');
  say('The tour is over: every step was as it should be. Try it yourself: npm run demo');
}

function title(say: Say, text: string): void {
  say('');
  say(text);
  say('─'.repeat(text.length));
}

function show(say: Say, text: string): void {
  for (const line of text.split('\n')) say(`  │ ${line}`);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new TourFailed(`The tour stops: it should be so that ${what}.`);
}

/** Whether a person finds words from the app in a conversation now. */
async function sees(person: PersonDriver, words: string, place: string): Promise<boolean> {
  const { messages } = await person.conversation(place);
  return messages.some((message) => `${message.text} ${JSON.stringify(message.blocks)}`.includes(words));
}
