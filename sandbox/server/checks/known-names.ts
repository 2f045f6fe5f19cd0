/** Bot scopes: Slack's page "Scopes", narrowed to bot tokens. */
export const BOT_SCOPES = new Set([
  ...[
    'app_mentions:read',
    'assistant:write',
    'bookmarks:read',
    'bookmarks:write',
    'calls:read',
    'calls:write',
  ],
  ...[
    'canvases:read',
    'canvases:write',
    'channels:history',
    'channels:join',
    'channels:manage',
    'channels:read',
  ],
  ...[
    'channels:write.invites',
    'channels:write.topic',
    'chat:write',
    'chat:write.customize',
    'chat:write.public',
  ],
  ...[
    'commands',
    'conversations.connect:manage',
    'conversations.connect:read',
    'conversations.connect:write',
  ],
  ...['datastore:read', 'datastore:write', 'dnd:read', 'emoji:read', 'files:read', 'files:write'],
  ...['groups:history', 'groups:read', 'groups:write', 'groups:write.invites', 'groups:write.topic'],
  ...['im:history', 'im:read', 'im:write', 'im:write.topic', 'incoming-webhook', 'links.embed:write'],
  ...['links:read', 'links:write', 'lists:read', 'lists:write', 'metadata.message:read', 'mpim:history'],
  ...['mpim:read', 'mpim:write', 'mpim:write.invites', 'mpim:write.topic', 'pins:read', 'pins:write'],
  ...['reactions:read', 'reactions:write', 'reminders:read', 'reminders:write', 'remote_files:read'],
  ...['remote_files:share', 'remote_files:write', 'team.billing:read', 'team.preferences:read', 'team:read'],
  ...['tokens.basic', 'triggers:read', 'triggers:write', 'usergroups:read', 'usergroups:write'],
  ...['users.profile:read', 'users:read', 'users:read.email', 'users:write', 'workflow.steps:execute'],
]);

const CHANNEL = ['channels:read'];
const GROUP = ['groups:read'];
const USERS = ['users:read'];
const CONNECT = ['conversations.connect:manage'];

/**
 * Events that a bot can subscribe to, with the scopes of which one is enough; an empty list if none is needed.
 * Source: "Required scopes" on Slack's page of each event.
 */
export const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  assistant_thread_context_changed: ['assistant:write'],
  assistant_thread_started: ['assistant:write'],
  call_rejected: ['calls:read'],
  channel_archive: CHANNEL,
  channel_created: CHANNEL,
  channel_deleted: CHANNEL,
  channel_history_changed: ['channels:history', 'groups:history', 'mpim:history'],
  channel_id_changed: CHANNEL,
  channel_left: CHANNEL,
  channel_rename: CHANNEL,
  channel_shared: [...CHANNEL, ...GROUP],
  channel_unarchive: CHANNEL,
  channel_unshared: [...CHANNEL, ...GROUP],
  dnd_updated_user: ['dnd:read'],
  email_domain_changed: ['team:read'],
  emoji_changed: ['emoji:read'],
  file_change: ['files:read'],
  file_created: ['files:read'],
  file_deleted: ['files:read'],
  file_public: ['files:read'],
  file_shared: ['files:read'],
  file_unshared: ['files:read'],
  function_executed: [],
  grid_migration_finished: [],
  grid_migration_started: [],
  group_archive: GROUP,
  group_close: GROUP,
  group_deleted: GROUP,
  group_history_changed: ['groups:history'],
  group_left: GROUP,
  group_open: GROUP,
  group_rename: GROUP,
  group_unarchive: GROUP,
  im_close: ['im:read'],
  im_created: ['im:read'],
  im_history_changed: ['im:history'],
  im_open: ['im:read'],
  link_shared: ['links:read'],
  member_joined_channel: [...CHANNEL, ...GROUP],
  member_left_channel: [...CHANNEL, ...GROUP],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  message_metadata_deleted: ['metadata.message:read'],
  message_metadata_posted: ['metadata.message:read'],
  message_metadata_updated: ['metadata.message:read'],
  pin_added: ['pins:read'],
  pin_removed: ['pins:read'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  shared_channel_invite_accepted: CONNECT,
  shared_channel_invite_approved: CONNECT,
  shared_channel_invite_declined: CONNECT,
  shared_channel_invite_received: ['conversations.connect:read'],
  subteam_created: ['usergroups:read'],
  subteam_members_changed: ['usergroups:read'],
  subteam_self_added: ['usergroups:read'],
  subteam_self_removed: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
  team_access_granted: [],
  team_access_revoked: [],
  team_domain_change: ['team:read'],
  team_join: USERS,
  team_rename: ['team:read'],
  tokens_revoked: [],
  user_change: USERS,
  user_huddle_changed: USERS,
  user_profile_changed: ['users.profile:read'],
  user_status_changed: USERS,
};

/** What slash commands, and shortcuts too, need. */
export const COMMANDS_SCOPE = 'commands';

/**
 * The scopes of which any one lets an app receive the event (`message.im`, `reaction_added`, ...).
 *
 * @returns an empty list when no scope is needed, null when Slack has no such event for bots.
 */
export function scopeForEvent(event: string): string[] | null {
  return Object.hasOwn(EVENT_SCOPES, event) ? [...(EVENT_SCOPES[event] ?? [])] : null;
}
