import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import type { Client } from '../../src/clients/rules.ts';
import type { Overview } from '../../src/health/rules.ts';
import { BANDS } from '../../src/health/score/rules.ts';
import type { CardViewer } from '../../src/portfolio/card/view.ts';
import {
  encodeFilter,
  NO_FILTER,
  type PortfolioFilter,
  pageOf,
  parseFilter,
  revenueByCurrency,
  wholePercent,
} from '../../src/portfolio/list/portfolio.ts';
import { portfolioMessage, portfolioModal } from '../../src/portfolio/list/portfolio-view.ts';
import { type Message, withoutData } from '../../src/slack/blocks/blocks.ts';
import { aCheckIn, aClient, anOverview, daysAgo, manyOverviews, NOW, PEOPLE } from '../health/samples.ts';

const ana: CardViewer = { userId: 'UANA', timeZone: 'Europe/Lisbon', place: 'channel-asker' };
const inDm: CardViewer = { ...ana, place: 'private' };
const inChannel: CardViewer = { ...ana, place: 'channel' };

const HOSTILE = '<!channel> *_~`&` ‮ 🦊 <@UANA>'.repeat(2).slice(0, 80);

const happy = (but: Partial<Client> = {}) => anOverview(aClient(but));
const unhappy = (but: Partial<Client> = {}) =>
  anOverview(aClient(but), [aCheckIn({ clientSentiment: 1, ourImpression: 1 })]);
const worth = (amount: number, currency = 'EUR') => ({ monthlyFee: { amount, currency } });

function portfolio(
  overviews: readonly Overview[],
  reader = ana,
  showing: PortfolioFilter = NO_FILTER,
): Message {
  return portfolioMessage({ overviews, people: PEOPLE }, reader, NOW, showing);
}

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
  expect(checkMessage(withoutData(message))).toBeNull();
  expect(JSON.stringify(withoutData(message))).not.toContain('data_table');
  expect(message.text).not.toMatch(/<[!@#]/);
}

describe('the portfolio', () => {
  it('tells in its text alone who needs attention, and what that is worth', () => {
    const message = portfolio([
      happy({ name: 'Birch', ...worth(8_200) }),
      unhappy({ name: 'Cedar', ...worth(1_800) }),
      unhappy({ name: 'Dune', status: 'paused' }),
    ]);
    expectFine(message);
    expect(message.text).toBe(
      '1 of 3 clients needs attention, 18% of monthly value. First: Cedar. At risk: 1,800 EUR a month, 18% of all. 3 clients: 2 at risk, 1 healthy.',
    );
  });

  it('puts who needs attention first before a table of all', () => {
    const message = portfolio([happy({ name: 'Birch' }), unhappy({ name: 'Cedar', ...worth(1_800) })]);
    const types = message.blocks.map(({ type }) => type);
    expect(types.indexOf('section')).toBeLessThan(types.indexOf('data_table'));
    const table = JSON.stringify(message.blocks.find(({ type }) => type === 'data_table'));
    for (const said of ['Client', 'Owner', 'Band', 'Score', 'Trend', 'Last contact', 'Value a month']) {
      expect(table).toContain(`"${said}"`);
    }
    expect(table).toContain('"1,800 EUR"');
    expect(table.indexOf('Cedar')).toBeLessThan(table.indexOf('Birch'));
  });

  it('says the same without a table where Slack takes none', () => {
    const words = wordsOf(withoutData(portfolio([happy({ name: 'Birch' }), unhappy({ name: 'Cedar' })])));
    expect(words).toContain('Birch');
    expect(words).toContain('🔴 At risk');
  });

  it('says no amounts in a channel, and has nothing there that leads on', () => {
    const shared = portfolio([happy(worth(8_200)), unhappy({ id: 'another', ...worth(1_800) })], inChannel);
    expectFine(shared);
    expect(`${shared.text} ${JSON.stringify(shared.blocks)}`).not.toMatch(/8,200|1,800|EUR/);
    expect(shared.text).toContain('18% of monthly value');
    expect(actionIds(shared).filter((id) => id !== 'client-show')).toEqual([]);
  });

  it('offers to share where there is a channel to share it in', () => {
    const offered = (reader: CardViewer) =>
      actionIds(portfolio([happy()], reader)).includes('health-share-list');
    expect([offered(ana), offered(inDm), offered(inChannel)]).toEqual([true, false, false]);
  });

  it.each([0, 1, 50, 1_000])(
    'of %i clients is a message and a modal that Slack takes, on every page',
    (howMany) => {
      const overviews = manyOverviews(howMany);
      const data = { overviews, people: PEOPLE };
      for (const page of [0, 1, 12, 999]) {
        const showing = { ...NO_FILTER, page };
        expectFine(portfolio(overviews, ana, showing));
        expectFine(portfolio(overviews, inChannel, showing));
        expect(checkView(portfolioModal(data, ana, NOW, showing), 'modal')).toBeNull();
      }
    },
  );

  it('with the longest and strangest names pings nobody, and fits', () => {
    const overviews = manyOverviews(1_000).map((overview, index) =>
      index % 2 === 0
        ? { ...overview, client: { ...overview.client, name: HOSTILE } }
        : unhappy({ id: overview.client.id, name: '👩‍👩‍👧‍👦'.repeat(7) }),
    );
    expectFine(portfolio(overviews));
    expectFine(portfolio(overviews, inChannel));
    expect(checkView(portfolioModal({ overviews, people: PEOPLE }, ana, NOW), 'modal')).toBeNull();
  });

  it('invites to add a client while there is none, and to look elsewhere where none is like that', () => {
    expect(actionIds(portfolio([]))).toEqual(['client-add']);
    const none = portfolio([happy()], ana, { ...NO_FILTER, band: 'at-risk' });
    expectFine(none);
    expect(wordsOf(none)).toContain('No client is like that');
  });

  it('says when nobody needs attention', () => {
    expect(portfolio([happy()]).text).toContain('1 client, in no need of attention.');
    expect(portfolio([happy(), happy()]).text).toContain('None of 2 clients needs attention.');
    const unknown = anOverview(aClient(), []);
    expect(portfolio([unknown]).text).toContain('1 client, of whom nobody knows.');
    expect(portfolio([happy(), unknown]).text).toContain(
      'None of 2 clients needs attention, but nobody knows of 1.',
    );
  });

  it('tells a client who was never spoken to, and one without a score', () => {
    const overview = anOverview(aClient({ lastContactAt: null, createdAt: daysAgo(2) }), []);
    const table = JSON.stringify(portfolio([overview]).blocks.find(({ type }) => type === 'data_table'));
    expect(table).toContain('Never');
    expect(table).toContain('⚪ Unknown');
  });
});

describe('a page of the portfolio', () => {
  const overviews = manyOverviews(1_000);

  it('has every client once, over all pages', () => {
    const { pages } = pageOf(overviews, NO_FILTER, 30);
    const seen = Array.from({ length: pages }, (_, page) => pageOf(overviews, { ...NO_FILTER, page }, 30));
    expect(seen.flatMap((page) => page.overviews)).toEqual(overviews);
  });

  it('is of one band, and of one person as owner or cover', () => {
    const some = [
      happy({ name: 'Owned', ownerId: 'UANA' }),
      happy({ name: 'Covered', ownerId: 'UBEN', coverId: 'UANA' }),
      unhappy({ name: 'Other', ownerId: 'UBEN' }),
    ];
    const names = (showing: Partial<PortfolioFilter>) =>
      pageOf(some, { ...NO_FILTER, ...showing }, 30).overviews.map(({ client }) => client.name);
    expect(names({ personId: 'UANA' })).toEqual(['Owned', 'Covered']);
    expect(names({ personId: 'UBEN', band: 'at-risk' })).toEqual(['Other']);
  });

  it('is chosen by a value that comes back as it went', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(null, ...BANDS),
        fc.constantFrom(null, 'UANA', 'W0123ABC'),
        fc.nat(999),
        (band, personId, page) => {
          const showing = { band, personId, page };
          expect(parseFilter(encodeFilter(showing))).toEqual(showing);
        },
      ),
    );
  });

  it('is the first of all where the value is none of ours', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        fc.pre(!value.includes('~'));
        expect(parseFilter(value)).toEqual(NO_FILTER);
      }),
    );
  });
});

describe('what clients bring in', () => {
  it('is told for each currency, without adding them up', () => {
    const some = [happy(worth(300)), unhappy(worth(100)), unhappy(worth(50, 'USD')), happy()];
    expect(revenueByCurrency(some)).toEqual([
      { currency: 'EUR', all: 400, atRisk: 100, needingAttention: 100 },
      { currency: 'USD', all: 50, atRisk: 50, needingAttention: 50 },
    ]);
    expect(portfolio(some).text).toContain(
      'At risk: 100 EUR a month, 25% of all in EUR; 50 USD a month, 100% of all in USD.',
    );
  });

  it('is no share of what comes in another currency', () => {
    const some = [happy(worth(900, 'USD')), happy(worth(300)), unhappy(worth(100))];
    expect(portfolio(some).text).toContain('At risk: 100 EUR a month, 25% of all in EUR.');
  });

  it('is never said to be nothing when it is something', () => {
    expect([wholePercent(1, 1_000_000), wholePercent(0, 5), wholePercent(5, 5), wholePercent(1, 0)]).toEqual([
      1, 0, 100, 0,
    ]);
  });
});
