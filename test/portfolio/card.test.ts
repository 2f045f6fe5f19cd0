import { describe, expect, it } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import type { CheckIn } from '../../src/check-ins/rules.ts';
import type { Override, Overview } from '../../src/health/rules.ts';
import { type CardViewer, clientCard, clientCardModal } from '../../src/portfolio/card/view.ts';
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

const ana: CardViewer = { userId: 'UANA', timeZone: 'Europe/Lisbon', place: 'channel-asker' };
const ben: CardViewer = { userId: 'UBEN', timeZone: 'America/New_York', place: 'channel-asker' };
const inChannel: CardViewer = { ...ana, place: 'channel' };

const LONG = 'W'.repeat(3000);

function cardOf(overview: Overview, reader: CardViewer = ana) {
  return clientCard(aCard(overview), reader, NOW);
}

/** The first thing under the name: how the client is, and why. */
function standingOf(overview: Overview): string {
  return saidIn(cardOf(overview).blocks[1]);
}

/** Not quite happy, read as content by us: reckoned to be watched. */
const rosy = [aCheckIn({ clientSentiment: 2, clientWords: 'It drags on' })];

function overriddenBy(override: Partial<Override> = {}): Overview {
  const client = aClient();
  const facts = someFacts({
    client,
    checkIns: rosy,
    override: {
      band: 'healthy',
      reason: 'signed a new contract',
      by: 'UANA',
      at: daysAgo(1),
      until: Temporal.Instant.from('2026-12-04T00:00:00Z'),
      ...override,
    },
  });
  return anOverview(client, rosy, { facts });
}

describe('a client’s card', () => {
  it('says first how they are, what holds that down, and what each reason is worth', () => {
    expect(standingOf(anOverview(aClient(), rosy))).toBe(
      [
        '🟡 Watch, 51 of 100 · fair confidence',
        'You see it rosier than they do: they are not quite happy, you read them as content: 79 at most',
        'Told us they are not quite happy, 3 days ago: “It drags on”: 24 of 73',
        'Last contact 3 days ago: 27 of 27',
        'Nothing recent on scope and money: the rest counts for more.',
      ].join('\n'),
    );
  });

  it('says how far something holds the score down', () => {
    const leaving = [aCheckIn({ clientSentiment: 4, effort: 'as-agreed', signs: ['may-leave'] })];
    const said = standingOf(anOverview(aClient(), leaving));
    expect(said).toContain('🔴 At risk, 30 of 100 · high confidence');
    expect(said).toContain('They said they may leave, 3 days ago: 30 at most, and not 89');
    expect(said).not.toContain('Nothing recent');
  });

  it('says which way they go', () => {
    const facts = someFacts({ checkIns: rosy, usual: 90 });
    const falling = anOverview(facts.client, rosy, { facts });
    expect(standingOf(falling)).toContain('51 of 100 · ↘ falling · fair confidence');
    expect(cardOf(falling).text).toContain('51 of 100, falling.');
  });

  it('of a client nobody knows says so, without a number', () => {
    const said = standingOf(anOverview(aClient({ lastContactAt: null, createdAt: daysAgo(3) }), []));
    expect(said).toContain('⚪ Unknown\nNobody knows yet: no check-in so far');
    expect(said).not.toMatch(/of 100|confidence/);
  });

  it('says whom to call, what that would change, and when the next reminder comes', () => {
    const client = aClient({ contact: { name: 'Olive', address: 'Ms Park', reach: 'by phone' } });
    expect(saidIn(cardOf(anOverview(client, rosy)).blocks[2])).toBe(
      [
        '👉 Hearing from them that they are content would make it 🟢 Healthy.',
        '📞 Olive · address them as Ms Park · by phone',
        '🔔 Ana is asked next on Tuesday 24 November, 09:00.',
      ].join('\n'),
    );
  });

  it('tells the whole story in its text', () => {
    const card = clientCard(aCard(anOverview(aClient(), rosy), { history: weekly(81, 81) }), ana, NOW);
    expect(card.text).toBe(
      'Acme: 🟡 Watch, 51 of 100. ' +
        'You see it rosier than they do: they are not quite happy, you read them as content. ' +
        'Hearing from them that they are content would make it 🟢 Healthy. ' +
        'Last 3 weeks: ▇▇▅ fell from 81 to 51',
    );
    expectFine(card);
  });

  it('draws the last weeks where charts stand, and tells them where they do not', () => {
    const card = aCard(anOverview(aClient(), rosy), { history: weekly(81, 81) });
    const message = clientCard(card, ana, NOW);
    expectFine(message);
    expect(message.blocks.map(({ type }) => type)).toContain('data_visualization');
    for (const plain of [withoutData(message), clientCardModal(card, ana, NOW)]) {
      expect(JSON.stringify(plain)).not.toContain('data_visualization');
      expect(wordsOf(plain)).toContain('📈 Last 3 weeks: ▇▇▅ fell from 81 to 51');
    }
    expect(JSON.stringify(cardOf(anOverview()))).not.toContain('data_visualization');
  });

  it('shows the last words of their own, also when we have only read them since', () => {
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

  it('tells one check-in in full, and those before it shortly', () => {
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

  it('tells what went well where there are no words of theirs', () => {
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

  it('tells times in the reader’s zone', () => {
    expect(wordsOf(cardOf(anOverview(), ben))).toContain('Ana is asked next on Tuesday 24 November, 04:00.');
  });

  it('offers to edit a check-in to its author alone', () => {
    expect(actionIds(cardOf(anOverview(), ana))).toContain('check-in-edit');
    expect(actionIds(cardOf(anOverview(), ben))).not.toContain('check-in-edit');
  });

  it('offers to share where there is a channel to share it in, and nowhere else', () => {
    const offered = (reader: CardViewer) => actionIds(cardOf(anOverview(), reader)).includes('health-share');
    expect(offered(ana)).toBe(true);
    expect(offered({ ...ana, place: 'private' })).toBe(false);
    expect(offered(inChannel)).toBe(false);
  });

  it('says nothing of money in a channel, and has no button there that changes the client', () => {
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

  it('says how often the owner is asked, and how long a silence may be', () => {
    const client = aClient({ coverId: 'UBEN', longestGapDays: 30 });
    const facts = saidIn(cardOf(anOverview(client)).blocks.at(-2));
    expect(facts).toMatch(
      /^Owner: Ana \(cover: Ben\)\nAsked: Every .+; 30 days is the longest acceptable gap/,
    );
  });

  it.each([
    [{ status: 'paused', nextDueAt: null }, 'Paused: nobody is asked until it is resumed.'],
    [{ status: 'ended', nextDueAt: null, endedAt: daysAgo(1) }, 'Ended: nobody is asked any more.'],
    [{ nextDueAt: null }, 'No reminder is planned.'],
  ] as const)('of %o says so', (but, said) => {
    const words = wordsOf(cardOf(anOverview(aClient(but))));
    expect(words).toContain(said);
    expect(words.includes('👉')).toBe(!('status' in but));
  });

  it('of an ended client offers to resume, and not to check in or to set a band', () => {
    const ended = anOverview(aClient({ status: 'ended', nextDueAt: null, endedAt: daysAgo(1) }));
    expect(actionIds(cardOf(ended, ben))).toEqual(['client-resume', 'health-share']);
  });

  it('tells an open prompt from a snoozed one', () => {
    const askedAt = daysAgo(4);
    const asked = anOverview(aClient(), [], { prompt: aPrompt({ askedAt }) });
    const snoozed = anOverview(aClient(), [], {
      prompt: aPrompt({ askedAt, askAt: NOW.add({ hours: 1 }) }),
    });
    expect(wordsOf(cardOf(asked))).toContain(
      'Ana was asked on Tuesday 17 November, 12:00 and has not answered yet.',
    );
    expect(wordsOf(cardOf(snoozed))).toContain('Snoozed: Ana is asked again on Saturday 21 November, 13:00.');
  });

  it('gives the reason for a skip until somebody checks in', () => {
    const lastSkip = { at: daysAgo(2), reason: 'On holiday', by: 'UBEN' };
    const before = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(9) })], { lastSkip });
    const after = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(1) })], { lastSkip });
    expect(wordsOf(cardOf(before))).toContain('Skipped 2 days ago by Ben:\nOn holiday');
    expect(wordsOf(cardOf(after))).not.toContain('On holiday');
  });

  it('says that nobody was asked, for Slack let nobody be written to, until somebody checks in', () => {
    const unreached = { at: daysAgo(2), personId: 'UBEN' };
    const before = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(9) })], { unreached });
    const after = anOverview(aClient(), [aCheckIn({ createdAt: daysAgo(1) })], { unreached });
    const said = 'Ben was not asked 2 days ago: Slack does not let me write to them.';
    expect(wordsOf(cardOf(before))).toContain(said);
    expect(wordsOf(cardOf(after))).not.toContain('was not asked');
  });

  it('says that alerts are muted, by whom, until when and why', () => {
    const mute = { id: 'm1', by: 'UBEN', reason: 'Lawyers until July', until: NOW.add({ hours: 24 * 7 }) };
    const muted = (reader: CardViewer) => clientCard(aCard(anOverview(), { mute }), reader, NOW);
    for (const reader of [ana, inChannel]) {
      expect(wordsOf(muted(reader))).toContain(
        'No alerts until Saturday 28 November, muted by Ben: “Lawyers until July”',
      );
    }
    expect(actionIds(muted(ana))).toContain('alert-unmute');
    expect(actionIds(muted(inChannel))).not.toContain('alert-unmute');
  });

  it('shows what is set by hand, and beside it what was reckoned', () => {
    const card = cardOf(overriddenBy());
    expectFine(card);
    expect(saidIn(card.blocks[1])).toMatch(
      /^🟢 Healthy, set by Ana until Thursday 3 December: “signed a new contract”\nReckoned: 🟡 Watch, 51 of 100 · fair confidence\n/,
    );
    expect(card.text).toMatch(/^Acme: 🟢 Healthy \(set by hand\); reckoned: 🟡 Watch, 51 of 100\. You see/);
  });

  it('shows what is set by hand no longer than it stands', () => {
    const over = overriddenBy({ until: NOW });
    expect(standingOf(over)).toMatch(/^🟡 Watch, 51 of 100 · /);
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
    contact: { name: HOSTILE, address: 'A'.repeat(200), reach: '<!channel> '.repeat(18) },
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
    mute: { id: 'm1', by: 'UGONE', reason: '<!here>'.repeat(42), until: NOW.add({ hours: 9999 }) },
  });

  it('is taken by Slack in every place, and pings nobody', () => {
    for (const place of ['channel-asker', 'private', 'channel'] as const) {
      expectFine(clientCard(card, { ...ana, place }, NOW));
    }
    expect(checkView(clientCardModal(card, ana, NOW), 'modal')).toBeNull();
  });

  it('counts what it leaves out', () => {
    expect(wordsOf(clientCard(card, ana, NOW))).toContain('And 47 follow-ups more.');
  });

  it('of somebody whom nobody knows any more says “somebody”', () => {
    expect(saidIn(clientCard(card, ana, NOW).blocks[1])).toContain('set by somebody until');
  });
});

it('with nothing known at all is taken by Slack', () => {
  const bare = anOverview(aClient({ ownerId: 'UGONE', lastContactAt: null, nextDueAt: null }), []);
  for (const place of ['channel-asker', 'channel'] as const) {
    expectFine(clientCard({ ...aCard(bare), people: new Map() }, { ...ana, place }, NOW));
  }
  expect(checkView(clientCardModal(aCard(bare), ana, NOW), 'modal')).toBeNull();
  expect(PEOPLE.has('UGONE')).toBe(false);
});
