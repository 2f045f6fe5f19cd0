import { buildChannel, buildPerson } from './build-world.ts';
import type { World } from './protocol.ts';
import { BOT_SCOPES, EVENT_SCOPES } from './server/checks/known-names.ts';

const OURS = 'T0SANDBOX1';
const THEIRS = 'T0CLIENTCO';

/** A workspace to start with: an admin and a member in two time zones, a guest, and someone from another company. */
export const sampleWorld: World = {
  team: { id: OURS, name: 'Sandbox', domain: 'sandbox' },
  otherTeams: [{ id: THEIRS, name: 'Client & Co' }],
  people: [
    buildPerson({ id: 'U0ANA', realName: 'Ana Silva', teamId: OURS, kind: 'admin', color: '#8a5a9e' }),
    buildPerson({ id: 'U0BEN', realName: 'Ben Carter', teamId: OURS, timeZone: 'America/New_York' }),
    buildPerson({ id: 'U0GUS', realName: 'Gus Guest', teamId: OURS, kind: 'guest', color: '#b3552f' }),
    buildPerson({
      id: 'U0OLGA',
      realName: 'Olga Outside',
      teamId: THEIRS,
      kind: 'external',
      color: '#2f7f79',
    }),
  ],
  channels: [
    buildChannel({ id: 'C0GENERAL', name: 'general', memberIds: ['U0ANA', 'U0BEN', 'U0GUS'] }),
    buildChannel({ id: 'C0PRIVATE', name: 'leads', memberIds: ['U0ANA', 'U0BEN'], isPrivate: true }),
    buildChannel({
      id: 'C0SHARED',
      name: 'client-and-us',
      memberIds: ['U0ANA', 'U0OLGA'],
      sharedWithTeamIds: [THEIRS],
    }),
  ],
};

/** An app that may do everything that the sandbox offers, for trying things out before there is a manifest. */
export const sampleManifest = {
  display_information: { name: 'Sample app' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'Sample app', always_online: true },
    slash_commands: [{ command: '/sample', description: 'Reaches your app', usage_hint: '[anything]' }],
    shortcuts: [
      { name: 'Sample shortcut', type: 'global', callback_id: 'sample', description: 'Reaches your app' },
    ],
  },
  oauth_config: { scopes: { bot: [...BOT_SCOPES] } },
  settings: {
    event_subscriptions: { bot_events: Object.keys(EVENT_SCOPES) },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};
