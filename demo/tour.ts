import { renderMessage, renderView } from '../sandbox/driver/render-text.ts';
import { connectSandbox } from '../sandbox/driver/sandbox-driver.ts';
import { letDaysPass } from './tour-days.ts';
import { check, sees, show, showMore, type Tour, title } from './tour-print.ts';
import { ID } from './world.ts';

const WORDS = 'The plan convinced me. Show me the first results in two weeks.';
const PROMISE = 'Send Sigrid the launch plan';

/**
 * Walks the loop once, as people would, and prints what they see: reminder, check-in, answer, card, list, follow-up,
 * digest, what a client's people are not shown, snooze, nudge, alert and cover. Each step is checked.
 *
 * @throws TourFailed, or the driver's error, at the first step that is not as it should be.
 */
export async function takeTour(url: string, say: Tour['say']): Promise<void> {
  const driver = connectSandbox(url);
  const [ana, ben, chloe] = [driver.as(ID.ana), driver.as(ID.ben), driver.as(ID.chloe)];
  const tour: Tour = { driver, ana, ben, chloe, say };
  await answerReminder(tour);
  await lookUp(tour);
  await tellTheTeam(tour);
  await letDaysPass(tour, PROMISE);
  say('');
  say('The tour is over: every step was as it should be. Try it yourself: npm run demo');
}

async function answerReminder(tour: Tour): Promise<void> {
  const { ana } = tour;
  title(tour, '1. Monday, nine o’clock in Lisbon: Ana has one DM about two clients');
  const reminder = await ana.waitForMessage('Harbor Foods');
  show(tour, renderMessage(reminder));
  const { id: dm, messages } = await ana.dm();
  check(messages.length === 1, 'there is exactly one DM');

  title(tour, '2. She presses “Check in” beside Harbor Foods, and the modal opens');
  await ana.press('Check in', { near: 'Harbor Foods', in: dm });
  const modal = await ana.waitForModal('Check in');
  show(tour, renderView(modal));

  title(tour, '3. She fills it in, in half a minute, and saves');
  await ana.choose('How did you hear?', 'In a meeting');
  await ana.choose('How did they say they feel?', '🙂 Content');
  await ana.choose('How do you think they really feel?', '😐 So-so');
  await ana.type('Ask: ', WORDS);
  await ana.type('Did you promise anything?', 'Show the first results');
  show(tour, renderView(await ana.modal()));
  await ana.submit();
  check((await ana.screen()).modals.length === 0, 'the modal has closed');

  title(tour, '4. Rapport says what it saved, and crosses the client out in the reminder');
  const saved = await ana.waitFor('the answer', ({ conversations }) =>
    conversations.find(({ id }) => id === dm)?.messages.find(({ ts, text }) => ts !== reminder.ts && text),
  );
  show(tour, renderMessage(saved));
  const answered = await ana.waitFor('the reminder with Harbor Foods crossed out', ({ conversations }) =>
    conversations
      .find(({ id }) => id === dm)
      ?.messages.find(
        (message) => message.ts === reminder.ts && /"strike":true/.test(JSON.stringify(message.blocks)),
      ),
  );
  show(tour, renderMessage(answered));
}

async function lookUp(tour: Tour): Promise<void> {
  const { ana, ben } = tour;
  title(tour, '5. /client-health harbor, for her eyes only: how they are now, and why');
  await ana.command('/client-health harbor', { in: ID.general });
  const card = await ana.waitForMessage(WORDS, ID.general);
  show(tour, renderMessage(card));
  check(/Watch, \d+ of 100/u.test(card.text), 'the word that they stay has moved Harbor Foods to watch');
  check(renderMessage(card).includes('78 h of 60 h a month'), 'the card says what still costs points');
  check(card.ephemeral, 'only Ana sees the card');
  check(!(await sees(ben, 'Harbor Foods', ID.general)), 'Ben does not see it');

  title(tour, '6. /client-health: all clients, those first who need her');
  await ana.command('/client-health', { in: ID.general });
  const list = await ana.waitForMessage('need attention', ID.general);
  show(tour, renderMessage(list));
  check(
    ['Watch', 'Unknown', 'Healthy'].every((band) => renderMessage(list).includes(`${band} `)),
    'there are clients in several bands',
  );

  title(tour, '7. /client-health todo fjord: what was promised, by whom and by when');
  await ana.command('/client-health todo fjord', { in: ID.general });
  await ana.waitForModal('Add a follow-up');
  await ana.type('What did you promise?', PROMISE);
  await ana.pick('By when?', await tomorrow(tour));
  show(tour, renderView(await ana.modal()));
  await ana.submit();
  showMore(tour, renderMessage(await ana.waitForMessage(PROMISE, ID.general)));
}

async function tellTheTeam(tour: Tour): Promise<void> {
  const { driver, ana, ben } = tour;
  title(tour, '8. /client-health digest, for the team: the headline first');
  await ana.command('/client-health digest', { in: ID.leads });
  const digest = await ben.waitFor('a digest beside the one of nine o’clock', ({ conversations }) =>
    conversations.find(({ id }) => id === ID.leads)?.messages.at(1),
  );
  show(tour, renderMessage(digest));
  check(
    /^\d of 8 clients need attention, \d+% of monthly fees\. .*Changed: Harbor Foods\./u.test(digest.text),
    'the headline counts clients and money, and tells what has changed since nine o’clock',
  );

  title(tour, '9. In a channel shared with the client, Rapport keeps quiet');
  await ana.command('/client-health digest', { in: ID.harborShared });
  const refused = await ana.waitForMessage('People outside your company', ID.harborShared);
  show(tour, renderMessage(refused));
  check(!(await sees(driver.as(ID.dana), 'Harbor', ID.harborShared)), 'Dana, of Harbor Foods, sees nothing');
}

/** The day after today in Lisbon, as YYYY-MM-DD. */
async function tomorrow({ driver }: Tour): Promise<string> {
  const { now } = await driver.clock();
  const today = Temporal.Instant.from(now).toZonedDateTimeISO('Europe/Lisbon').toPlainDate();
  return String(today.add({ days: 1 }));
}
