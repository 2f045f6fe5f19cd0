import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckIn, Sentiment, Sign } from '../../src/check-ins/rules.ts';
import { assess, byAttention, isOverdue } from '../../src/health/rules.ts';
import { aCheckIn, aClient, aFollowUp, anOverview, daysAgo, NOW } from './samples.ts';

const bandOf = (checkIns: CheckIn[], client = aClient()) => assess(client, checkIns, [], NOW).band;
const textsOf = (checkIns: CheckIn[], client = aClient()) =>
  assess(client, checkIns, [], NOW).reasons.map(({ text }) => text);

describe('a client’s health', () => {
  it('is unknown while nobody has checked in', () => {
    expect(assess(aClient(), [], [], NOW)).toEqual({
      band: 'unknown',
      reasons: [{ text: 'No check-in yet', weight: 0 }],
    });
  });

  it('is healthy when they said so lately', () => {
    expect(bandOf([aCheckIn({ clientSentiment: 4 })])).toBe('healthy');
  });

  it.each([
    [1, 'at-risk'],
    [2, 'watch'],
    [3, 'watch'],
    [4, 'healthy'],
    [5, 'healthy'],
  ] as const)('when they said %i of 5 is %s', (clientSentiment, band) => {
    expect(bandOf([aCheckIn({ clientSentiment })])).toBe(band);
  });

  it('is to be watched once we have skipped them three times in a row', () => {
    const skipped = (times: number) => assess(aClient(), [aCheckIn()], [], NOW, times);
    expect(skipped(2).band).toBe('healthy');
    expect(skipped(3).band).toBe('watch');
    expect(skipped(3).reasons).toContainEqual({ text: 'Skipped 3 times in a row', weight: 2 });
    expect(assess(aClient({ status: 'paused' }), [aCheckIn()], [], NOW, 3).band).toBe('healthy');
  });

  it('is never healthy by our own reading alone', () => {
    const ownRead = aCheckIn({ source: 'own-read', clientSentiment: null, ourRead: 5 });
    expect(bandOf([ownRead])).toBe('unknown');
    expect(textsOf([ownRead])).toContain('They have not said themselves how they feel');
  });

  it('is unknown when what they said is too long ago, though we go on speaking with them', () => {
    const said = aCheckIn({ clientSentiment: 5, createdAt: daysAgo(61) });
    const since = aCheckIn({ source: 'own-read', clientSentiment: null, createdAt: daysAgo(2) });
    expect(bandOf([since, said])).toBe('unknown');
  });

  it('is to be watched after more silence than is acceptable, and says how much', () => {
    const client = aClient({ lastContactAt: daysAgo(31) });
    const checkIns = [aCheckIn({ clientSentiment: 4, createdAt: daysAgo(31) })];
    expect(bandOf(checkIns, client)).toBe('watch');
    expect(textsOf(checkIns, client)).toContain('No contact for 31 days; 30 days is the longest acceptable');
  });

  it('is to be watched in silence however much they praised us before', () => {
    const client = aClient({ lastContactAt: daysAgo(31) });
    const praise = aCheckIn({
      clientSentiment: 5,
      signs: ['praised-us', 'did-favour'],
      createdAt: daysAgo(31),
    });
    expect(bandOf([praise], client)).toBe('watch');
  });

  it('counts the silence of a client who was never spoken to from when they were added', () => {
    const client = aClient({ lastContactAt: null, createdAt: daysAgo(40) });
    expect(bandOf([], client)).toBe('watch');
    expect(bandOf([], aClient({ lastContactAt: null, createdAt: daysAgo(4) }))).toBe('unknown');
  });

  it('does not count the silence of a paused client, whom nobody is asked about', () => {
    const client = aClient({ status: 'paused', lastContactAt: daysAgo(50) });
    expect(bandOf([aCheckIn({ createdAt: daysAgo(50) })], client)).toBe('healthy');
  });

  it('is at risk when the client may leave, even a content one', () => {
    expect(bandOf([aCheckIn({ clientSentiment: 4, signs: ['may-leave'] })])).toBe('at-risk');
  });

  it('counts a sign in full for 30 days, half until 90, and then no more', () => {
    const since = aCheckIn({ createdAt: daysAgo(1) });
    const warned = (days: number) => [since, aCheckIn({ createdAt: daysAgo(days), signs: ['may-leave'] })];
    expect([30, 31, 90, 91].map((days) => bandOf(warned(days)))).toEqual([
      'at-risk',
      'watch',
      'watch',
      'healthy',
    ]);
  });

  it('names a sign once, with the last time that it was seen', () => {
    const late = (days: number) => aCheckIn({ createdAt: daysAgo(days), signs: ['late-payment'] });
    expect(textsOf([aCheckIn(), late(10), late(20)]).filter((text) => text.startsWith('Pays late'))).toEqual([
      'Pays late, 10 days ago',
    ]);
  });

  it('sees a fall of two steps', () => {
    const before = aCheckIn({ clientSentiment: 4, createdAt: daysAgo(17) });
    expect(textsOf([aCheckIn({ clientSentiment: 2 }), before])).toContain(
      'Fell from content to not quite happy',
    );
    expect(bandOf([aCheckIn({ clientSentiment: 2 }), before])).toBe('at-risk');
  });

  it('sees more effort than agreed, in words or in hours', () => {
    const client = aClient({ agreedHours: 20 });
    expect(bandOf([aCheckIn({ effort: 'more' })])).toBe('watch');
    expect(textsOf([aCheckIn({ hours: 26 })], client)).toContain(
      'Takes more effort than agreed (26 h of 20 h a month)',
    );
    expect(bandOf([aCheckIn({ hours: 20 })], client)).toBe('healthy');
  });

  it('names no hours that do not speak for it: the month may have just begun', () => {
    const client = aClient({ agreedHours: 20 });
    expect(textsOf([aCheckIn({ effort: 'more', hours: 12 })], client)).toContain(
      'Takes more effort than agreed',
    );
  });

  it('names overdue follow-ups', () => {
    const overdue = aFollowUp({ dueOn: Temporal.PlainDate.from('2026-11-10') });
    const { reasons } = assess(aClient(), [aCheckIn()], [overdue, overdue], NOW);
    expect(reasons).toContainEqual({ text: '2 follow-ups are overdue', weight: 2 });
  });

  it('is never made better by a worse answer', () => {
    const sentiment = fc.integer({ min: 1, max: 5 }).map((n) => n as Sentiment);
    const signs = fc.subarray<Sign>(['may-leave', 'late-payment', 'asked-discount', 'disrespectful']);
    const order = ['at-risk', 'watch', 'unknown', 'healthy'];
    fc.assert(
      fc.property(sentiment, sentiment, signs, (ourRead, clientSentiment, seen) => {
        const answer = aCheckIn({ ourRead, clientSentiment });
        const worse = aCheckIn({
          ourRead: Math.max(1, ourRead - 1) as Sentiment,
          clientSentiment: Math.max(1, clientSentiment - 1) as Sentiment,
          signs: seen,
        });
        expect(order.indexOf(bandOf([worse]))).toBeLessThanOrEqual(order.indexOf(bandOf([answer])));
      }),
    );
  });

  it('gives the weightiest reason first', () => {
    const { reasons } = assess(
      aClient(),
      [aCheckIn({ clientSentiment: 3, signs: ['praised-us', 'may-leave'] })],
      [],
      NOW,
    );
    const weights = reasons.map(({ weight }) => weight);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(reasons[0]?.text).toBe('May leave, 3 days ago');
  });
});

describe('the order of clients', () => {
  it('puts those that need attention first, the most troubled of them at the top', () => {
    const named = (name: string, checkIn: CheckIn) => anOverview(aClient({ name }), [checkIn]);
    const sorted = [
      named('Well', aCheckIn()),
      named('Bad', aCheckIn({ clientSentiment: 1 })),
      named('Unknown', aCheckIn({ source: 'own-read', clientSentiment: null })),
      named('So-so', aCheckIn({ clientSentiment: 3 })),
      named('Worse', aCheckIn({ clientSentiment: 1, signs: ['may-leave'] })),
    ].toSorted(byAttention);
    expect(sorted.map(({ client }) => client.name)).toEqual(['Worse', 'Bad', 'So-so', 'Unknown', 'Well']);
  });
});

describe('a follow-up', () => {
  it('is overdue only when its day is over everywhere', () => {
    const followUp = aFollowUp({ dueOn: Temporal.PlainDate.from('2026-11-20') });
    expect(isOverdue(followUp, Temporal.Instant.from('2026-11-21T11:59:00Z'))).toBe(false);
    expect(isOverdue(followUp, Temporal.Instant.from('2026-11-21T12:00:00Z'))).toBe(true);
  });
});
