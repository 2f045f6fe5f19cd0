import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../sandbox/server/checks/blocks.ts';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { type CardFor, clientCard, clientCardModal } from '../../src/health/card-view.ts';
import { helpMessage } from '../../src/health/help-view.ts';
import { emptyHome, homeView } from '../../src/health/home-view.ts';
import { clientList, clientListModal, nearClients } from '../../src/health/list-view.ts';
import type { Message } from '../../src/slack/blocks.ts';
import {
  aCheckIn,
  aClient,
  aFollowUp,
  anOverview,
  aPrompt,
  daysAgo,
  manyOverviews,
  NOW,
  PEOPLE,
} from './samples.ts';

const ana: CardFor = { userId: 'UANA', timeZone: 'Europe/Lisbon', place: 'channel-asker' };
const ben: CardFor = { userId: 'UBEN', timeZone: 'America/New_York', place: 'channel-asker' };
const inChannel: CardFor = { ...ana, place: 'channel' };

const HOSTILE = '<!channel> *_~`&` ‮ 🦊 <@UANA>'.repeat(2).slice(0, 80);

/** Everything that is written in blocks, wherever it stands in them. */
function wordsOf({ blocks }: { blocks: unknown }): string {
  const found: string[] = [];
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') found.push(value);
    return value;
  });
  return found.join('\n');
}

function actionIds({ blocks }: { blocks: unknown }): string[] {
  return [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => String(id));
}

function expectFine(message: Message): void {
  expect(checkMessage(message)).toBeNull();
  expect(message.text).not.toMatch(/<[!@#]/);
}

describe('a client’s card', () => {
  it('says how they are and why, what they said, what was promised and when the next reminder comes', () => {
    const overview = anOverview(
      aClient({ coverId: 'UBEN', contact: { name: 'Olive', address: 'Ms Park', reach: 'by phone' } }),
      [aCheckIn({ clientSentiment: 1, clientWords: 'It drags on' })],
      { followUps: [aFollowUp()] },
    );
    const card = clientCard(overview, PEOPLE, ana, NOW);
    const words = wordsOf(card);
    expectFine(card);
    expect(card.text).toBe('Acme: 🔴 At risk. They said they are unhappy, 3 days ago.');
    for (const said of [
      '🔴 At risk',
      'They said they are unhappy, 3 days ago',
      'It drags on',
      'Owner: \nAna',
      'Cover: \nBen',
      'Address them as: \nMs Park',
      'Send the invoice again',
      'Ana is asked next on Tuesday 24 November, 09:00.',
    ]) {
      expect(words).toContain(said);
    }
  });

  it('gives the four heaviest reasons and counts the others', () => {
    const overview = anOverview(aClient({ agreedHours: 10 }), [
      aCheckIn({
        clientSentiment: 1,
        ourRead: 1,
        hours: 30,
        signs: ['may-leave', 'late-payment', 'asked-discount', 'praised-us'],
      }),
    ]);
    const words = wordsOf(clientCard(overview, PEOPLE, ana, NOW));
    expect(words).toContain('They said they are unhappy, 3 days ago\nMay leave, 3 days ago');
    expect(words).toContain('and 3 more reasons');
    expect(words).not.toContain('Praised us');
  });

  it('tells the latest check-in in full, and those before it shortly', () => {
    const card = clientCard(
      anOverview(aClient(), [
        aCheckIn({ clientWords: 'Newest', betterOurs: 'Answer sooner' }),
        aCheckIn({ id: 'c2', createdAt: daysAgo(17), clientWords: 'Older', betterOurs: 'Send the report' }),
      ]),
      PEOPLE,
      ana,
      NOW,
    );
    const words = wordsOf(card);
    expect(words).toContain('Answer sooner');
    expect(words).toContain('“Older”');
    expect(words).not.toContain('Send the report');
    expect(actionIds(card).filter((id) => id === 'check-in-edit')).toHaveLength(2);
  });

  it('tells times in the reader’s zone', () => {
    expect(wordsOf(clientCard(anOverview(), PEOPLE, ben, NOW))).toContain(
      'Ana is asked next on Tuesday 24 November, 04:00.',
    );
  });

  it('offers to edit a check-in to its author alone', () => {
    expect(actionIds(clientCard(anOverview(), PEOPLE, ana, NOW))).toContain('check-in-edit');
    expect(actionIds(clientCard(anOverview(), PEOPLE, ben, NOW))).not.toContain('check-in-edit');
  });

  it('offers to share where there is a channel to share it in, and nowhere else', () => {
    const offered = (reader: CardFor) =>
      actionIds(clientCard(anOverview(), PEOPLE, reader, NOW)).includes('health-share');
    expect(offered(ana)).toBe(true);
    expect(offered({ ...ana, place: 'private' })).toBe(false);
    expect(offered(inChannel)).toBe(false);
  });

  it('says nothing of money in a channel, and has no button there that changes the client', () => {
    const overview = anOverview(
      aClient({ monthlyValue: { amount: 4200, currency: 'EUR' }, agreedHours: 20 }),
      undefined,
      { followUps: [aFollowUp()] },
    );
    const shared = clientCard(overview, PEOPLE, inChannel, NOW);
    expectFine(shared);
    expect(wordsOf(clientCard(overview, PEOPLE, ana, NOW))).toContain('4,200 EUR');
    expect(wordsOf(shared)).not.toContain('4,200');
    expect(wordsOf(shared)).toContain('Send the invoice again');
    expect(actionIds(shared)).toEqual(['check-in-open', 'client-show']);
  });

  it.each([
    [{ status: 'paused', nextDueAt: null }, 'Paused: nobody is asked until it is resumed.'],
    [{ status: 'ended', nextDueAt: null, endedAt: daysAgo(1) }, 'Ended: nobody is asked any more.'],
    [{ nextDueAt: null }, 'No reminder is planned.'],
  ] as const)('of %o says so', (but, said) => {
    expect(wordsOf(clientCard(anOverview(aClient(but)), PEOPLE, ana, NOW))).toContain(said);
  });

  it('of an ended client offers to resume, and not to check in', () => {
    const ended = anOverview(aClient({ status: 'ended', nextDueAt: null, endedAt: daysAgo(1) }));
    const offered = actionIds(clientCard(ended, PEOPLE, { ...ana, userId: 'UBEN' }, NOW));
    expect(offered).toContain('client-resume');
    expect(offered).not.toContain('check-in-open');
  });

  it('tells an open prompt from a snoozed one', () => {
    const askAt = NOW.add({ hours: 1 });
    const asked = anOverview(aClient(), [], { prompt: aPrompt({ askedAt: daysAgo(4) }) });
    const snoozed = anOverview(aClient(), [], { prompt: aPrompt({ askedAt: daysAgo(4), askAt }) });
    const waiting = anOverview(aClient(), [], { prompt: aPrompt({ askedAt: null, askAt }) });
    const covered = anOverview(aClient(), [], {
      prompt: aPrompt({ personId: 'UBEN', coveringFor: 'UANA', askedAt: daysAgo(4) }),
    });
    expect(wordsOf(clientCard(asked, PEOPLE, ana, NOW))).toContain(
      'Ana was asked on Tuesday 17 November, 12:00 and has not answered yet.',
    );
    expect(wordsOf(clientCard(snoozed, PEOPLE, ana, NOW))).toContain(
      'Snoozed: Ana is asked again on Saturday 21 November, 13:00.',
    );
    expect(wordsOf(clientCard(waiting, PEOPLE, ana, NOW))).toContain(
      'Ana is asked next on Saturday 21 November, 13:00.',
    );
    expect(wordsOf(clientCard(covered, PEOPLE, ana, NOW))).toContain(
      'Ben, standing in for Ana, was asked on Tuesday 17 November, 12:00 and has not answered yet.',
    );
  });

  it('gives the reason for a skip until somebody checks in', () => {
    const lastSkip = { at: daysAgo(2), reason: 'On holiday', by: 'UBEN' };
    const before = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(9) })], { lastSkip });
    const after = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(1) })], { lastSkip });
    expect(wordsOf(clientCard(before, PEOPLE, ana, NOW))).toContain('Skipped 2 days ago by Ben:\nOn holiday');
    expect(wordsOf(clientCard(after, PEOPLE, ana, NOW))).not.toContain('On holiday');
  });

  it('says that nobody was asked, for Slack let nobody be written to, until somebody checks in', () => {
    const unreached = { at: daysAgo(2), personId: 'UBEN' };
    const before = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(9) })], { unreached });
    const after = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(1) })], { unreached });
    const said = 'Ben was not asked 2 days ago: Slack does not let me write to them.';
    expect(wordsOf(clientCard(before, PEOPLE, ana, NOW))).toContain(said);
    expect(wordsOf(clientCard(after, PEOPLE, ana, NOW))).not.toContain('was not asked');
  });

  it('fits into a message and a modal with everything as long as it may be', () => {
    const long = 'W'.repeat(3000);
    const client = aClient({
      name: HOSTILE,
      coverId: 'UBEN',
      monthlyValue: { amount: 999_999_999.99, currency: 'EUR' },
      agreedHours: 744,
      contact: { name: long, address: long, reach: long },
    });
    const checkIns = [0, 1, 2, 3].map((index) =>
      aCheckIn({
        id: `00000000-0000-4000-8000-0000000000c${index}`,
        createdAt: daysAgo(index),
        clientWords: long,
        wentWell: long,
        betterOurs: long,
        betterTheirs: long,
        effort: 'more',
        hours: 99,
        signs: ['may-leave', 'late-payment', 'asked-discount', 'disrespectful', 'praised-us', 'did-favour'],
        clientSentiment: index === 0 ? 1 : 5,
        ourRead: 1,
      }),
    );
    const followUps = Array.from({ length: 30 }, (_, index) =>
      aFollowUp({ id: `f${index}`, what: 'F'.repeat(300), dueOn: Temporal.PlainDate.from('2026-01-01') }),
    );
    const overview = anOverview(client, checkIns, {
      followUps,
      lastSkip: { at: NOW, reason: 'R'.repeat(200), by: 'UGONE' },
      unreached: { at: NOW, personId: 'UGONE' },
    });
    const card = clientCard(overview, PEOPLE, ana, NOW);
    expectFine(card);
    expectFine(clientCard(overview, PEOPLE, inChannel, NOW));
    expect(checkView(clientCardModal(overview, PEOPLE, ana, NOW), 'modal')).toBeNull();
    expect(wordsOf(card)).toContain('And 22 follow-ups more.');
  });
});

describe('the list of clients', () => {
  it('counts the bands and puts those that need attention first', () => {
    const list = clientList(
      [
        anOverview(aClient({ name: 'Birch' })),
        anOverview(aClient({ name: 'Cedar' }), [aCheckIn({ clientSentiment: 1 })]),
        anOverview(aClient({ name: 'Dune', status: 'paused' }), [aCheckIn({ clientSentiment: 1 })]),
      ],
      PEOPLE,
      NOW,
    );
    const words = wordsOf(list);
    expectFine(list);
    expect(list.text).toBe('3 clients: 2 at risk, 1 healthy. Needs attention: Cedar.');
    expect(words.indexOf('Cedar')).toBeLessThan(words.indexOf('Birch'));
    expect(words).toContain('*Dune*\n🔴 At risk (paused)');
    expect(words.indexOf('Birch')).toBeLessThan(words.indexOf('Dune'));
  });

  it('counts what a message and a modal have no room for', () => {
    const overviews = manyOverviews(130);
    const list = clientList(overviews, PEOPLE, NOW);
    const modal = clientListModal(overviews, PEOPLE, NOW);
    expectFine(list);
    expect(list.blocks).toHaveLength(50);
    expect(wordsOf(list)).toContain('And 83 clients more (83 healthy).');
    expect(checkView(modal, 'modal')).toBeNull();
    expect(wordsOf(modal)).toContain('And 33 clients more (33 healthy).');
  });

  it('offers to share where there is a channel to share it in, and has no such button once shared', () => {
    const ids = (place: CardFor['place']) =>
      actionIds(clientList([anOverview()], PEOPLE, NOW, place)).filter((id) => id !== 'client-show');
    expect(ids('channel-asker')).toEqual(['client-add', 'health-share-list']);
    expect(ids('private')).toEqual(['client-add']);
    expect(ids('channel')).toEqual([]);
    expectFine(clientList(manyOverviews(130), PEOPLE, NOW, 'channel-asker'));
  });

  it('with exactly as many as fit counts none', () => {
    expect(wordsOf(clientList(manyOverviews(47), PEOPLE, NOW))).not.toContain('more');
  });

  it('of a healthy client tells the latest word, and no old trouble', () => {
    const forgiven = [aCheckIn(), aCheckIn({ createdAt: daysAgo(80), signs: ['asked-discount'] })];
    const words = wordsOf(clientList([anOverview(aClient(), forgiven)], PEOPLE, NOW));
    expect(words).toContain('*Acme*\n🟢 Healthy · Owner: Ana\n🙂 They said: content, 3 days ago');
  });

  it('invites to add a client while there is none', () => {
    const list = clientList([], PEOPLE, NOW);
    expectFine(list);
    expect(list.text).toContain('No clients yet');
    expect(actionIds(list)).toEqual(['client-add']);
  });

  it('pings nobody with a client’s name', () => {
    const list = clientList(
      [anOverview(aClient({ name: HOSTILE }), [aCheckIn({ clientSentiment: 1 })])],
      PEOPLE,
      NOW,
    );
    expectFine(list);
    expect(JSON.stringify(list.blocks)).not.toContain('"mrkdwn"');
  });
});

describe('an unknown name', () => {
  it('gets the near ones as buttons', () => {
    const near = nearClients('Acne', [aClient(), aClient({ id: 'another', name: 'Acre' })]);
    expectFine(near);
    expect(actionIds(near)).toHaveLength(2);
    expect(wordsOf(near)).toContain('Acre');
  });

  it('without near ones gets told what to type', () => {
    const none = nearClients(HOSTILE, []);
    expectFine(none);
    expect(none.text).toContain('There is no client and no command “');
    expect(none.text).toContain('/client-health list');
    expect(checkBlocks(none.blocks, 'message')).toEqual([]);
  });
});

describe('help', () => {
  it('names every sub-command with what it takes', () => {
    const help = helpMessage([{ name: 'log', takes: '<client>', summary: 'Check in.', run: async () => {} }]);
    expectFine(help);
    expect(wordsOf(help)).toContain('`/client-health log &lt;client&gt;`\nCheck in.');
  });
});

describe('App Home', () => {
  it('shows what is due, what I promised and my clients, with buttons', () => {
    const due = anOverview(aClient(), undefined, { prompt: aPrompt() });
    const home = homeView(
      { mine: [due], promised: [{ followUp: aFollowUp(), clientName: 'Birch' }] },
      ana,
      NOW,
    );
    const words = wordsOf(home);
    expect(checkView(home, 'home')).toBeNull();
    expect(words).toContain('*Acme*\nAsked 1 day ago');
    expect(words).toContain('Send the invoice again');
    expect(words).toContain('🙂 They said: content, 3 days ago');
    expect(actionIds(home)).toEqual([
      'check-in-open',
      'follow-up-done',
      'upcoming-show',
      'hand-over-all',
      'check-in-open',
      'client-show',
      'client-edit',
      'client-add',
      'client-list',
      'preferences-open',
      'away-open',
    ]);
  });

  it('with nothing due says what comes next', () => {
    const next = { client: aClient(), personId: 'UANA', at: Temporal.Instant.from('2026-11-24T09:00:00Z') };
    const home = homeView({ mine: [anOverview()], promised: [], next }, ana, NOW);
    expect(wordsOf(home)).toContain('Nothing is due. Next: Acme, Tuesday 24 November, 09:00.');
  });

  it('does not ask the cover for what the owner is asked', () => {
    const covered = anOverview(aClient({ coverId: 'UBEN' }), undefined, { prompt: aPrompt() });
    const words = wordsOf(homeView({ mine: [covered], promised: [] }, ben, NOW));
    expect(words).toContain('Nothing is due.');
    expect(words).toContain('You stand in for the owner.');
  });

  it('asks whoever stands in, also for a client that is not theirs otherwise, and not the owner', () => {
    const prompt = aPrompt({ personId: 'UBEN', coveringFor: 'UANA' });
    const covered = anOverview(aClient(), undefined, { prompt });
    const asked = wordsOf(homeView({ mine: [], others: [covered], promised: [] }, ben, NOW));
    expect(asked).toContain('*Acme*\nAsked 1 day ago\nYou stand in for the owner.');
    expect(wordsOf(homeView({ mine: [covered], promised: [] }, ana, NOW))).toContain('Nothing is due.');
  });

  it('holds more clients, prompts and promises than Slack shows, and counts the rest', () => {
    const mine = manyOverviews(120).map((overview) => ({
      ...overview,
      prompt: aPrompt(),
    }));
    const promised = Array.from({ length: 40 }, (_, index) => ({
      followUp: aFollowUp({ id: `f${index}`, what: 'F'.repeat(300) }),
      clientName: HOSTILE,
    }));
    const home = homeView({ mine, promised }, ana, NOW);
    expect(checkView(home, 'home')).toBeNull();
    expect(wordsOf(home)).toContain('And 108 clients more, below.');
    expect(wordsOf(home)).toContain('And 30 follow-ups more.');
    expect(wordsOf(home)).toMatch(/And \d+ clients more \(\d+ healthy\)/);
  });

  it('of a newcomer and of a stranger is a plain sentence', () => {
    expect(wordsOf(homeView({ mine: [], promised: [] }, ana, NOW))).toContain(
      'You look after no client yet.',
    );
    expect(checkView(emptyHome('Only for members.'), 'home')).toBeNull();
  });
});
