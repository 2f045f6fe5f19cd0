import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CheckIn, type Sentiment, SIGNS, type Source } from '../../src/check-ins/rules.ts';
import type { Facts } from '../../src/health/rules.ts';
import { assess } from '../../src/health/score/assess.ts';
import {
  type Band,
  bandAt,
  bandRank,
  type Cap,
  DEFAULT_WEIGHTS,
  type Evidence,
  SCORE_CAPS,
  SCORE_INPUTS,
  score,
} from '../../src/health/score/rules.ts';
import { aCheckIn, aClient, aFollowUp, daysAgo, NOW, someFacts } from './samples.ts';

const SENTIMENT = fc.constantFrom<Sentiment>(1, 2, 3, 4, 5);
const BAND = fc.constantFrom<Band | null>('healthy', 'watch', 'at-risk', 'unknown', null);

const CHECK_INS = fc.array(
  fc.record({
    id: fc.uuid(),
    age: fc.integer({ min: 0, max: 300 }),
    source: fc.constantFrom<Source>('call', 'email', 'own-impression'),
    clientSentiment: fc.option(SENTIMENT),
    ourImpression: SENTIMENT,
    effort: fc.option(fc.constantFrom('less' as const, 'as-agreed' as const, 'more' as const)),
    hours: fc.option(fc.integer({ min: 0, max: 200 })),
    signs: fc.uniqueArray(fc.constantFrom(...SIGNS)),
    clientWords: fc.option(fc.string()),
  }),
  { maxLength: 8 },
);

const FACTS: fc.Arbitrary<Facts> = fc
  .record({
    checkIns: CHECK_INS,
    gap: fc.integer({ min: 1, max: 52 }),
    longest: fc.integer({ min: 1, max: 730 }),
    agreed: fc.option(fc.integer({ min: 0, max: 100 })),
    silence: fc.option(fc.integer({ min: 0, max: 900 })),
    overdue: fc.integer({ min: 0, max: 9 }),
    skips: fc.integer({ min: 0, max: 9 }),
    previous: BAND,
    usual: fc.option(fc.integer({ min: 0, max: 100 })),
  })
  .map(({ checkIns, gap, longest, agreed, silence, overdue, skips, previous, usual }) =>
    someFacts({
      client: aClient({
        cadence: { every: gap, unit: 'week', weekdays: [1], time: Temporal.PlainTime.from('09:00') },
        longestGapDays: longest,
        agreedHours: agreed,
        lastContactAt: silence === null ? null : daysAgo(silence),
      }),
      checkIns: checkIns.map(
        ({ age, clientSentiment, source, ...rest }): CheckIn =>
          aCheckIn({
            ...rest,
            source,
            clientSentiment: source === 'own-impression' ? null : clientSentiment,
            createdAt: daysAgo(age),
          }),
      ),
      followUps: Array.from({ length: overdue }, () =>
        aFollowUp({ dueOn: Temporal.PlainDate.from('2026-01-01') }),
      ),
      skips,
      previous,
      usual,
    }),
  );

const INPUT = fc.option(
  fc.record({
    points: fc.double({ min: 0, max: 100, noNaN: true }),
    freshness: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);
const EVIDENCE: fc.Arbitrary<Evidence> = fc.record({
  weights: fc.record({
    words: fc.integer({ min: 0, max: 100 }),
    read: fc.integer({ min: 0, max: 100 }),
    scope: fc.integer({ min: 0, max: 100 }),
    contact: fc.integer({ min: 0, max: 100 }),
  }),
  inputs: fc.record({ words: INPUT, read: INPUT, scope: INPUT, contact: INPUT }),
  caps: fc.uniqueArray(fc.constantFrom(...(Object.keys(SCORE_CAPS) as Cap[]))),
  previous: BAND,
});

describe('the score', () => {
  it('is a whole number from 0 to 100 or not known, never anything else', () => {
    fc.assert(
      fc.property(EVIDENCE, (evidence) => {
        const { score: points, band, shares, uncappedScore } = score(evidence);
        expect(points === null).toBe(band === 'unknown');
        if (points === null || uncappedScore === null) return;
        expect(Number.isInteger(points) && points >= 0 && points <= 100).toBe(true);
        const sum = (each: 'points' | 'of') =>
          SCORE_INPUTS.reduce((total, name) => total + shares[name][each], 0);
        expect([sum('points'), sum('of')]).toEqual([uncappedScore, 100]);
      }),
    );
  });

  it.each(SCORE_INPUTS)('never falls when %s is better', (name) => {
    fc.assert(
      fc.property(EVIDENCE, fc.double({ min: 0, max: 100, noNaN: true }), (evidence, more) => {
        const input = evidence.inputs[name];
        fc.pre(input !== null);
        const better = { ...input, points: Math.min(100, input.points + more) };
        const raised = score({ ...evidence, inputs: { ...evidence.inputs, [name]: better } });
        const plain = score(evidence);
        expect(raised.score ?? 0).toBeGreaterThanOrEqual(plain.score ?? 0);
        expect(bandRank(raised.band)).toBeGreaterThanOrEqual(bandRank(plain.band));
      }),
    );
  });

  it('is the same in whatever order the check-ins come', () => {
    fc.assert(
      fc.property(FACTS, fc.nat(), (facts, seed) => {
        const shuffled = facts.checkIns.toSorted((a, b) => hash(a.id, seed) - hash(b.id, seed));
        expect(assess({ ...facts, checkIns: shuffled }, NOW)).toEqual(assess(facts, NOW));
      }),
    );
  });

  it('never falls when what they last said is better', () => {
    fc.assert(
      fc.property(FACTS, fc.constantFrom<Sentiment>(1, 2, 3, 4), (facts, felt) => {
        const said = (clientSentiment: Sentiment) => {
          const latest = aCheckIn({ clientSentiment, ourImpression: clientSentiment, createdAt: NOW });
          return assess({ ...facts, checkIns: [...facts.checkIns, latest] }, NOW).score ?? 0;
        };
        expect(said((felt + 1) as Sentiment)).toBeGreaterThanOrEqual(said(felt));
      }),
    );
  });

  it('is limited by each cap, and by the lowest of several', () => {
    const good = { points: 100, freshness: 1 };
    const evidence = {
      weights: DEFAULT_WEIGHTS,
      inputs: { words: good, read: good, scope: good, contact: good },
    };
    const capped = (...caps: Cap[]) => score({ ...evidence, caps, previous: null }).score;
    expect(capped()).toBe(100);
    expect(capped('no-recent-words')).toBe(79);
    expect(capped('disrespect', 'may-leave', 'overdue-invoice')).toBe(30);
  });
});

describe('a band', () => {
  it('falls at once, and climbs only with a few points more', () => {
    expect([bandAt(79, 'healthy'), bandAt(80, 'watch'), bandAt(84, 'watch')]).toEqual([
      'watch',
      'watch',
      'healthy',
    ]);
    expect([bandAt(49, 'watch'), bandAt(53, 'at-risk'), bandAt(54, 'at-risk')]).toEqual([
      'at-risk',
      'at-risk',
      'watch',
    ]);
    expect([bandAt(82, 'at-risk'), bandAt(84, 'at-risk'), bandAt(80, 'unknown'), bandAt(80, null)]).toEqual([
      'watch',
      'healthy',
      'healthy',
      'healthy',
    ]);
  });

  it('stays where it is once it is there, at every score and from every band', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), BAND, (points, previous) => {
        const first = bandAt(points, previous);
        expect(bandAt(points, first)).toBe(first);
      }),
    );
  });
});

describe('silence', () => {
  const told = aCheckIn({ clientSentiment: 5, ourImpression: 5, createdAt: daysAgo(0) });
  const bandAfter = (days: number, sentiment: Sentiment = 5) => {
    const client = aClient({ lastContactAt: daysAgo(0), longestGapDays: 30 });
    const checkIns = [{ ...told, clientSentiment: sentiment, ourImpression: sentiment }];
    return assess(someFacts({ client, checkIns }), NOW.add({ hours: days * 24 })).band;
  };

  it('turns a happy client to watch after the longest gap, and to unknown at twice that', () => {
    expect([bandAfter(30), bandAfter(31), bandAfter(59), bandAfter(60)]).toEqual([
      'healthy',
      'watch',
      'watch',
      'unknown',
    ]);
  });

  it('is never green and never red by itself, however long and for whatever client', () => {
    fc.assert(
      fc.property(
        FACTS,
        fc.constantFrom<Sentiment>(4, 5),
        fc.integer({ min: 0, max: 2000 }),
        (facts, felt, days) => {
          const client = { ...facts.client, lastContactAt: NOW };
          const checkIns = [aCheckIn({ clientSentiment: felt, ourImpression: felt, createdAt: NOW })];
          const quiet = { ...facts, client, checkIns, followUps: [], skips: 0, previous: null };
          const { band } = assess(quiet, NOW.add({ hours: days * 24 }));
          if (days > client.longestGapDays) expect(band).not.toBe('healthy');
          expect(band).not.toBe('at-risk');
        },
      ),
    );
  });

  it('of a paused client does not count, for nobody is asked', () => {
    const client = aClient({ status: 'paused', lastContactAt: daysAgo(29) });
    const health = assess(someFacts({ client, checkIns: [{ ...told, createdAt: daysAgo(29) }] }), NOW);
    expect(health.missing).toContain('contact');
  });

  it('is not missed where a lead has given contact no weight', () => {
    const client = aClient({ status: 'paused', lastContactAt: daysAgo(29) });
    const weights = { words: 55, read: 25, scope: 20, contact: 0 };
    const health = assess(
      someFacts({ client, weights, checkIns: [{ ...told, createdAt: daysAgo(29) }] }),
      NOW,
    );
    expect(health.missing).not.toContain('contact');
  });
});

describe('an override', () => {
  it('counts until it ends, beside the score', () => {
    const override = {
      band: 'at-risk' as const,
      reason: 'Their budget is cut',
      by: 'UANA',
      at: daysAgo(1),
      until: NOW.add({ hours: 24 }),
    };
    const during = assess(someFacts({ override }), NOW);
    expect([during.band, during.computedBand]).toEqual(['at-risk', 'healthy']);
    expect(assess(someFacts({ override: { ...override, until: NOW } }), NOW).band).toBe('healthy');
  });
});

/** The same order for the same seed, whatever the ids are. */
function hash(id: string, seed: number): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) + seed) % 1_000_003, seed);
}
