import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ID } from '../../demo/world.ts';
import { browserMissing, takePicture, useBrowser } from '../support/browser.ts';
import { useDemo } from '../support/demo.ts';

const WORDS = 'The plan convinced me. Show me the first results in two weeks.';
/** How far the page reaches beyond the screen's right edge, in CSS pixels. */
const WIDTH_BEYOND = 'Math.max(0, document.documentElement.scrollWidth - window.innerWidth)';
const BACKGROUND = 'getComputedStyle(document.body).backgroundColor';
const DAY = 24 * 3_600_000;
/** So much of a list or a card is seen at one glance in the documentation. */
const TALL = { width: 1280, height: 1180 };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe.skipIf(browserMissing)(`in a browser${browserMissing ? ` (${browserMissing})` : ''}`, () => {
  const demo = useDemo();
  const browser = useBrowser();

  /** @param at a channel's id, `home`, or `app` for the conversation with Rapport. */
  const open = (as: string, at: string, how?: Parameters<typeof browser.open>[1]) =>
    browser.open(`${demo.url}/?as=${as}&at=${at}`, how);
  const picture = (page: Page, name: string) => takePicture(page, name, demo.dir);

  test('the list begins with who needs attention, and its table is sorted and filtered', async () => {
    const page = await open(ID.chloe, ID.leads, { viewport: TALL });
    await type(page, '/client-health');
    const list = await answerIn(page, 'account-leads', 'At risk: 8,400 EUR a month, 18% of all fees.');
    await list.getByRole('button', { name: 'Show Harbor Foods' }).waitFor();
    const table = list.getByRole('table', { name: '8 clients' });
    const named = () => table.getByRole('rowheader').allTextContents();
    expect((await named())[0]).toBe('Harbor Foods');
    await page.mouse.move(0, 0);
    await picture(page, 'list');

    await table.getByRole('button', { name: 'Monthly fee' }).click();
    expect((await named())[0]).toBe('Pine & Co Accountants');
    await list.getByRole('combobox', { name: 'Owner' }).click();
    await page.getByRole('option', { name: 'My clients' }).click();
    await page.getByRole('table', { name: '4 clients' }).waitFor();
  }, 60_000);

  test('a reminder becomes a check-in, which crosses it out and stands on the client’s card', async () => {
    const page = await browser.open(demo.url);
    expect(await page.getByRole('combobox', { name: 'Acting as' }).inputValue()).toBe(ID.ana);
    await page
      .getByRole('region', { name: 'Rapport Home' })
      .getByText(/^Today/)
      .waitFor();
    await picture(page, 'home');
    const conversations = page.getByRole('navigation', { name: 'Conversations' });
    await conversations.getByRole('button', { name: /^int-harbor, private channel/ }).click();
    await type(page, '/client-health');
    const before = await answerIn(page, 'int-harbor', 'We are talking to two others.');
    await before.getByRole('figure', { name: 'Score in the last 12 weeks, of 100' }).waitFor();
    await page.setViewportSize(TALL);
    await before.getByRole('heading', { name: 'Harbor Foods' }).scrollIntoViewIfNeeded();
    await page.mouse.move(0, 0);
    await picture(page, 'demo');
    await page.setViewportSize({ width: TALL.width, height: 800 });

    await conversations.getByRole('button', { name: /^Rapport(, \d+ unread)?$/ }).click();
    const messages = page.getByRole('log', { name: 'Messages in Rapport' });
    const reminder = messages.getByRole('article').filter({ hasText: 'Fjord Outdoor' }).first();
    await reminder.getByText('Honestly, the board asks what we pay you for.').waitFor();

    await reminder.getByRole('button', { name: 'Check in on Harbor Foods' }).click();
    const modal = page.getByRole('dialog', { name: 'Check in' });
    const words = modal.getByRole('textbox', { name: /^Ask: “.+”$/ });
    await words.fill(WORDS);
    await modal.getByRole('button', { name: 'Save' }).click();
    const source = modal.getByRole('radiogroup', { name: 'How did you hear?' });
    await modal.getByRole('alert').first().waitFor();
    expect(await descriptionOf(source)).toContain('Please complete this required field.');
    expect(await words.inputValue()).toBe(WORDS);

    const theirs = modal.getByRole('radiogroup', { name: 'How did they say they feel?' });
    await source.getByRole('radio', { name: 'In a meeting' }).check();
    await theirs.getByRole('radio', { name: 'Content' }).check();
    await source.getByRole('radio', { name: 'My own impression' }).check();
    await theirs.waitFor({ state: 'hidden' });
    expect(await words.inputValue()).toBe(WORDS);
    await source.getByRole('radio', { name: 'In a meeting' }).check();
    await theirs.waitFor();
    expect(await theirs.getByRole('radio', { name: 'Content' }).isChecked()).toBe(true);
    await modal
      .getByRole('radiogroup', { name: 'How do you think they really feel?' })
      .getByRole('radio', { name: 'So-so' })
      .check();
    await modal.getByRole('textbox', { name: 'Did you promise anything?' }).fill('Show the first results');
    await modal.getByRole('button', { name: 'Save' }).click();
    await modal.waitFor({ state: 'hidden' });

    await reminder.locator('s', { hasText: 'Harbor Foods' }).waitFor();
    await messages.getByRole('article').filter({ hasText: 'Saved your check-in on Harbor Foods' }).waitFor();
    expect(await reminder.getByRole('button', { name: 'Check in on Harbor Foods' }).count()).toBe(0);

    await conversations.getByRole('button', { name: 'Rapport Home' }).click();
    await page.getByRole('heading', { name: /^Today/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Check in on Harbor Foods' }).count()).toBe(1);

    await conversations.getByRole('button', { name: /^int-harbor, private channel/ }).click();
    await type(page, '/client-health');
    const card = await answerIn(page, 'int-harbor', WORDS);
    await card.getByRole('heading', { name: 'Harbor Foods' }).waitFor();
    expect(await card.textContent()).toContain('Only visible to you');
  }, 60_000);

  test('what is typed is completed, and a card, a digest and its settings come of it', async () => {
    const page = await open(ID.chloe, ID.general);
    const composer = page.getByRole('textbox', { name: 'Message #general' });
    await composer.fill('/cl');
    const hints = page.getByRole('listbox', { name: 'Commands' });
    await hints.getByRole('option', { name: /^\/client-health digest/ }).waitFor();
    await composer.press('Enter');
    expect(await composer.inputValue()).toBe('/client-health ');
    await composer.pressSequentially('lumen');
    await composer.press('Enter');
    const card = await answerIn(page, 'general', 'The season is sold');
    await card.getByRole('button', { name: 'Share Lumen Theatre here' }).click();
    const ben = await open(ID.ben, ID.general);
    await (await answerIn(ben, 'general', 'The season is sold'))
      .getByRole('button', { name: 'Details of Lumen Theatre' })
      .click();
    await answerIn(ben, 'general', 'Only visible to you');

    await type(page, '/client-health settings');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('radio', { name: 'Post it here' }).check();
    await settings.getByRole('button', { name: 'Save' }).click();
    const answer = page.getByRole('dialog', { name: 'Rapport' });
    await answer.getByText(/^Saved\. I’ll post the next digest here on Monday/).waitFor();
    await answer.getByRole('button', { name: 'Close', exact: true }).click();
    await answer.waitFor({ state: 'hidden' });

    await type(page, '/client-health digest');
    const digest = await answerIn(page, 'general', 'clients need attention');
    expect(await digest.textContent()).not.toContain('Only visible to you');
    const chart = (await answerIn(ben, 'general', 'clients need attention')).getByRole('figure', {
      name: 'Clients by band, 12 weeks',
    });
    await chart.getByRole('img', { name: /line chart\. Healthy from 5 / }).waitFor();
  }, 60_000);

  test('somebody of another company finds no word about clients, nor a way to ask for one', async () => {
    const ana = await open(ID.ana, ID.harborShared);
    await type(ana, '/client-health digest');
    await answerIn(ana, 'harbor-and-northlight', 'People outside your company can read this channel');

    await ana.getByRole('combobox', { name: 'Acting as' }).selectOption(ID.dana);
    const conversations = ana.getByRole('navigation', { name: 'Conversations' });
    await conversations.getByRole('button', { name: /shared with Northlight Studio/ }).waitFor();
    expect(await conversations.getByRole('button').count()).toBe(1);
    const messages = ana.getByRole('log', { name: 'Messages in harbor-and-northlight' });
    await messages.getByText('Nothing here yet.').waitFor();
    await type(ana, '/client-health harbor');
    await ana.getByText('/client-health is not a valid command.').waitFor();
    expect(await messages.getByRole('article').count()).toBe(0);
  }, 60_000);

  test('a message is kept as a client’s feedback from its menu', async () => {
    const page = await open(ID.ana, ID.brightwaterInternal);
    await type(page, 'Dr Adeyemi wrote: “You are worth every cent.”');
    const message = await answerIn(page, 'int-brightwater', 'worth every cent');
    await message.hover();
    await message.getByRole('button', { name: 'Message actions' }).click();
    await page.getByRole('menuitem', { name: /^Save as client feedback/ }).click();
    const modal = page.getByRole('dialog', { name: 'Check in' });
    expect(await modal.getByRole('combobox', { name: 'Which client?' }).inputValue()).toBe(
      'Brightwater Clinics',
    );
    const words = modal.locator('textarea', { hasText: 'You are worth every cent.' });
    await words.waitFor();
    expect(await modal.getByRole('radio', { name: 'In a message' }).isChecked()).toBe(true);
    await modal.getByRole('button', { name: 'Cancel' }).click();
    await modal.waitFor({ state: 'hidden' });
  }, 60_000);

  test('a check-in needs no mouse: Tab, Enter, Space, arrows and Escape do', async () => {
    const page = await open(ID.ben, 'home');
    await page.getByRole('button', { name: 'Check in on Kestrel Robotics' }).waitFor();
    await tabTo(page, 'Check in on Kestrel Robotics');
    await page.keyboard.press('Enter');
    const modal = page.getByRole('dialog', { name: 'Check in' });
    await modal.getByRole('radio', { name: 'On a call' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('Check in on Kestrel Robotics');

    await page.keyboard.press('Enter');
    await modal.getByRole('radio', { name: 'On a call' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('We like the pace.');
    const theirs = modal.getByRole('radiogroup', { name: 'How did they say they feel?' });
    expect(await theirs.getByRole('radio', { name: 'Content' }).isChecked()).toBe(true);
    await tabTo(page, 'Save');
    await page.keyboard.press('Enter');
    await modal.waitFor({ state: 'hidden' });
    await tabTo(page, 'Show Kestrel Robotics');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Client' }).getByText('We like the pace.').first().waitFor();
  }, 60_000);

  test('the clock’s buttons make time pass, the reminders come, and a happy client goes quiet', async () => {
    const page = await open(ID.chloe, 'app');
    const clock = page.getByRole('group', { name: 'The sandbox’s clock' });
    const before = await timeOn(clock);
    await clock.getByRole('button', { name: '+1 day' }).click();
    await expect.poll(() => timeOn(clock), { timeout: 15_000 }).toBeGreaterThanOrEqual(before + DAY);
    await clock.getByRole('button', { name: '+1 week' }).click();
    await expect.poll(() => timeOn(clock), { timeout: 15_000 }).toBeGreaterThan(before + 8 * DAY);
    const alert = await answerIn(page, 'Rapport', 'Nobody has spoken with Old Mill Bakery');
    await alert.getByRole('button', { name: 'Check in on Old Mill Bakery' }).waitFor();
    await clock.getByRole('button', { name: 'Next reminder' }).click();
    await expect.poll(() => timeOn(clock), { timeout: 15_000 }).toBeGreaterThan(before + 8 * DAY + 60_000);
  }, 60_000);

  test('on a phone, in the dark, everything is within the screen and within reach', async () => {
    const page = await open(ID.ana, 'home', { ...PHONE, colorScheme: 'dark' });
    await page.getByRole('heading', { name: 'My clients' }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Conversations' }).count()).toBe(0);
    await page.getByRole('button', { name: /^Conversations/ }).tap();
    const drawer = page.getByRole('dialog', { name: 'Conversations' });
    await drawer.getByRole('button', { name: /^Rapport(, \d+ unread)?$/ }).tap();
    await drawer.waitFor({ state: 'hidden' });
    await page.getByRole('log', { name: 'Messages in Rapport' }).getByText('Fjord Outdoor').first().waitFor();
    expect(await page.evaluate(WIDTH_BEYOND)).toBe(0);
    const background = String(await page.evaluate(BACKGROUND)).match(/\d+/g) ?? [];
    expect(Math.max(...background.map(Number))).toBeLessThan(60);

    await page.getByRole('button', { name: 'Check in on Fjord Outdoor' }).first().tap();
    const modal = page.getByRole('dialog', { name: 'Check in' });
    await modal.getByRole('radio', { name: 'On a call' }).tap();
    await modal
      .getByRole('radiogroup', { name: 'How did they say they feel?' })
      .getByRole('radio', { name: 'Delighted' })
      .tap();
    expect(await page.evaluate(WIDTH_BEYOND)).toBe(0);
    const save = await modal.getByRole('button', { name: 'Save' }).boundingBox();
    expect(save?.height).toBeGreaterThanOrEqual(40);
    await picture(page, 'phone');
    await modal.getByRole('button', { name: 'Cancel' }).tap();
    await modal.waitFor({ state: 'hidden' });
  }, 60_000);
});

/** What a screen reader adds to an element's name. */
async function descriptionOf(element: Locator): Promise<string> {
  const ids = (await element.getAttribute('aria-describedby'))?.split(' ') ?? [];
  const texts = await Promise.all(ids.map((id) => element.page().locator(`[id="${id}"]`).textContent()));
  return texts.join(' ');
}

async function type(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** The newest message in a conversation that holds `words`, once it is there. */
async function answerIn(page: Page, conversation: string, words: string): Promise<Locator> {
  const answer = page
    .getByRole('log', { name: `Messages in ${conversation}` })
    .getByRole('article')
    .filter({ hasText: words })
    .last();
  await answer.waitFor();
  return answer;
}

/** Presses Tab until the element of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press('Tab');
    passed.push(await focused(page));
    if (passed.at(-1) === name) return;
  }
  throw new Error(`Tab does not come to “${name}”, only to: ${passed.join(', ')}`);
}

/** The accessible name of what has the focus. */
async function focused(page: Page): Promise<string> {
  const name = 'document.activeElement?.ariaLabel ?? document.activeElement?.textContent';
  return String(await page.evaluate(name));
}

/** What the clock shows, in milliseconds since 1970. */
async function timeOn(clock: Locator): Promise<number> {
  return Date.parse((await clock.locator('time').getAttribute('datetime')) ?? '');
}
