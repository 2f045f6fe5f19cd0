import type { Raw } from '../../raw.ts';
import { messageJson } from '../state/message-json.ts';
import { type Conversation, nextTs, type SandboxState, type StoredMessage } from '../state/state.ts';
import type { Events } from './events.ts';

/** What it takes to tell the app something. */
export interface Announcer {
  state: SandboxState;
  events: Events;
}

/** The bot event that covers messages of this kind of conversation. */
function messageSubscription(conversation: Conversation): string {
  if (conversation.kind === 'dm') return 'message.im';
  return conversation.isPrivate ? 'message.groups' : 'message.channels';
}

/** Tells the app about a new message, and about being mentioned in it. Resolves once it has acknowledged. */
export async function announceMessage(
  { state, events }: Announcer,
  conversation: Conversation,
  message: StoredMessage,
  times = 1,
): Promise<void> {
  if (!conversation.memberIds.has(state.app.botUserId) || message.ephemeralTo !== null) return;
  const event = {
    ...messageJson(state, message),
    channel: conversation.id,
    event_ts: message.ts,
  };
  const options = { shared: isShared(conversation), times };
  const sent = [
    events.dispatch(messageSubscription(conversation), { ...event, ...channelType(conversation) }, options),
  ];
  if (
    !message.fromApp &&
    conversation.kind === 'channel' &&
    message.text.includes(`<@${state.app.botUserId}`)
  ) {
    sent.push(events.dispatch('app_mention', { ...event, type: 'app_mention' }, options));
  }
  await Promise.all(sent);
}

/** Tells the app that a message was changed or deleted. */
export function announceChange(
  { state, events }: Announcer,
  conversation: Conversation,
  before: Raw,
  after: StoredMessage | null,
): void {
  const ts = nextTs(state);
  void events.dispatch(
    messageSubscription(conversation),
    {
      type: 'message',
      subtype: after ? 'message_changed' : 'message_deleted',
      hidden: true,
      channel: conversation.id,
      ts,
      event_ts: ts,
      previous_message: before,
      ...(after ? { message: messageJson(state, after) } : { deleted_ts: before.ts }),
      ...channelType(conversation),
    },
    { shared: isShared(conversation) },
  );
}

function isShared(conversation: Conversation): boolean {
  return conversation.sharedWithTeamIds.length > 0;
}

function channelType(conversation: Conversation): Raw {
  if (conversation.kind === 'dm') return { channel_type: 'im' };
  return { channel_type: conversation.isPrivate ? 'group' : 'channel' };
}
