import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import type { Client } from '../../src/clients/rules.ts';
import type { Overview } from '../../src/health/rules.ts';
import { BANDS } from '../../src/health/score/rules.ts';
import type { PortfolioViewer } from '../../src/portfolio/card/rules.ts';
import {
  encodeFilter,
  NO_FILTER,
  type PortfolioFilter,
  pageOf,
  parseFilter,
  revenueByCurrency,
  wholePercent,
} from '../../src/portfolio/list/rules.ts';
import { portfolioMessage, portfolioModal } from '../../src/portfolio/list/view.ts';
import { type Message, withoutData } from '../../src/slack/blocks/blocks.ts';
import { aCheckIn, aClient, anOverview, daysAgo, manyOverviews, NOW, PEOPLE } from '../health/samples.ts';
import { actionIds, expectFine, HOSTILE, wordsOf } from '../health/shown.ts';

const ana: PortfolioViewer = { userId: 'UANA', timeZone: 'Europe/Lisbon', visibility: 'ephemeral' };
const inDm: PortfolioViewer = { ...ana, visibility: 'private' };
const inChannel: PortfolioViewer = { ...ana, visibility: 'channel' };

const happy = (but: Partial<Client> = {}) => anOverview(aClient(but));
const unhappy = (but: Partial<Client> = {}) =>
  anOverview(aClient(but), [aCheckIn({ clientSentiment: 1, ourImpression: 1 })]);
const worth = (amount: number, currency = 'EUR') => ({ monthlyFee: { amount, currency } });

function portfolio(
  overviews: readonly Overview[],
  viewer = ana,
  filter: PortfolioFilter = NO_FILTER,
): Message {
  return portfolioMessage({ overviews, people: PEOPLE }, viewer, NOW, filter);
}

describe('the portfolio', () => {
  it('says in its text who needs attention, and what they pay', () => {
    const message = portfolio([
      happy({ name: 'Birch', ...worth(8_200) }),
      unhappy({ name: 'Cedar', ...worth(1_800) }),
      unhappy({ name: 'Dune', status: 'paused' }),
    ]);
    expectFine(message);
    expect(message.text).toBe(
      '1 of 3 clients needs attention, 18% of monthly fees. First: Cedar. At risk: 1,800 EUR a month, 18% of all fees. 3 clients: 2 at risk, 1 healthy.',
    );
  });

  it('begins with clients that need attention, before a table of all', () => {
    const message = portfolio([happy({ name: 'Birch' }), unhappy({ name: 'Cedar', ...worth(1_800) })]);
    const types = message.blocks.map(({ type }) => type);
    expect(types.indexOf('section')).toBeLessThan(types.indexOf('data_table'));
    const table = JSON.stringify(message.blocks.find(({ type }) => type === 'data_table'));
    for (const said of ['Client', 'Owner', 'Band', 'Score', 'Trend', 'Last contact', 'Monthly fee']) {
      expect(table).toContain(`"${said}"`);
    }
    expect(table).toContain('"1,800 EUR"');
    expect(table.indexOf('Cedar')).toBeLessThan(table.indexOf('Birch'));
  });

  it('says the same in sections where tables are not taken', () => {
    const words = wordsOf(withoutData(portfolio([happy({ name: 'Birch' }), unhappy({ name: 'Cedar' })])));
    expect(words).toContain('Birch');
    expect(words).toContain('🔴 At risk');
  });

  it('shows a channel no amounts, and no controls', () => {
    const shared = portfolio([happy(worth(8_200)), unhappy({ id: 'another', ...worth(1_800) })], inChannel);
    expectFine(shared);
    expect(`${shared.text} ${JSON.stringify(shared.blocks)}`).not.toMatch(/8,200|1,800|EUR/);
    expect(shared.text).toContain('18% of monthly fees');
    expect(actionIds(shared).filter((id) => id !== 'client-show')).toEqual([]);
  });

  it('offers sharing only to one person in a channel', () => {
    const offered = (viewer: PortfolioViewer) =>
      actionIds(portfolio([happy()], viewer)).includes('health-share-list');
    expect([offered(ana), offered(inDm), offered(inChannel)]).toEqual([true, false, false]);
  });

  it.each([0, 1, 50, 1_000])(
    'of %i clients is accepted by Slack on every page, as a message and as a modal',
    (howMany) => {
      const overviews = manyOverviews(howMany);
      const data = { overviews, people: PEOPLE };
      for (const page of [0, 1, 12, 999]) {
        const filter = { ...NO_FILTER, page };
        expectFine(portfolio(overviews, ana, filter));
        expectFine(portfolio(overviews, inChannel, filter));
        expect(checkView(portfolioModal(data, ana, NOW, filter), 'modal')).toBeNull();
      }
    },
  );

  it('fits and pings nobody with the longest and strangest names', () => {
    const overviews = manyOverviews(1_000).map((overview, index) =>
      index % 2 === 0
        ? { ...overview, client: { ...overview.client, name: HOSTILE } }
        : unhappy({ id: overview.client.id, name: '👩‍👩‍👧‍👦'.repeat(7) }),
    );
    expectFine(portfolio(overviews));
    expectFine(portfolio(overviews, inChannel));
    expect(checkView(portfolioModal({ overviews, people: PEOPLE }, ana, NOW), 'modal')).toBeNull();
  });

  it('offers to add the first client, and says when no client matches', () => {
    expect(actionIds(portfolio([]))).toEqual(['client-add']);
    const none = portfolio([happy()], ana, { ...NO_FILTER, band: 'at-risk' });
    expectFine(none);
    expect(wordsOf(none)).toContain('No clients match');
  });

  it('says when no client needs attention', () => {
    expect(portfolio([happy()]).text).toContain('1 client, doing fine.');
    expect(portfolio([happy(), happy()]).text).toContain('None of 2 clients needs attention.');
    const unknown = anOverview(aClient(), []);
    expect(portfolio([unknown]).text).toContain('1 client, not heard from yet.');
    expect(portfolio([happy(), unknown]).text).toContain(
      'None of 2 clients needs attention, 1 not heard from yet.',
    );
  });

  it('shows a client without contact and without a score', () => {
    const overview = anOverview(aClient({ lastContactAt: null, createdAt: daysAgo(2) }), []);
    const table = JSON.stringify(portfolio([overview]).blocks.find(({ type }) => type === 'data_table'));
    expect(table).toContain('Never');
    expect(table).toContain('⚪ Unknown');
  });
});

describe('a page of the portfolio', () => {
  const overviews = manyOverviews(1_000);

  it('shows a client that no other page shows', () => {
    const { pages } = pageOf(overviews, NO_FILTER, 30);
    const seen = Array.from({ length: pages }, (_, page) => pageOf(overviews, { ...NO_FILTER, page }, 30));
    expect(seen.flatMap((page) => page.overviews)).toEqual(overviews);
  });

  it('can be filtered by band, and by owner or cover', () => {
    const some = [
      happy({ name: 'Owned', ownerId: 'UANA' }),
      happy({ name: 'Covered', ownerId: 'UBEN', coverId: 'UANA' }),
      unhappy({ name: 'Other', ownerId: 'UBEN' }),
    ];
    const names = (filter: Partial<PortfolioFilter>) =>
      pageOf(some, { ...NO_FILTER, ...filter }, 30).overviews.map(({ client }) => client.name);
    expect(names({ personId: 'UANA' })).toEqual(['Owned', 'Covered']);
    expect(names({ personId: 'UBEN', band: 'at-risk' })).toEqual(['Other']);
  });

  it('has a filter that is the same after encoding and parsing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(null, ...BANDS),
        fc.constantFrom(null, 'UANA', 'W0123ABC'),
        fc.nat(999),
        (band, personId, page) => {
          const filter = { band, personId, page };
          expect(parseFilter(encodeFilter(filter))).toEqual(filter);
        },
      ),
    );
  });

  it('is the first of all for a value that Rapport did not write', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        fc.pre(!value.includes('~'));
        expect(parseFilter(value)).toEqual(NO_FILTER);
      }),
    );
  });
});

describe('the fees of clients', () => {
  it('are summed up for each currency', () => {
    const some = [happy(worth(300)), unhappy(worth(100)), unhappy(worth(50, 'USD')), happy()];
    expect(revenueByCurrency(some)).toEqual([
      { currency: 'EUR', all: 400, atRisk: 100, needingAttention: 100 },
      { currency: 'USD', all: 50, atRisk: 50, needingAttention: 50 },
    ]);
    expect(portfolio(some).text).toContain(
      'At risk: 100 EUR a month, 25% of all fees in EUR; 50 USD a month, 100% of all fees in USD.',
    );
  });

  it('are a share of those in the same currency', () => {
    const some = [happy(worth(900, 'USD')), happy(worth(300)), unhappy(worth(100))];
    expect(portfolio(some).text).toContain('At risk: 100 EUR a month, 25% of all fees in EUR.');
  });

  it('are never 0% unless there are none', () => {
    expect([wholePercent(1, 1_000_000), wholePercent(0, 5), wholePercent(5, 5), wholePercent(1, 0)]).toEqual([
      1, 0, 100, 0,
    ]);
  });
});
