import type { PersonInfo, World } from './protocol.ts';
import { BOT_SCOPES, EVENT_SCOPES } from './server/checks/known-names.ts';

const OURS = 'T0SANDBOX1';
const THEIRS = 'T0CLIENTCO';

/** A workspace to start with: two admins and members in two time zones, a guest, and somebody of another company. */
export const sampleWorld: World = {
  team: { id: OURS, name: 'Sandbox', domain: 'sandbox' },
  otherTeams: [{ id: THEIRS, name: 'Client & Co' }],
  people: [
    person('U0ANA', 'Ana Silva', 'admin', 'Europe/Lisbon', '#8a5a9e'),
    person('U0BEN', 'Ben Carter', 'member', 'America/New_York', '#2f7f79'),
    person('U0GUS', 'Gus Guest', 'guest', 'Europe/Lisbon', '#b3552f'),
    { ...person('U0OLGA', 'Olga Outside', 'external', 'Europe/Berlin', '#5b6b8c'), teamId: THEIRS },
  ],
  channels: [
    channel('C0GENERAL', 'general', ['U0ANA', 'U0BEN', 'U0GUS']),
    { ...channel('C0PRIVATE', 'leads', ['U0ANA', 'U0BEN']), isPrivate: true },
    { ...channel('C0SHARED', 'client-and-us', ['U0ANA', 'U0OLGA']), sharedWithTeamIds: [THEIRS] },
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

function person(
  id: string,
  realName: string,
  kind: PersonInfo['kind'],
  timeZone: string,
  color: string,
): PersonInfo {
  const name = realName.split(' ')[0] ?? realName;
  return { id, name, realName, timeZone, kind, teamId: OURS, color };
}

function channel(id: string, name: string, memberIds: string[]) {
  return { id, name, isPrivate: false, memberIds, sharedWithTeamIds: [], pendingTeamIds: [] };
}
