import { SlackError } from '../slack-error.ts';
import type { Conversation } from '../state/state.ts';
import type { ApiContext } from './method.ts';
import type { ConversationKind } from './scopes.ts';

const KINDS = new Map<string, ConversationKind>([
  ['public_channel', 'public'],
  ['private_channel', 'private'],
  ['im', 'im'],
  ['mpim', 'mpim'],
]);

/** A conversation that the app can know of. @throws SlackError channel_not_found */
export function conversationFor({ state }: ApiContext, id: string): Conversation {
  const byName = id.startsWith('#') ? id.slice(1) : null;
  const found =
    state.conversations.get(id) ??
    [...state.conversations.values()].find(({ kind, name }) => kind === 'channel' && name === byName);
  if (!found || (found.isPrivate && !found.memberIds.has(state.app.botUserId)))
    throw new SlackError('channel_not_found');
  return found;
}

/** What the conversation is, for its scopes. */
export function kindOf(conversation: Conversation): 'public' | 'private' | 'im' {
  if (conversation.kind === 'dm') return 'im';
  return conversation.isPrivate ? 'private' : 'public';
}

/** The kinds that a call asks for in `types`; public channels unless it says otherwise. */
export function wantedKinds(context: ApiContext, types: string[]): Set<ConversationKind> {
  const wanted = (types.length ? types : ['public_channel']).map((type) => {
    const kind = KINDS.get(type);
    if (!kind) throw new SlackError('invalid_types');
    return kind;
  });
  for (const kind of wanted) context.requireScope(kind);
  return new Set(wanted);
}

export function isMember({ state }: ApiContext, conversation: Conversation): boolean {
  return conversation.memberIds.has(state.app.botUserId);
}
