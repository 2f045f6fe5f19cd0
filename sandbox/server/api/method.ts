import type { Raw } from '../../raw.ts';
import type { ConversationKind } from '../checks/scopes.ts';
import type { Events } from '../delivery/events.ts';
import type { SocketMode } from '../delivery/socket-mode.ts';
import type { Triggers } from '../delivery/triggers.ts';
import { SlackError } from '../slack-error.ts';
import type { Conversation, SandboxState } from '../state/state.ts';

/** What Web API methods work with. */
export interface ApiContext {
  state: SandboxState;
  triggers: Triggers;
  events: Events;
  socket: SocketMode;
  baseUrl: string;
  /** @throws SlackError missing_scope, when the manifest does not ask for what the method needs on this kind. */
  requireScope: (kind: ConversationKind) => void;
}

/** One Web API method: answers what stands beside `ok: true`. @throws SlackError */
export type Method = (context: ApiContext, args: Raw) => Raw | Promise<Raw>;

/** A conversation that the app can know of. @throws SlackError channel_not_found */
export function conversationFor(context: ApiContext, id: string): Conversation {
  const { state } = context;
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
  const kinds: Record<string, ConversationKind> = {
    public_channel: 'public',
    private_channel: 'private',
    im: 'im',
    mpim: 'mpim',
  };
  const wanted = (types.length ? types : ['public_channel']).map((type) => {
    const kind = kinds[type];
    if (!kind) throw new SlackError('invalid_types');
    return kind;
  });
  for (const kind of wanted) context.requireScope(kind);
  return new Set(wanted);
}

export function isMember(context: ApiContext, conversation: Conversation): boolean {
  return conversation.memberIds.has(context.state.app.botUserId);
}
