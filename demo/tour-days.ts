import { renderMessage, renderView } from '../sandbox/driver/render-text.ts';
import { check, sees, show, showMore, type Tour, title } from './tour-print.ts';
import { ID } from './world.ts';

/** What has happened by Wednesday: snooze, nudge, follow-up, alert and cover. */
export async function letDaysPass(tour: Tour, promise: string): Promise<void> {
  await putOffUntilTuesday(tour, promise);
  await hearBadNews(tour);
  await standIn(tour);
}

async function putOffUntilTuesday(tour: Tour, promise: string): Promise<void> {
  const { driver, ana, ben } = tour;
  title(tour, '10. The clock moves on to nine o’clock in New York: Ben’s turn');
  await driver.moveClock('next-reminder');
  show(tour, renderMessage(await ben.waitForMessage('Brightwater Clinics')));
  const { id: dm, messages } = await ana.dm();
  const asked = messages.filter(({ ephemeral }) => !ephemeral);
  check(asked.length === 1, 'Ana was asked once');

  title(
    tour,
    '11. Ana puts Fjord Outdoor off, Ben does nothing. On Tuesday she is asked again, and he is nudged',
  );
  await ana.choose('Snooze', 'Until tomorrow', { near: 'Fjord Outdoor', in: dm });
  show(tour, renderMessage(await ana.waitForMessage('Snoozed until')));
  await driver.moveClock('day');
  const again = await ana.waitForMessage('Time to check in with Fjord Outdoor');
  showMore(tour, renderMessage(again));
  check(renderMessage(again).includes(promise), 'she is reminded of what is due today in the same DM');
  const nudged = await ben.waitForMessage('Time to check in with Brightwater Clinics');
  showMore(tour, renderMessage(nudged));
  check(
    nudged.replies.some(({ text }) => text.startsWith('Still waiting')),
    'Ben is nudged in the thread',
  );
}

async function hearBadNews(tour: Tour): Promise<void> {
  const { ana, ben, chloe } = tour;
  title(tour, '12. Ben asks, and hears bad news of a client who was full of praise');
  await ben.press('Check in', { near: 'Brightwater Clinics', in: (await ben.dm()).id });
  await ben.waitForModal('Check in');
  await ben.choose('How did you hear?', 'On a call');
  await ben.choose('How did they say they feel?', '🙁 Not quite happy');
  await ben.choose('How do you think they really feel?', '😐 So-so');
  await ben.type('Ask: ', 'A chain has bought us. They bring an agency of their own.');
  await ben.choose('Did any of this happen?', 'Might leave');
  show(tour, renderView(await ben.modal()));
  await ben.submit();

  title(tour, '13. Chloé, the lead, has it at once, with what can be done now');
  const alert = await chloe.waitForMessage('Brightwater Clinics');
  show(tour, renderMessage(alert));
  check(alert.text.includes('said they might leave'), 'the alert says first that they might leave');
  check(
    !(await sees(ana, 'A chain has bought us', (await ana.dm()).id)),
    'Ana, who has no part in it, is not told',
  );
  await chloe.command('/client-health', { in: ID.leads });
  const list = await chloe.waitForMessage('First: Brightwater Clinics', ID.leads);
  showMore(tour, list.text);
}

async function standIn(tour: Tour): Promise<void> {
  const { driver, ana, ben } = tour;
  title(tour, '14. On Wednesday Ben is away: Ana hears which clients she covers, and is asked for him');
  await driver.moveClock('day');
  show(tour, renderMessage(await ana.waitForMessage('You’re covering for Ben')));
  const inHisPlace = await ana.waitForMessage('Time to check in with Marisol Hotels');
  showMore(tour, renderMessage(inHisPlace));
  check(JSON.stringify(inHisPlace.blocks).includes(ID.ben), 'she is asked in his place');
  check(!(await sees(ben, 'Marisol Hotels', (await ben.dm()).id)), 'Ben is left in peace');
}
