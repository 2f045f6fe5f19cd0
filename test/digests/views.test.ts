import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../sandbox/server/checks/message.ts';
import { checkView } from '../../sandbox/server/checks/views.ts';
import type { Report } from '../../src/digests/rules.ts';
import {
  FIELDS,
  type Place,
  parseSettings,
  savedText,
  settingsModal,
} from '../../src/digests/settings-modal.ts';
import { digestMessage } from '../../src/digests/views.ts';
import { InvalidFields } from '../../src/errors.ts';
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
} from '../health/samples.ts';

const HOSTILE = '<!channel> & *_~`';

function aReport(but: Partial<Report> = {}): Report {
  return { overviews: [], changes: [], notAsked: [], followUps: [], praise: [], ...but };
}

function wordsOf({ blocks }: { blocks: unknown }): string {
  const found: string[] = [];
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') found.push(value);
    return value;
  });
  return found.join('\n');
}

describe('the digest', () => {
  it('names who needs attention and why, what changed, who was not asked, what is due, and praise', () => {
    const acme = anOverview(aClient(), [aCheckIn({ clientSentiment: 1 })]);
    const birch = anOverview(aClient({ id: 'b', name: 'Birch', lastContactAt: daysAgo(40) }), [], {
      prompt: aPrompt({ askedAt: daysAgo(5) }),
    });
    const message = digestMessage(
      aReport({
        overviews: [acme, birch],
        changes: [{ overview: acme, from: 'healthy', to: 'at-risk' }],
        notAsked: [birch],
        followUps: [{ followUp: aFollowUp(), clientName: 'Acme' }],
        praise: [{ checkIn: aCheckIn({ clientWords: 'You saved us' }), clientName: 'Birch' }],
      }),
      PEOPLE,
      'Europe/Lisbon',
      NOW,
    );
    const words = wordsOf(message);
    expect(checkMessage(message)).toBeNull();
    expect(message.text).toBe(
      'Client digest. 2 clients: 1 at risk, 1 watch. Needs attention: Acme, Birch. ' +
        '1 client changed. 1 client not asked in time. 1 follow-up due. Praise from 1 check-in.',
    );
    for (const said of [
      '*Acme*\n🔴 At risk · Owner: Ana\nThey said they are unhappy, 3 days ago',
      'Acme\n: from healthy to 🔴 at risk',
      'Birch\n: last contact 40 days ago; Ana was reminded 5 days ago',
      'Acme\n: Send the invoice again (Ana, by Monday 30 November)',
      'Birch\n: “You saved us”',
    ]) {
      expect(words).toContain(said);
    }
  });

  it('is short when there is nothing to tell', () => {
    const message = digestMessage(aReport({ overviews: [anOverview()] }), PEOPLE, 'Etc/UTC', NOW);
    expect(message.blocks).toHaveLength(3);
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
    expect(checkMessage(message)).toBeNull();
    expect(message.text).not.toContain('<!channel>');
    expect(wordsOf(message)).toContain('And 110 clients more (110 at risk).');
    expect(wordsOf(message).match(/and 110 more/g)).toHaveLength(3);
    expect(wordsOf(message)).toContain('and 115 more');
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
  const digest = { id: 'd', workspaceId: 'T1', channelId: 'C1', schedule, nextDueAt: NOW };
  const channel: Place = { kind: 'channel', channelId: 'C1', digest: null, zone: 'Europe/Lisbon' };

  const filled = (but: Record<string, unknown> = {}) => ({
    values: {
      [FIELDS.on]: { on: { type: 'radio_buttons', selected_option: { value: 'on' } } },
      [FIELDS.weekday]: { weekday: { type: 'static_select', selected_option: { value: '2' } } },
      [FIELDS.time]: { time: { type: 'timepicker', selected_time: '08:30' } },
      [FIELDS.zone]: { zone: { type: 'external_select', selected_option: { value: 'America/New_York' } } },
      [FIELDS.defaultZone]: { zone: { type: 'external_select', selected_option: { value: 'Etc/UTC' } } },
      [FIELDS.currency]: { currency: { type: 'plain_text_input', value: ' usd ' } },
      ...but,
    },
  });

  it.each([
    ['a channel without a digest', channel],
    ['a channel with one', { ...channel, digest }],
    ['a channel that may have none', { kind: 'refused', why: 'This channel is shared.' }],
    ['a DM', { kind: 'dm' }],
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
      digest: { channelId: 'C1', on: true, schedule },
      timeZone: 'Etc/UTC',
      currency: 'USD',
    });
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
