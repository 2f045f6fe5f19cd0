import { describe, expect, it } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import type { CheckIn } from '../../src/check-ins/rules.ts';
import type { Override, Overview } from '../../src/health/rules.ts';
import type { PortfolioViewer } from '../../src/portfolio/card/rules.ts';
import { clientCard, clientCardModal } from '../../src/portfolio/card/view.ts';
import { withoutData } from '../../src/slack/blocks/blocks.ts';
import {
  aCard,
  aCheckIn,
  aClient,
  aFollowUp,
  anOverview,
  aPrompt,
  daysAgo,
  NOW,
  PEOPLE,
  someFacts,
  weekly,
} from '../health/samples.ts';
import { actionIds, expectFine, HOSTILE, saidIn, wordsOf } from '../health/shown.ts';

const ana: PortfolioViewer = { userId: 'UANA', timeZone: 'Europe/Lisbon', visibility: 'ephemeral' };
const ben: PortfolioViewer = { userId: 'UBEN', timeZone: 'America/New_York', visibility: 'ephemeral' };
const inChannel: PortfolioViewer = { ...ana, visibility: 'channel' };

const LONG = 'W'.repeat(3000);

function cardOf(overview: Overview, viewer: PortfolioViewer = ana) {
  return clientCard(aCard(overview), viewer, NOW);
}

/** The first thing under the name: how the client is, and why. */
function healthOf(overview: Overview): string {
  return saidIn(cardOf(overview).blocks[1]);
}

/** They are not quite happy, we think they are content: on watch. */
const optimistic = [aCheckIn({ clientSentiment: 2, clientWords: 'It drags on' })];

function overriddenBy(override: Partial<Override> = {}): Overview {
  const client = aClient();
  const facts = someFacts({
    client,
    checkIns: optimistic,
    override: {
      band: 'healthy',
      reason: 'signed a new contract',
      by: 'UANA',
      at: daysAgo(1),
      until: Temporal.Instant.from('2026-12-04T00:00:00Z'),
      ...override,
    },
  });
  return anOverview(client, optimistic, { facts });
}

describe('a client’s card', () => {
  it('begins with the health, what caps it, and the points of each reason', () => {
    expect(healthOf(anOverview(aClient(), optimistic))).toBe(
      [
        '🟡 Watch, 51 of 100 · fair confidence',
        'You’re more optimistic than they are: they’re not quite happy, you think they’re content: capped at 79',
        'They said they’re not quite happy, 3 days ago: “It drags on”: 24 of 73',
        'Last contact 3 days ago: 27 of 27',
        'Nothing recent on scope and money: the rest counts for more.',
      ].join('\n'),
    );
  });

  it('says how far the score is capped', () => {
    const leaving = [aCheckIn({ clientSentiment: 4, effort: 'as-agreed', signs: ['may-leave'] })];
    const said = healthOf(anOverview(aClient(), leaving));
    expect(said).toContain('🔴 At risk, 30 of 100 · high confidence');
    expect(said).toContain('They said they might leave, 3 days ago: capped at 30 (would be 89)');
    expect(said).not.toContain('Nothing recent');
  });

  it('says the trend', () => {
    const facts = someFacts({ checkIns: optimistic, usual: 90 });
    const falling = anOverview(facts.client, optimistic, { facts });
    expect(healthOf(falling)).toContain('51 of 100 · ↘ falling · fair confidence');
    expect(cardOf(falling).text).toContain('51 of 100, falling.');
  });

  it('says when nothing is known, without a number', () => {
    const said = healthOf(anOverview(aClient({ lastContactAt: null, createdAt: daysAgo(3) }), []));
    expect(said).toContain('⚪ Unknown\nNo check-ins yet');
    expect(said).not.toMatch(/of 100|confidence/);
  });

  it('says what would help, how to reach them, and when the next reminder comes', () => {
    const client = aClient({ contact: { name: 'Olive', salutation: 'Ms Park', preferredChannel: 'phone' } });
    expect(saidIn(cardOf(anOverview(client, optimistic)).blocks[2])).toBe(
      [
        '👉 Fix what bothers them, then ask again: if they’re content, they’re 🟢 Healthy.',
        '📞 Olive · call them “Ms Park” · best by: phone',
        '🔔 I’ll ask you on Tuesday 24 November, 09:00.',
      ].join('\n'),
    );
  });

  it('says it all in its text', () => {
    const card = clientCard(aCard(anOverview(aClient(), optimistic), { history: weekly(81, 81) }), ana, NOW);
    expect(card.text).toBe(
      'Acme: 🟡 Watch, 51 of 100. ' +
        'You’re more optimistic than they are: they’re not quite happy, you think they’re content. ' +
        'Fix what bothers them, then ask again: if they’re content, they’re 🟢 Healthy. ' +
        'Last 3 weeks: ▇▇▅ fell from 81 to 51',
    );
    expectFine(card);
  });

  it('shows past scores as a chart, and in words where charts are not taken', () => {
    const card = aCard(anOverview(aClient(), optimistic), { history: weekly(81, 81) });
    const message = clientCard(card, ana, NOW);
    expectFine(message);
    expect(message.blocks.map(({ type }) => type)).toContain('data_visualization');
    for (const plain of [withoutData(message), clientCardModal(card, ana, NOW)]) {
      expect(JSON.stringify(plain)).not.toContain('data_visualization');
      expect(wordsOf(plain)).toContain('📈 Last 3 weeks: ▇▇▅ fell from 81 to 51');
    }
    expect(JSON.stringify(cardOf(anOverview()))).not.toContain('data_visualization');
  });

  it('shows the client’s last words in full, also after newer impressions of ours', () => {
    const checkIns = [
      aCheckIn({
        id: 'c1',
        source: 'own-impression',
        clientSentiment: null,
        clientWords: null,
        createdAt: daysAgo(2),
      }),
      aCheckIn({ id: 'c2', clientWords: 'Dear, but worth it', createdAt: daysAgo(9) }),
      aCheckIn({ id: 'c3', clientWords: 'Hello', createdAt: daysAgo(20) }),
      aCheckIn({ id: 'c4', clientWords: 'Long ago', createdAt: daysAgo(40) }),
    ];
    const words = wordsOf(cardOf(anOverview(aClient(), checkIns), ben));
    const parts = [
      'Ana, after a call, 9 days ago (Thursday 12 November, 07:00)',
      'own impression, 2 days ago',
      '“Hello”',
    ];
    const places = parts.map((part) => words.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(words.slice(places[0])).toContain('Dear, but worth it');
    expect(words).not.toContain('Long ago');
  });

  it('shows one check-in in full, and earlier ones in a few lines', () => {
    const card = cardOf(
      anOverview(aClient(), [
        aCheckIn({ clientWords: 'Newest', betterOurs: 'Answer sooner' }),
        aCheckIn({ id: 'c2', createdAt: daysAgo(17), clientWords: 'Older', betterOurs: 'Send the report' }),
      ]),
    );
    const words = wordsOf(card);
    expect(words).toContain('Answer sooner');
    expect(words).toContain('“Older”');
    expect(words).not.toContain('Send the report');
    expect(actionIds(card).filter((id) => id === 'check-in-edit')).toHaveLength(2);
  });

  it('shows what went well where there are no words of theirs', () => {
    const read = aCheckIn({
      id: 'c2',
      source: 'own-impression',
      clientSentiment: null,
      clientWords: null,
      wentWell: 'They laughed',
    });
    const words = wordsOf(cardOf(anOverview(aClient(), [read, aCheckIn({ clientWords: 'Older' })])));
    expect(words).toContain('Went well: They laughed');
  });

  it('shows times in the viewer’s time zone', () => {
    expect(wordsOf(cardOf(anOverview(), ben))).toContain('I’ll ask Ana on Tuesday 24 November, 04:00.');
  });

  it('lets only its author edit a check-in', () => {
    expect(actionIds(cardOf(anOverview(), ana))).toContain('check-in-edit');
    expect(actionIds(cardOf(anOverview(), ben))).not.toContain('check-in-edit');
  });

  it('offers sharing only to one person in a channel', () => {
    const offered = (viewer: PortfolioViewer) =>
      actionIds(cardOf(anOverview(), viewer)).includes('health-share');
    expect(offered(ana)).toBe(true);
    expect(offered({ ...ana, visibility: 'private' })).toBe(false);
    expect(offered(inChannel)).toBe(false);
  });

  it('shows a channel no money, and no button that changes the client', () => {
    const overview = anOverview(
      aClient({ monthlyFee: { amount: 4200, currency: 'EUR' }, agreedHours: 20 }),
      undefined,
      { followUps: [aFollowUp()] },
    );
    const shared = cardOf(overview, inChannel);
    expectFine(shared);
    expect(wordsOf(cardOf(overview))).toContain('4,200 EUR, 20 hours');
    expect(JSON.stringify(shared)).not.toMatch(/4,?200|20 hours/);
    expect(wordsOf(shared)).toContain('Send the invoice again (Ana, by Monday 30 November)');
    expect(actionIds(shared)).toEqual(['check-in-open', 'client-show']);
  });

  it('says how often the owner is asked, and after how much silence there is an alert', () => {
    const client = aClient({ coverId: 'UBEN', longestGapDays: 30 });
    const facts = saidIn(cardOf(anOverview(client)).blocks.at(-2));
    expect(facts).toMatch(/^Owner: Ana \(cover: Ben\)\nCheck-ins: Every .+; alert after 30 days of silence/);
  });

  it.each([
    [{ status: 'paused', nextDueAt: null }, 'Paused: no reminders until it’s resumed.'],
    [{ status: 'ended', nextDueAt: null, endedAt: daysAgo(1) }, 'Ended: no more reminders.'],
    [{ nextDueAt: null }, 'No reminder is planned.'],
  ] as const)('of a client with %o says why no reminder comes', (but, said) => {
    const words = wordsOf(cardOf(anOverview(aClient(but))));
    expect(words).toContain(said);
    expect(words.includes('👉')).toBe(!('status' in but));
  });

  it('of an ended client offers resuming, and neither check-in nor override', () => {
    const ended = anOverview(aClient({ status: 'ended', nextDueAt: null, endedAt: daysAgo(1) }));
    expect(actionIds(cardOf(ended, ben))).toEqual(['client-resume', 'health-share']);
  });

  it('distinguishes an open prompt from a snoozed one', () => {
    const askedAt = daysAgo(4);
    const asked = anOverview(aClient(), [], { prompt: aPrompt({ askedAt }) });
    const snoozed = anOverview(aClient(), [], {
      prompt: aPrompt({ askedAt, askAt: NOW.add({ hours: 1 }) }),
    });
    expect(wordsOf(cardOf(asked))).toContain('I asked you 4 days ago: no answer yet.');
    expect(wordsOf(cardOf(snoozed))).toContain('Snoozed: I’ll ask you again on Saturday 21 November, 13:00.');
  });

  it('shows the reason for a skip until somebody checks in', () => {
    const lastSkip = { at: daysAgo(2), reason: 'On holiday', by: 'UBEN' };
    const before = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(9) })], { lastSkip });
    const after = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(1) })], { lastSkip });
    expect(wordsOf(cardOf(before))).toContain('Skipped 2 days ago by Ben:\nOn holiday');
    expect(wordsOf(cardOf(after))).not.toContain('On holiday');
  });

  it('says whom a reminder did not reach, until somebody checks in', () => {
    const unreached = { at: daysAgo(2), personId: 'UBEN' };
    const before = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(9) })], { unreached });
    const after = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(1) })], { unreached });
    const said = 'Ben wasn’t asked 2 days ago: Slack wouldn’t deliver my message.';
    expect(wordsOf(cardOf(before))).toContain(said);
    expect(wordsOf(cardOf(after))).not.toContain('wasn’t asked');
  });

  it('says by whom, until when and why alerts are muted', () => {
    const mute = { by: 'UBEN', reason: 'Lawyers until July', until: NOW.add({ hours: 24 * 7 }) };
    const muted = (viewer: PortfolioViewer) => clientCard(aCard(anOverview(), { mute }), viewer, NOW);
    for (const viewer of [ana, inChannel]) {
      expect(wordsOf(muted(viewer))).toContain(
        'No alerts until Saturday 28 November, muted by Ben: “Lawyers until July”',
      );
    }
    expect(actionIds(muted(ana))).toContain('alert-unmute');
    expect(actionIds(muted(inChannel))).not.toContain('alert-unmute');
  });

  it('shows an override, and beside it the score', () => {
    const card = cardOf(overriddenBy());
    expectFine(card);
    expect(saidIn(card.blocks[1])).toMatch(
      /^🟢 Healthy, set by Ana until Thursday 3 December: “signed a new contract”\nScore: 🟡 Watch, 51 of 100 · fair confidence\n/,
    );
    expect(card.text).toMatch(/^Acme: 🟢 Healthy \(set manually\); score: 🟡 Watch, 51 of 100\. You’re more/);
  });

  it('shows no override that is over', () => {
    const over = overriddenBy({ until: NOW });
    expect(healthOf(over)).toMatch(/^🟡 Watch, 51 of 100 · /);
    expect(JSON.stringify(cardOf(over))).not.toContain('signed a new contract');
  });
});

describe('a card of usual length', () => {
  it('has no more than fourteen blocks', () => {
    const checkIns = [3, 17, 31].map((days) => aCheckIn({ id: `c${days}`, createdAt: daysAgo(days) }));
    const followUps = [aFollowUp({ id: 'f1' }), aFollowUp({ id: 'f2' })];
    const overview = anOverview(aClient(), checkIns, { followUps });
    const card = clientCard(aCard(overview, { history: weekly(81, 70) }), ana, NOW);
    expect(card.blocks.length).toBeLessThanOrEqual(14);
  });
});

describe('a card with everything as long as it may be', () => {
  const everySign: CheckIn['signs'] = [
    'may-leave',
    'late-payment',
    'asked-discount',
    'disrespectful',
    'praised-us',
    'did-favour',
  ];
  const client = aClient({
    name: HOSTILE,
    coverId: 'UBEN',
    monthlyFee: { amount: 999_999_999.99, currency: 'EUR' },
    agreedHours: 744,
    longestGapDays: 730,
    contact: { name: HOSTILE, salutation: 'A'.repeat(200), preferredChannel: '<!channel> '.repeat(18) },
  });
  const checkIns = [0, 1, 2, 3].map((index) =>
    aCheckIn({
      id: `00000000-0000-4000-8000-0000000000c${index}`,
      createdAt: daysAgo(index),
      clientWords: `<!channel> 👩‍👩‍👧‍👦 ${LONG}`.slice(0, 3000),
      wentWell: LONG,
      betterOurs: LONG,
      betterTheirs: LONG,
      effort: 'more',
      hours: 9999,
      signs: everySign,
      clientSentiment: index === 0 ? 1 : 5,
      ourImpression: 5,
    }),
  );
  const followUps = Array.from({ length: 50 }, (_, index) =>
    aFollowUp({
      id: `f${index}`,
      what: '👩‍👩‍👧‍👦<!channel>'.repeat(14),
      dueOn: Temporal.PlainDate.from('2026-01-01'),
    }),
  );
  const { facts } = overriddenBy({ by: 'UGONE', reason: '<!here>'.repeat(42) });
  const overview = anOverview(client, checkIns, {
    followUps,
    facts: { ...facts, client, checkIns, followUps, skips: 99 },
    lastSkip: { at: NOW, reason: 'R'.repeat(200), by: 'UGONE' },
    unreached: { at: NOW, personId: 'UGONE' },
    prompt: aPrompt({ askedAt: daysAgo(900), askAt: NOW.add({ hours: 9999 }) }),
  });
  const card = aCard(overview, {
    history: weekly(...Array.from({ length: 52 }, (_, index) => index)),
    mute: { by: 'UGONE', reason: '<!here>'.repeat(42), until: NOW.add({ hours: 9999 }) },
  });

  it('is accepted by Slack wherever it is shown, and pings nobody', () => {
    for (const visibility of ['ephemeral', 'private', 'channel'] as const) {
      expectFine(clientCard(card, { ...ana, visibility }, NOW));
    }
    expect(checkView(clientCardModal(card, ana, NOW), 'modal')).toBeNull();
  });

  it('counts the follow-ups it leaves out', () => {
    expect(wordsOf(clientCard(card, ana, NOW))).toContain('And 47 more follow-ups.');
  });

  it('calls a person who is not in the database “somebody”', () => {
    expect(saidIn(clientCard(card, ana, NOW).blocks[1])).toContain('set by somebody until');
  });
});

it('a card with nothing known is accepted by Slack', () => {
  const bare = anOverview(aClient({ ownerId: 'UGONE', lastContactAt: null, nextDueAt: null }), []);
  for (const visibility of ['ephemeral', 'channel'] as const) {
    expectFine(clientCard({ ...aCard(bare), people: new Map() }, { ...ana, visibility }, NOW));
  }
  expect(checkView(clientCardModal(aCard(bare), ana, NOW), 'modal')).toBeNull();
  expect(PEOPLE.has('UGONE')).toBe(false);
});
