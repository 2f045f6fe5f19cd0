import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSlackUser } from '../../src/people/slack-user.ts';

const seen = (user: Parameters<typeof readSlackUser>[0], workspaceId = 'T1') =>
  readSlackUser(user, workspaceId, 'U1');

describe('the kind of a person', () => {
  test.each([
    ['a member', { team_id: 'T1' }, 'member'],
    ['a member without a team', {}, 'member'],
    ['a guest of several channels', { team_id: 'T1', is_restricted: true }, 'guest'],
    ['a guest of one channel', { team_id: 'T1', is_ultra_restricted: true }, 'guest'],
    ['an app', { team_id: 'T1', is_bot: true }, 'bot'],
    ['somebody who left', { team_id: 'T1', deleted: true }, 'deactivated'],
    ['somebody of another company', { team_id: 'T2' }, 'external'],
    ['a stranger', { team_id: 'T1', is_stranger: true }, 'external'],
    ['another company’s app', { team_id: 'T2', is_bot: true }, 'external'],
    ['another company’s guest who left', { team_id: 'T2', is_restricted: true, deleted: true }, 'external'],
    [
      'a colleague of another team of our organisation who is in ours too',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'E1', teams: ['T2', 'T1'] } },
      'member',
    ],
    [
      'a colleague of another team of our organisation only',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'E1', teams: ['T2'] } },
      'external',
    ],
  ])('%s', (_, user, kind) => {
    expect(seen(user).kind).toBe(kind);
  });

  test('where the whole organisation installed Rapport, all its teams are ours', () => {
    const colleague = { team_id: 'T2', enterprise_user: { enterprise_id: 'E1', teams: ['T2'] } };
    expect(seen(colleague, 'E1').kind).toBe('member');
    expect(seen({ team_id: 'T3', enterprise_user: { enterprise_id: 'E2' } }, 'E1').kind).toBe('external');
  });

  test('Slackbot is a bot', () => {
    expect(readSlackUser({ team_id: 'T1' }, 'T1', 'USLACKBOT').kind).toBe('bot');
  });
});

describe('a person’s name', () => {
  test.each([
    [{ profile: { display_name: 'ana', real_name: 'Ana Silva' } }, 'ana'],
    [{ profile: { display_name: '  ', real_name: 'Ana Silva' } }, 'Ana Silva'],
    [{ real_name: 'Ana\nSilva', name: 'asilva' }, 'Ana Silva'],
    [{}, 'U1'],
  ])('is their display name, or else the next best name', (user, name) => {
    expect(seen(user).name).toBe(name);
  });

  test('is clipped between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (real_name) => {
        const { name } = seen({ real_name });
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(80);
      }),
    );
  });
});

test.each([
  ['Europe/Lisbon', 'Europe/Lisbon'],
  ['Mars/Olympus', null],
  ['+02:00', null],
  [null, null],
  [undefined, null],
])('the zone %o is saved as %o', (tz, kept) => {
  expect(seen(tz === undefined ? {} : { tz }).timeZone).toBe(kept);
});
