import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import type { CheckIn } from '../../src/check-ins/rules.ts';
import { type DigestPart, isQuietThoughHappy, PARTS, type Report } from '../../src/digests/rules.ts';
import {
  FIELDS,
  type Place,
  parseSettings,
  savedText,
  settingsModal,
} from '../../src/digests/settings-modal.ts';
import { digestMessage } from '../../src/digests/view.ts';
import { InvalidFields } from '../../src/runtime/errors.ts';
import { type Message, withoutData } from '../../src/slack/blocks/blocks.ts';
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

const ALL = Object.keys(PARTS) as DigestPart[];

const HOSTILE = '<!channel> & *_~`';

function aReport(but: Partial<Report> = {}): Report {
  return {
    overviews: [],
    changes: [],
    notAsked: [],
    quiet: [],
    followUps: [],
    praise: [],
    wins: [],
    weeks: [],
    muted: [],
    ...but,
  };
}

function wordsOf({ blocks }: { blocks: unknown }): string {
  const found: string[] = [];
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') found.push(value);
    return value;
  });
  return found.join('\n');
}

function expectFine(message: Message): void {
  expect(checkMessage(message)).toBeNull();
  expect(checkMessage(withoutData(message))).toBeNull();
  expect(message.text).not.toMatch(/<[!@#]/);
}

describe('the digest', () => {
  it('tells who is at risk with the next step, what changed and why, what was promised, and praise', () => {
    const acme = anOverview(aClient({ monthlyFee: { amount: 180, currency: 'EUR' } }), [
      aCheckIn({ clientSentiment: 1, ourImpression: 1, clientWords: null }),
    ]);
    const birch = anOverview(
      aClient({ id: 'b', name: 'Birch', monthlyFee: { amount: 820, currency: 'EUR' } }),
    );
    const message = digestMessage(
      aReport({
        overviews: [acme, birch],
        changes: [{ overview: acme, from: 'healthy', to: 'at-risk' }],
        followUps: [{ followUp: aFollowUp(), clientName: 'Acme' }],
        praise: [{ checkIn: aCheckIn({ clientWords: 'You saved us' }), clientName: 'Birch' }],
        wins: [{ checkIn: aCheckIn({ wentWell: 'The launch held' }), clientName: 'Birch' }],
      }),
      PEOPLE,
      'Europe/Lisbon',
      NOW,
    );
    const words = wordsOf(message);
    expectFine(message);
    expect(message.text).toBe(
      '1 of 2 clients needs attention, 18% of monthly fees. At risk: Acme. ' +
        'Told us they are unhappy, 3 days ago · We read them as unhappy, 3 days ago. ' +
        'Changed: Acme. 1 promise due. 2 good words to pass on.',
    );
    for (const said of [
      'Next, for Ana: Hearing from them that they are so-so would make it 🟡 Watch.',
      'Acme\n: from healthy to 🔴 at risk\n. Told us they are unhappy, 3 days ago',
      'Acme\n: Send the invoice again (Ana, by Monday 30 November)',
      'Birch\n: “You saved us”',
      'Birch\n: The launch held',
      '/client-health settings',
    ]) {
      expect(words).toContain(said);
    }
  });

  it('tells the next promise in the place of what would help', () => {
    const followUps = [aFollowUp({ what: 'Call their CEO' })];
    const unhappy = aCheckIn({ clientSentiment: 1, ourImpression: 1 });
    const wordsFor = (checkIn: CheckIn, muted: DigestPart[] = []) => {
      const overviews = [anOverview(aClient(), [checkIn], { followUps })];
      const due = followUps.map((followUp) => ({ followUp, clientName: 'Acme' }));
      const report = aReport({ overviews, followUps: due, muted });
      return wordsOf(digestMessage(report, PEOPLE, 'Etc/UTC', NOW));
    };
    expect(wordsFor(unhappy)).toContain('Next: Call their CEO (Ana, by Monday 30 November)');
    expect(wordsFor(unhappy)).not.toContain('Promised');
    expect(wordsFor(unhappy, ['at-risk'])).toContain('Promised');
    const leaving = wordsFor({ ...unhappy, signs: ['may-leave'] });
    expect(leaving).toContain('Next, for Ana: Their own word that they stay');
    expect(leaving).toContain('Promised');
  });

  it('tells who has gone quiet although happy, and those not again under what is to be watched', () => {
    const quiet = anOverview(aClient({ lastContactAt: daysAgo(40) }), [aCheckIn({ createdAt: daysAgo(40) })]);
    expect(isQuietThoughHappy(quiet, NOW)).toBe(true);
    const message = digestMessage(aReport({ overviews: [quiet], quiet: [quiet] }), PEOPLE, 'Etc/UTC', NOW);
    expectFine(message);
    expect(wordsOf(message)).toContain('Acme\n: nobody has spoken with them for 40 days. Owner: Ana');
    expect(wordsOf(message)).not.toContain('To be watched');
    expect(message.text).toContain('Gone quiet, though happy: Acme.');
  });

  it('calls a client quiet from the moment on which the longest gap is over, as the score does', () => {
    const at = (lastContactAt: Temporal.Instant) =>
      anOverview(aClient({ lastContactAt, longestGapDays: 40 }), [aCheckIn({ createdAt: lastContactAt })]);
    expect(isQuietThoughHappy(at(daysAgo(40)), NOW)).toBe(false);
    const later = at(daysAgo(40).subtract({ minutes: 1 }));
    expect(isQuietThoughHappy(later, NOW)).toBe(true);
    expect(later.health.caps.map(({ cap }) => cap)).toEqual(['no-recent-words']);
  });

  it('gives the reason of whoever has set a band by hand before what it is reckoned from', () => {
    const override = {
      band: 'watch' as const,
      reason: 'Their new CEO is reviewing every supplier.',
      by: 'UANA',
      at: daysAgo(1),
      until: NOW.add({ hours: 240 }),
    };
    const set = anOverview(aClient(), [aCheckIn()], { facts: someFacts({ override }) });
    const changes = [{ overview: set, from: 'healthy' as const, to: 'watch' as const }];
    const message = digestMessage(aReport({ overviews: [set], changes }), PEOPLE, 'Etc/UTC', NOW);
    const said = 'Set by hand: “Their new CEO is reviewing every supplier.”';
    expect(wordsOf(message)).toContain(`Acme\n: from healthy to 🟡 watch\n. ${said}`);
    expect(wordsOf(message)).toContain(`Acme\n (Ana): ${said} · `);
  });

  it('does not call a client quiet who was not happy, or who is paused', () => {
    const soSo = [aCheckIn({ clientSentiment: 3, createdAt: daysAgo(40) })];
    const happy = [aCheckIn({ clientSentiment: 5, createdAt: daysAgo(40) })];
    const client = aClient({ lastContactAt: daysAgo(40) });
    expect(isQuietThoughHappy(anOverview(client, soSo), NOW)).toBe(false);
    expect(isQuietThoughHappy(anOverview({ ...client, status: 'paused' }, happy), NOW)).toBe(false);
  });

  it('leaves out what is muted, in the text too, but never the headline', () => {
    const acme = anOverview(aClient(), [aCheckIn({ clientSentiment: 1, ourImpression: 1 })]);
    const report = aReport({
      overviews: [acme],
      changes: [{ overview: acme, from: 'healthy', to: 'at-risk' }],
      muted: ['at-risk'],
    });
    const message = digestMessage(report, PEOPLE, 'Etc/UTC', NOW);
    expect(message.text).toContain('1 of 1 client needs attention.');
    expect(`${message.text} ${wordsOf(message)}`).not.toMatch(/Next, for|At risk: Acme/);
    expect(wordsOf(message)).toContain('What changed');
  });

  it('draws the bands of the last weeks, and says them where nothing is drawn', () => {
    const week = (ago: number, healthy: number, atRisk: number) => ({
      at: daysAgo(ago * 7),
      counts: { healthy, watch: 0, 'at-risk': atRisk, unknown: 0 },
    });
    const report = aReport({
      overviews: [anOverview()],
      weeks: [week(2, 3, 0), week(1, 2, 1), week(0, 1, 2)],
    });
    const message = digestMessage(report, PEOPLE, 'Etc/UTC', NOW);
    expectFine(message);
    const chart = JSON.stringify(message.blocks.find(({ type }) => type === 'data_visualization'));
    expect(chart).toContain('"name":"At risk","data":[{"label":"7 November","value":0}');
    expect(wordsOf(withoutData(message))).toContain(
      'Clients by band, 3 weeks: 3 healthy on 7 November; 2 at risk, 1 healthy now.',
    );
  });

  it('is short when there is nothing to tell', () => {
    const message = digestMessage(aReport({ overviews: [anOverview()] }), PEOPLE, 'Etc/UTC', NOW);
    expect(message.blocks).toHaveLength(4);
    expect(message.text).toContain('All is well');
  });

  it('does not call it well when nobody knows how a client feels', () => {
    const message = digestMessage(
      aReport({ overviews: [anOverview(aClient(), [])] }),
      PEOPLE,
      'Etc/UTC',
      NOW,
    );
    expect(wordsOf(message)).toContain('Nobody knows how they feel\nAcme');
    expect(wordsOf(message)).not.toContain('All is well');
    expect(message.text).toBe('1 client, of whom nobody knows. Nobody knows how they feel: Acme.');
  });

  it('does not call it well when all that there is to tell is muted', () => {
    const acme = anOverview(aClient(), [aCheckIn({ clientSentiment: 1, ourImpression: 1 })]);
    const message = digestMessage(aReport({ overviews: [acme], muted: ['at-risk'] }), PEOPLE, 'Etc/UTC', NOW);
    expect(message.text).toBe('1 of 1 client needs attention. What else there is to tell is left out here.');
    expect(wordsOf(message)).toContain('What else there is to tell is left out here.');
  });

  it('says how to begin when there are no clients', () => {
    expect(digestMessage(aReport(), PEOPLE, 'Etc/UTC', NOW).text).toContain('/client-health add');
  });

  it('counts what it has no room for, and fits into a message however much there is', () => {
    const overviews = manyOverviews(120).map((overview) =>
      anOverview({ ...overview.client, name: HOSTILE.repeat(4) }, [
        aCheckIn({ clientSentiment: 1, clientWords: 'W'.repeat(3000) }),
      ]),
    );
    const message = digestMessage(
      aReport({
        overviews,
        changes: overviews.map((overview) => ({ overview, from: 'healthy', to: 'at-risk' })),
        notAsked: overviews,
        quiet: overviews,
        wins: overviews.map(() => ({
          checkIn: aCheckIn({ wentWell: 'W'.repeat(3000) }),
          clientName: HOSTILE,
        })),
        weeks: Array.from({ length: 12 }, (_, ago) => ({
          at: daysAgo((11 - ago) * 7),
          counts: { healthy: 1_000, watch: 1, 'at-risk': 0, unknown: 2 },
        })),
        followUps: overviews.map(() => ({
          followUp: aFollowUp({ what: 'F'.repeat(300) }),
          clientName: HOSTILE,
        })),
        praise: overviews.map(({ checkIns: [checkIn = aCheckIn()] }) => ({ checkIn, clientName: HOSTILE })),
      }),
      PEOPLE,
      'Etc/UTC',
      NOW,
    );
    expectFine(message);
    expect(wordsOf(message).match(/and 110 more/g)).toHaveLength(4);
    expect(wordsOf(message)).toContain('and 235 more');
  });
});

describe('the settings', () => {
  const workspace = {
    id: 'T1',
    name: 'Studio',
    botUserId: 'UBOT',
    defaultTimeZone: 'Europe/Lisbon',
    defaultCurrency: 'EUR',
  };
  const schedule = { weekday: 2, time: Temporal.PlainTime.from('08:30'), timeZone: 'America/New_York' };
  const digest = { id: 'd', workspaceId: 'T1', channelId: 'C1', schedule, muted: [], nextDueAt: NOW };
  const channel: Place = { kind: 'channel', channelId: 'C1', digest: null, zone: 'Europe/Lisbon' };

  const filled = (but: Record<string, unknown> = {}) => ({
    values: {
      [FIELDS.on]: { on: { type: 'radio_buttons', selected_option: { value: 'on' } } },
      [FIELDS.weekday]: { weekday: { type: 'static_select', selected_option: { value: '2' } } },
      [FIELDS.time]: { time: { type: 'timepicker', selected_time: '08:30' } },
      [FIELDS.zone]: { zone: { type: 'external_select', selected_option: { value: 'America/New_York' } } },
      [FIELDS.defaultZone]: { zone: { type: 'external_select', selected_option: { value: 'Etc/UTC' } } },
      [FIELDS.currency]: { currency: { type: 'plain_text_input', value: ' usd ' } },
      [FIELDS.parts]: {
        parts: { type: 'checkboxes', selected_options: [{ value: 'changes' }, { value: 'chart' }] },
      },
      ...but,
    },
  });

  it.each([
    ['a channel without a digest', channel],
    ['a channel with one', { ...channel, digest }],
    ['a channel that may have none', { kind: 'refused', why: 'This channel is shared.' }],
    ['a DM', { kind: 'dm', muted: ['praise'] }],
    ['a channel whose digest has nothing but a headline', { ...channel, digest: { ...digest, muted: ALL } }],
  ] as const)('of %s are a modal that Slack takes', (_, place) => {
    expect(checkView(settingsModal(place, workspace, NOW), 'modal')).toBeNull();
  });

  it('say why a shared channel can have no digest, and let the rest be set', () => {
    const view = settingsModal({ kind: 'refused', why: 'This channel is shared.' }, workspace, NOW);
    expect(wordsOf(view)).toContain('This channel is shared.');
    expect(parseSettings(filled(), view.private_metadata ?? '').digest).toBeNull();
  });

  it('are read as they were chosen', () => {
    expect(parseSettings(filled(), 'C1')).toEqual({
      digest: {
        channelId: 'C1',
        on: true,
        schedule,
        muted: ALL.filter((part) => part !== 'changes' && part !== 'chart'),
      },
      ownMuted: null,
      timeZone: 'Etc/UTC',
      currency: 'USD',
    });
  });

  it('of a DM are what the person leaves out of their own digest', () => {
    const view = settingsModal({ kind: 'dm', muted: [] }, workspace, NOW);
    const read = parseSettings(filled(), view.private_metadata ?? '');
    expect(read.digest).toBeNull();
    expect(read.ownMuted).toContain('praise');
    expect(read.ownMuted).not.toContain('changes');
  });

  it.each([
    [FIELDS.currency, { c: { type: 'plain_text_input', value: '€€€' } }],
    [FIELDS.currency, { c: { type: 'plain_text_input', value: null } }],
    [FIELDS.time, { t: { type: 'timepicker', selected_time: null } }],
    [FIELDS.weekday, { w: { type: 'static_select', selected_option: { value: '8' } } }],
    [FIELDS.zone, { z: { type: 'external_select', selected_option: null } }],
    [FIELDS.defaultZone, { z: { type: 'external_select', selected_option: { value: '+25:00' } } }],
  ])('that cannot be taken are told at the field %s', (field, typed) => {
    const read = () => parseSettings(filled({ [field]: typed }), 'C1');
    expect(read).toThrow(InvalidFields);
    expect(read).toThrow(expect.objectContaining({ fields: { [field]: expect.any(String) } }));
  });

  it('once saved say when the next digest comes, where it is posted', () => {
    expect(savedText({ ...digest, nextDueAt: Temporal.Instant.from('2026-11-24T13:30:00Z') }, NOW)).toBe(
      'Saved. The next digest comes here on Tuesday 24 November, 08:30 (New York).',
    );
    expect(savedText({ ...digest, nextDueAt: null }, NOW)).toBe('Saved. This channel gets no digest.');
  });
});
