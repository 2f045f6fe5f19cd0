import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../../sandbox/server/checks/manifest.ts';
import { chars, times } from './samples.ts';

const command = (more: object = {}) => ({ command: '/client-health', description: 'See a client', ...more });
const shortcut = (more: object = {}) => ({
  name: 'Check in',
  type: 'global',
  callback_id: 'check_in',
  description: 'Record it',
  ...more,
});

interface Parts {
  display?: object;
  features?: object;
  scopes?: string[];
  settings?: object;
}
const manifest = ({ display = {}, features = {}, scopes = [], settings = {} }: Parts = {}) => ({
  _metadata: { major_version: 1 },
  display_information: { name: 'Rapport', ...display },
  features: {
    bot_user: { display_name: 'Rapport', always_online: true },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    ...features,
  },
  oauth_config: { scopes: { bot: ['chat:write', 'commands', 'im:history', ...scopes] } },
  settings: {
    event_subscriptions: { bot_events: ['app_home_opened', 'message.im'] },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
    org_deploy_enabled: false,
    token_rotation_enabled: false,
    ...settings,
  },
});

describe('a manifest is refused above', () => {
  const upTo: [string, number, (n: number) => Parts][] = [
    ['name', 35, (n) => ({ display: { name: chars(n) } })],
    ['description', 140, (n) => ({ display: { description: chars(n) } })],
    ['long_description', 4000, (n) => ({ display: { long_description: chars(n) } })],
    ['display_name', 80, (n) => ({ features: { bot_user: { display_name: chars(n) } } })],
    ['command', 32, (n) => ({ features: { slash_commands: [command({ command: `/${chars(n - 1)}` })] } })],
    [
      'command description',
      2000,
      (n) => ({ features: { slash_commands: [command({ description: chars(n) })] } }),
    ],
    ['usage_hint', 1000, (n) => ({ features: { slash_commands: [command({ usage_hint: chars(n) })] } })],
    [
      'commands',
      50,
      (n) => ({ features: { slash_commands: times(n, (i) => command({ command: `/c${i}` })) } }),
    ],
    ['shortcut name', 24, (n) => ({ features: { shortcuts: [shortcut({ name: chars(n) })] } })],
    ['callback_id', 255, (n) => ({ features: { shortcuts: [shortcut({ callback_id: chars(n) })] } })],
    [
      'shortcut description',
      150,
      (n) => ({ features: { shortcuts: [shortcut({ description: chars(n) })] } }),
    ],
    [
      'shortcuts',
      10,
      (n) => ({ features: { shortcuts: times(n, (i) => shortcut({ callback_id: `c${i}` })) } }),
    ],
  ];

  it.each(upTo)('%s of %i', (_what, limit, parts) => {
    expect(checkManifest(manifest(parts(limit)))).toEqual([]);
    expect(checkManifest(manifest(parts(limit + 1)))).toHaveLength(1);
  });

  it('and below a long_description of 175', () => {
    expect(checkManifest(manifest({ display: { long_description: chars(175) } }))).toEqual([]);
    expect(checkManifest(manifest({ display: { long_description: chars(174) } }))).toHaveLength(1);
  });
});

describe('a manifest is refused for', () => {
  const refused: [string, Parts, string][] = [
    ['a color by name', { display: { background_color: 'red' } }, 'must be a hex color'],
    ['an unknown key', { settings: { nope: 1 } }, 'invalid additional property: nope'],
    ['an unknown scope', { scopes: ['chat:shout'] }, 'must be a known bot scope'],
    ['a scope named twice', { scopes: ['chat:write'] }, 'must not name the same thing twice'],
    [
      'an unknown event',
      { settings: { event_subscriptions: { bot_events: ['lunch'] } } },
      'must be a known event',
    ],
    [
      'a command without a slash',
      { features: { slash_commands: [command({ command: 'health' })] } },
      'must be /',
    ],
    [
      'a command in capitals',
      { features: { slash_commands: [command({ command: '/Health' })] } },
      'must be /',
    ],
    ['a command twice', { features: { slash_commands: [command(), command()] } }, 'already exists'],
    [
      'a shortcut of no type',
      { features: { shortcuts: [shortcut({ type: 'other' })] } },
      'must be a valid enum value',
    ],
    ['a callback_id twice', { features: { shortcuts: [shortcut(), shortcut()] } }, 'already exists'],
    [
      'shortcuts without interactivity',
      { features: { shortcuts: [shortcut()] }, settings: { interactivity: undefined } },
      'require interactivity',
    ],
    ['bot scopes without a bot', { features: { bot_user: undefined } }, 'bot scopes require bot_user'],
    [
      'an event without its scope',
      { settings: { event_subscriptions: { bot_events: ['message.channels'] } } },
      'requires the scope channels:history',
    ],
    [
      'a read-only tab that is off',
      {
        features: {
          app_home: {
            home_tab_enabled: true,
            messages_tab_enabled: false,
            messages_tab_read_only_enabled: true,
          },
        },
      },
      'requires messages_tab_enabled',
    ],
    [
      'App Home events without App Home',
      { features: { app_home: { messages_tab_enabled: false } } },
      'requires a tab',
    ],
  ];

  it.each(refused)('%s', (_what, parts, problem) => {
    expect(checkManifest(manifest(parts))).toEqual([expect.stringContaining(problem)]);
  });

  it('addresses that are missing without Socket Mode', () => {
    const problems = checkManifest(
      manifest({ features: { slash_commands: [command()] }, settings: { socket_mode_enabled: false } }),
    );
    expect(problems).toEqual([
      expect.stringContaining('/settings/event_subscriptions'),
      expect.stringContaining('/settings/interactivity'),
      expect.stringContaining('/features/slash_commands/0'),
    ]);
  });

  it('commands without their scope', () => {
    const bare = manifest({ features: { slash_commands: [command()] } });
    const without = { ...bare, oauth_config: { scopes: { bot: ['chat:write', 'im:history'] } } };
    expect(checkManifest(without)).toEqual([expect.stringContaining('require the scope commands')]);
  });

  it('having nothing to show', () => {
    expect(checkManifest({})).toEqual(['missing required field: display_information [json-pointer:]']);
  });
});
