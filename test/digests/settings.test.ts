import { describe, expect, it } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { DIGEST_SECTIONS, type Digest } from '../../src/digests/rules.ts';
import { readSubmittedSettings, type SettingsTarget, settingsForm } from '../../src/digests/settings-form.ts';
import { savedText, settingsModal } from '../../src/digests/settings-modal.ts';
import { NOW } from '../health/samples.ts';
import { wordsOf } from '../health/shown.ts';
import { errorsOf, submitted } from '../slack/forms/submitted.ts';

const workspace = {
  id: 'T1',
  name: 'Studio',
  botUserId: 'UBOT',
  defaultTimeZone: 'Europe/Lisbon',
  defaultCurrency: 'EUR',
  leadId: null,
  schedule: {
    workingDays: [1, 2, 3, 4, 5],
    holidays: '',
    quiet: { from: Temporal.PlainTime.from('18:00'), to: Temporal.PlainTime.from('08:00') },
  },
};
const schedule = { weekday: 2, time: Temporal.PlainTime.from('08:30'), timeZone: 'America/New_York' };
const digest: Digest = {
  id: 'd',
  workspaceId: 'T1',
  channelId: 'C1',
  schedule,
  hiddenSections: ['praise'],
  nextDueAt: NOW,
};
const withoutDigest: SettingsTarget = {
  kind: 'channel',
  channelId: 'C1',
  digest: null,
  usualZone: 'Europe/Lisbon',
};
const withDigest: SettingsTarget = { ...withoutDigest, digest };
const refused: SettingsTarget = { kind: 'refused', why: 'This channel is shared.' };

/** @param typed what was changed, by `block_id`. */
function submit(target: SettingsTarget, typed: Parameters<typeof submitted>[1] = {}) {
  return readSubmittedSettings(submitted(settingsModal(target, workspace, NOW), typed));
}

describe('the settings', () => {
  it.each<[string, SettingsTarget]>([
    ['a channel without a digest', withoutDigest],
    ['a channel with a digest', withDigest],
    ['a channel that may not have a digest', refused],
    ['a DM', { kind: 'dm', hiddenSections: ['praise'] }],
    [
      'a channel whose digest has only a headline',
      { ...withoutDigest, digest: { ...digest, hiddenSections: DIGEST_SECTIONS } },
    ],
  ])('of %s are accepted by Slack', (_, target) => {
    expect(checkView(settingsModal(target, workspace, NOW), 'modal')).toBeNull();
  });

  it('come back as they were shown', () => {
    expect(submit(withDigest)).toEqual({
      digest: { channelId: 'C1', isOn: true, schedule, hiddenSections: ['praise'] },
      ownHiddenSections: null,
      defaultTimeZone: 'Europe/Lisbon',
      defaultCurrency: 'EUR',
    });
  });

  it('are read as they were changed', () => {
    const settings = submit(withDigest, {
      [settingsForm.blockId('posting')]: 'off',
      [settingsForm.blockId('weekday')]: '5',
      [settingsForm.blockId('time')]: '16:00',
      [settingsForm.blockId('timeZone')]: 'Asia/Tokyo',
      [settingsForm.blockId('sections')]: ['changes', 'chart'],
      [settingsForm.blockId('defaultTimeZone')]: 'Etc/UTC',
      [settingsForm.blockId('currency')]: ' usd ',
    });
    expect(settings).toEqual({
      digest: {
        channelId: 'C1',
        isOn: false,
        schedule: { weekday: 5, time: Temporal.PlainTime.from('16:00'), timeZone: 'Asia/Tokyo' },
        hiddenSections: DIGEST_SECTIONS.filter((section) => section !== 'changes' && section !== 'chart'),
      },
      ownHiddenSections: null,
      defaultTimeZone: 'Etc/UTC',
      defaultCurrency: 'USD',
    });
  });

  it('offer Mondays at nine in the requester’s time zone to a channel without a digest', () => {
    const { digest: offered } = submit(withoutDigest);
    expect(offered).toEqual({
      channelId: 'C1',
      isOn: true,
      schedule: { weekday: 1, time: Temporal.PlainTime.from('09:00'), timeZone: 'Europe/Lisbon' },
      hiddenSections: [],
    });
  });

  it('say why a channel may not have a digest, and let the rest be changed', () => {
    expect(wordsOf(settingsModal(refused, workspace, NOW))).toContain('This channel is shared.');
    const currency = { [settingsForm.blockId('currency')]: 'USD' };
    expect(submit(refused, currency)).toEqual({
      digest: null,
      ownHiddenSections: null,
      defaultTimeZone: 'Europe/Lisbon',
      defaultCurrency: 'USD',
    });
  });

  it('of a DM say what the person hides in their own digests', () => {
    const sections = { [settingsForm.blockId('sections')]: ['changes'] };
    const { digest: none, ownHiddenSections } = submit({ kind: 'dm', hiddenSections: [] }, sections);
    expect(none).toBeNull();
    expect(ownHiddenSections).toEqual(DIGEST_SECTIONS.filter((section) => section !== 'changes'));
  });

  it.each([
    ['currency', '€€€'],
    ['currency', null],
    ['time', null],
    ['weekday', '8'],
    ['timeZone', null],
    ['defaultTimeZone', '+25:00'],
  ] as const)('with a wrong %s say so there: %o', (field, input) => {
    const blockId = settingsForm.blockId(field);
    const errors = errorsOf(() => submit(withDigest, { [blockId]: input }));
    expect(errors).toEqual({ [blockId]: expect.any(String) });
  });

  it('say after saving when the next digest comes', () => {
    expect(savedText({ ...digest, nextDueAt: Temporal.Instant.from('2026-11-24T13:30:00Z') }, NOW)).toBe(
      'Saved. I’ll post the next digest here on Tuesday 24 November, 08:30 (New York).',
    );
    expect(savedText({ ...digest, nextDueAt: null }, NOW)).toBe(
      'Saved. I won’t post a digest in this channel.',
    );
  });
});
