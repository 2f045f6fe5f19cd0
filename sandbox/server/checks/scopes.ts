import { EVENT_SCOPES } from './known-names.ts';

/** What a conversation is, for its scopes: `channels:`, `groups:`, `im:` and `mpim:` in that order. */
export type ConversationKind = 'public' | 'private' | 'im' | 'mpim';

type Needed = readonly string[] | Readonly<Record<ConversationKind, readonly string[]>>;

const READ = { public: ['channels:read'], private: ['groups:read'], im: ['im:read'], mpim: ['mpim:read'] };
const HISTORY = {
  public: ['channels:history'],
  private: ['groups:history'],
  im: ['im:history'],
  mpim: ['mpim:history'],
};
const WRITE = {
  public: ['channels:manage'],
  private: ['groups:write'],
  im: ['im:write'],
  mpim: ['mpim:write'],
};
const INVITE = {
  public: ['channels:write.invites', 'channels:manage'],
  private: ['groups:write.invites', 'groups:write'],
  im: ['im:write'],
  mpim: ['mpim:write.invites', 'mpim:write'],
};
const TOPIC = {
  public: ['channels:write.topic', 'channels:manage'],
  private: ['groups:write.topic', 'groups:write'],
  im: ['im:write.topic', 'im:write'],
  mpim: ['mpim:write.topic', 'mpim:write'],
};
const NONE: readonly string[] = [];

/** Source: "Scopes" on Slack's page of each method, bot tokens; `apps.connections.open` takes an app-level token. */
const METHOD_SCOPES: Readonly<Record<string, Needed>> = {
  'api.test': NONE,
  'auth.revoke': NONE,
  'auth.test': NONE,
  'apps.connections.open': ['connections:write'],
  'blocks.validate': NONE,
  'bots.info': ['users:read'],
  'chat.delete': ['chat:write'],
  'chat.deleteScheduledMessage': ['chat:write'],
  'chat.getPermalink': NONE,
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.scheduleMessage': ['chat:write'],
  'chat.scheduledMessages.list': NONE,
  'chat.update': ['chat:write'],
  'conversations.archive': WRITE,
  'conversations.create': WRITE,
  'conversations.history': HISTORY,
  'conversations.info': READ,
  'conversations.invite': INVITE,
  'conversations.join': ['channels:join'],
  'conversations.leave': WRITE,
  'conversations.list': READ,
  'conversations.members': READ,
  'conversations.open': WRITE,
  'conversations.replies': HISTORY,
  'conversations.setTopic': TOPIC,
  'dnd.info': ['dnd:read'],
  'dnd.teamInfo': ['dnd:read'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'reactions.add': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'reactions.remove': ['reactions:write'],
  'team.info': ['team:read'],
  'users.conversations': READ,
  'users.getPresence': ['users:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'users.profile.get': ['users.profile:read'],
  'views.open': NONE,
  'views.publish': NONE,
  'views.push': NONE,
  'views.update': NONE,
};

/**
 * The scopes of which any one lets a bot call the method.
 *
 * @param kind of the conversation that the call is about. Without it, a method whose scope hangs on the kind takes that
 *   of any kind: what Slack asks before it has looked at the conversation. For `conversations.list` and
 *   `users.conversations`, ask once for each kind that was asked for.
 * @returns an empty list when no scope is needed, null when the method is not offered (`unknown_method`).
 */
export function scopeFor(method: string, kind?: ConversationKind): string[] | null {
  if (!Object.hasOwn(METHOD_SCOPES, method)) return null;
  const needed = METHOD_SCOPES[method] as Needed;
  if (isList(needed)) return [...needed];
  return kind ? [...needed[kind]] : Object.values(needed).flat();
}

/**
 * The scopes of which any one lets an app receive the event (`message.im`, `reaction_added`, ...).
 *
 * @returns an empty list when no scope is needed, null when Slack has no such event for bots.
 */
export function scopeForEvent(event: string): string[] | null {
  return Object.hasOwn(EVENT_SCOPES, event) ? [...(EVENT_SCOPES[event] ?? [])] : null;
}

/** What slash commands, and shortcuts too, need. */
export const COMMANDS_SCOPE = 'commands';

function isList(needed: Needed): needed is readonly string[] {
  return Array.isArray(needed);
}
