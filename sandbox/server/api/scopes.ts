/** What a conversation is, for its scopes: `channels:`, `groups:`, `im:` and `mpim:` in that order. */
export type ConversationKind = 'public' | 'private' | 'im' | 'mpim';

/** The scopes of which any one lets a bot call a method; by kind of conversation where it depends on that. */
export type Scopes = readonly string[] | Readonly<Record<ConversationKind, readonly string[]>>;

export const READ: Scopes = {
  public: ['channels:read'],
  private: ['groups:read'],
  im: ['im:read'],
  mpim: ['mpim:read'],
};
export const HISTORY: Scopes = {
  public: ['channels:history'],
  private: ['groups:history'],
  im: ['im:history'],
  mpim: ['mpim:history'],
};
export const WRITE: Scopes = {
  public: ['channels:manage'],
  private: ['groups:write'],
  im: ['im:write'],
  mpim: ['mpim:write'],
};
export const INVITE: Scopes = {
  public: ['channels:write.invites', 'channels:manage'],
  private: ['groups:write.invites', 'groups:write'],
  im: ['im:write'],
  mpim: ['mpim:write.invites', 'mpim:write'],
};
export const TOPIC: Scopes = {
  public: ['channels:write.topic', 'channels:manage'],
  private: ['groups:write.topic', 'groups:write'],
  im: ['im:write.topic', 'im:write'],
  mpim: ['mpim:write.topic', 'mpim:write'],
};

/**
 * The scopes of which any one will do on this kind of conversation. Without a kind, those of any kind: what Slack asks
 * for before it has looked at the conversation.
 */
export function scopesFor(scopes: Scopes, kind?: ConversationKind): string[] {
  if (isList(scopes)) return [...scopes];
  return kind ? [...scopes[kind]] : Object.values(scopes).flat();
}

function isList(scopes: Scopes): scopes is readonly string[] {
  return Array.isArray(scopes);
}
