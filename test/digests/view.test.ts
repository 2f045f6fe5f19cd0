import { describe, expect, it } from 'vitest';
import type { CheckIn } from '../../src/check-ins/rules.ts';
import { type DigestContent, type DigestSection, isHappyButQuiet } from '../../src/digests/rules.ts';
import { digestMessage } from '../../src/digests/view.ts';
import { withoutData } from '../../src/slack/blocks/blocks.ts';
import {
  aCheckIn,
  aClient,
  aFollowUp,
  anOverview,
  daysAgo,
  manyOverviews,
  NOW,
  PEOPLE,
  someFacts,
} from '../health/samples.ts';
import { expectFine, wordsOf } from '../health/shown.ts';

const HOSTILE = '<!channel> & *_~`';

function aContent(but: Partial<DigestContent> = {}): DigestContent {
  return {
    overviews: [],
    people: PEOPLE,
    changes: [],
    overdue: [],
    happyButQuiet: [],
    followUps: [],
    praise: [],
    wins: [],
    bandHistory: [],
    hiddenSections: [],
    ...but,
  };
}

describe('a digest', () => {
  it('shows who is at risk with the next step, what changed and why, follow-ups and praise', () => {
    const acme = anOverview(aClient({ monthlyFee: { amount: 180, currency: 'EUR' } }), [
      aCheckIn({ clientSentiment: 1, ourImpression: 1, clientWords: null }),
    ]);
    const birch = anOverview(
      aClient({ id: 'b', name: 'Birch', monthlyFee: { amount: 820, currency: 'EUR' } }),
    );
    const message = digestMessage(
      aContent({
        overviews: [acme, birch],
        changes: [{ overview: acme, from: 'healthy', to: 'at-risk' }],
        followUps: [{ followUp: aFollowUp(), clientName: 'Acme' }],
        praise: [{ checkIn: aCheckIn({ clientWords: 'You saved us' }), clientName: 'Birch' }],
        wins: [{ checkIn: aCheckIn({ wentWell: 'The launch held' }), clientName: 'Birch' }],
      }),
      'Europe/Lisbon',
      NOW,
    );
    const words = wordsOf(message);
    expectFine(message);
    expect(message.text).toBe(
      '1 of 2 clients needs attention, 18% of monthly fees. At risk: Acme. ' +
        'They said they’re unhappy, 3 days ago · We think they’re unhappy, 3 days ago. ' +
        'Changed: Acme. 1 follow-up due. 2 pieces of good news.',
    );
    for (const said of [
      'Next, for Ana: Fix what bothers them, then ask again: if they’re so-so, they’re 🟡 Watch.',
      'Acme\n: from healthy to 🔴 at risk\n. They said they’re unhappy, 3 days ago',
      'Acme\n: Send the invoice again (Ana, by Monday 30 November)',
      'Birch\n: “You saved us”',
      'Birch\n: The launch held',
      '/client-health settings',
    ]) {
      expect(words).toContain(said);
    }
  });

  it('shows an open follow-up as the next step', () => {
    const followUps = [aFollowUp({ what: 'Call their CEO' })];
    const unhappy = aCheckIn({ clientSentiment: 1, ourImpression: 1 });
    const wordsFor = (checkIn: CheckIn, hiddenSections: DigestSection[] = []) => {
      const overviews = [anOverview(aClient(), [checkIn], { followUps })];
      const due = followUps.map((followUp) => ({ followUp, clientName: 'Acme' }));
      const content = aContent({ overviews, followUps: due, hiddenSections });
      return wordsOf(digestMessage(content, 'Etc/UTC', NOW));
    };
    expect(wordsFor(unhappy)).toContain('Next: Call their CEO (Ana, by Monday 30 November)');
    expect(wordsFor(unhappy)).not.toContain('Follow-ups due');
    expect(wordsFor(unhappy, ['at-risk'])).toContain('Follow-ups due');
    const leaving = wordsFor({ ...unhappy, signs: ['may-leave'] });
    expect(leaving).toContain('Next, for Ana: Hear from them that they’re staying');
    expect(leaving).toContain('Follow-ups due');
  });

  it('shows happy but quiet clients, and not again among those to keep an eye on', () => {
    const quiet = anOverview(aClient({ lastContactAt: daysAgo(40) }), [aCheckIn({ createdAt: daysAgo(40) })]);
    expect(isHappyButQuiet(quiet, NOW)).toBe(true);
    const message = digestMessage(aContent({ overviews: [quiet], happyButQuiet: [quiet] }), 'Etc/UTC', NOW);
    expectFine(message);
    expect(wordsOf(message)).toContain('Acme\n: nobody has spoken with them for 40 days. Owner: Ana');
    expect(wordsOf(message)).not.toContain('Keep an eye on');
    expect(message.text).toContain('Happy but quiet: Acme.');
  });

  it('calls a client quiet from the end of the longest gap on, as the score does', () => {
    const at = (lastContactAt: Temporal.Instant) =>
      anOverview(aClient({ lastContactAt, longestGapDays: 40 }), [aCheckIn({ createdAt: lastContactAt })]);
    expect(isHappyButQuiet(at(daysAgo(40)), NOW)).toBe(false);
    const later = at(daysAgo(40).subtract({ minutes: 1 }));
    expect(isHappyButQuiet(later, NOW)).toBe(true);
    expect(later.health.caps.map(({ cap }) => cap)).toEqual(['no-recent-words']);
  });

  it('gives the reason for an override before the reasons for the score', () => {
    const override = {
      band: 'watch' as const,
      reason: 'Their new CEO is reviewing every supplier.',
      by: 'UANA',
      at: daysAgo(1),
      until: NOW.add({ hours: 240 }),
    };
    const set = anOverview(aClient(), [aCheckIn()], { facts: someFacts({ override }) });
    const changes = [{ overview: set, from: 'healthy' as const, to: 'watch' as const }];
    const message = digestMessage(aContent({ overviews: [set], changes }), 'Etc/UTC', NOW);
    const said = 'Set manually: “Their new CEO is reviewing every supplier.”';
    expect(wordsOf(message)).toContain(`Acme\n: from healthy to 🟡 watch\n. ${said}`);
    expect(wordsOf(message)).toContain(`Acme\n (Ana): ${said} · `);
  });

  it('does not call a client quiet who was not happy, or who is paused', () => {
    const soSo = [aCheckIn({ clientSentiment: 3, createdAt: daysAgo(40) })];
    const happy = [aCheckIn({ clientSentiment: 5, createdAt: daysAgo(40) })];
    const client = aClient({ lastContactAt: daysAgo(40) });
    expect(isHappyButQuiet(anOverview(client, soSo), NOW)).toBe(false);
    expect(isHappyButQuiet(anOverview({ ...client, status: 'paused' }, happy), NOW)).toBe(false);
  });

  it('leaves out hidden sections, in the text too, but never the headline', () => {
    const acme = anOverview(aClient(), [aCheckIn({ clientSentiment: 1, ourImpression: 1 })]);
    const content = aContent({
      overviews: [acme],
      changes: [{ overview: acme, from: 'healthy', to: 'at-risk' }],
      hiddenSections: ['at-risk'],
    });
    const message = digestMessage(content, 'Etc/UTC', NOW);
    expect(message.text).toContain('1 of 1 client needs attention.');
    expect(`${message.text} ${wordsOf(message)}`).not.toMatch(/Next, for|At risk: Acme/);
    expect(wordsOf(message)).toContain('What changed');
  });

  it('shows the bands of the last weeks as a chart, and in words where charts are not taken', () => {
    const week = (ago: number, healthy: number, atRisk: number) => ({
      at: daysAgo(ago * 7),
      counts: { healthy, watch: 0, 'at-risk': atRisk, unknown: 0 },
    });
    const content = aContent({
      overviews: [anOverview()],
      bandHistory: [week(2, 3, 0), week(1, 2, 1), week(0, 1, 2)],
    });
    const message = digestMessage(content, 'Etc/UTC', NOW);
    expectFine(message);
    const chart = JSON.stringify(message.blocks.find(({ type }) => type === 'data_visualization'));
    expect(chart).toContain('"name":"At risk","data":[{"label":"7 November","value":0}');
    expect(wordsOf(withoutData(message))).toContain(
      'Clients by band, 3 weeks: 3 healthy on 7 November; 2 at risk, 1 healthy now.',
    );
  });

  it('is short when nothing is new', () => {
    const message = digestMessage(aContent({ overviews: [anOverview()] }), 'Etc/UTC', NOW);
    expect(message.blocks).toHaveLength(4);
    expect(message.text).toContain('All is well');
  });

  it('does not say all is well while a client has not been heard from', () => {
    const message = digestMessage(aContent({ overviews: [anOverview(aClient(), [])] }), 'Etc/UTC', NOW);
    expect(wordsOf(message)).toContain('Not heard from yet\nAcme');
    expect(wordsOf(message)).not.toContain('All is well');
    expect(message.text).toBe('1 client, not heard from yet. Not heard from yet: Acme.');
  });

  it('does not say all is well when all news is hidden', () => {
    const acme = anOverview(aClient(), [aCheckIn({ clientSentiment: 1, ourImpression: 1 })]);
    const message = digestMessage(
      aContent({ overviews: [acme], hiddenSections: ['at-risk'] }),
      'Etc/UTC',
      NOW,
    );
    expect(message.text).toBe(
      '1 of 1 client needs attention. All other news is in sections that are hidden here.',
    );
    expect(wordsOf(message)).toContain('All other news is in sections that are hidden here.');
  });

  it('says how to begin when there are no clients', () => {
    expect(digestMessage(aContent(), 'Etc/UTC', NOW).text).toContain('/client-health add');
  });

  it('counts what does not fit, and is accepted by Slack however long', () => {
    const overviews = manyOverviews(120).map((overview) =>
      anOverview({ ...overview.client, name: HOSTILE.repeat(4) }, [
        aCheckIn({ clientSentiment: 1, clientWords: 'W'.repeat(3000) }),
      ]),
    );
    const message = digestMessage(
      aContent({
        overviews,
        changes: overviews.map((overview) => ({ overview, from: 'healthy', to: 'at-risk' })),
        overdue: overviews,
        happyButQuiet: overviews,
        wins: overviews.map(() => ({
          checkIn: aCheckIn({ wentWell: 'W'.repeat(3000) }),
          clientName: HOSTILE,
        })),
        bandHistory: Array.from({ length: 12 }, (_, ago) => ({
          at: daysAgo((11 - ago) * 7),
          counts: { healthy: 1_000, watch: 1, 'at-risk': 0, unknown: 2 },
        })),
        followUps: overviews.map(() => ({
          followUp: aFollowUp({ what: 'F'.repeat(300) }),
          clientName: HOSTILE,
        })),
        praise: overviews.map(({ checkIns: [checkIn = aCheckIn()] }) => ({ checkIn, clientName: HOSTILE })),
      }),
      'Etc/UTC',
      NOW,
    );
    expectFine(message);
    expect(wordsOf(message).match(/and 110 more/g)).toHaveLength(4);
    expect(wordsOf(message)).toContain('and 235 more');
  });
});
