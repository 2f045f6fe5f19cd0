import { announceChange, announceMessage } from '../../delivery/message-events.ts';
import { SlackError } from '../../slack-error.ts';
import { carriedState } from '../../state/input-values.ts';
import { messageContent, updatedContent } from '../../state/message-content.ts';
import { messageJson } from '../../state/message-json.ts';
import {
  addMessage,
  type Conversation,
  changed,
  dmBetween,
  nextTs,
  type StoredMessage,
} from '../../state/state.ts';
import { flag, text } from '../arguments.ts';
import { conversationFor, isMember } from '../conversation-access.ts';
import { type ApiContext, method } from '../method.ts';

export const chatMethods = [
  method({
    name: 'chat.postMessage',
    scopes: ['chat:write'],
    tier: 'posting',
    args: { channel: text, thread_ts: text.optional(), reply_broadcast: flag },
    run: (context, args) => {
      const { state } = context;
      const conversation = postTarget(context, args.channel);
      requirePosting(context, conversation);
      const message = addMessage(state, conversation, {
        ...messageContent(args),
        user: state.app.botUserId,
        fromApp: true,
        threadTs: threadOf(conversation, args.thread_ts),
        broadcast: args.reply_broadcast,
      });
      void announceMessage(context, conversation, message);
      return {
        channel: conversation.id,
        ts: message.ts,
        message: messageJson(state, message, { metadata: true }),
      };
    },
  }),

  method({
    name: 'chat.update',
    scopes: ['chat:write'],
    tier: 3,
    args: { channel: text, ts: text },
    run: (context, args) => {
      const { state } = context;
      const conversation = conversationFor(context, args.channel);
      const message = messageAt(conversation, args.ts);
      if (!message.fromApp) throw new SlackError('cant_update_message');
      if (conversation.isArchived) throw new SlackError('is_archived');
      const before = messageJson(state, message);
      Object.assign(message, updatedContent(message, args));
      if (message.blocks.length === 0) message.editedTs = nextTs(state);
      for (const [user, old] of message.states) message.states.set(user, carriedState(old, message.blocks));
      changed(state);
      announceChange(context, conversation, before, message);
      return {
        channel: conversation.id,
        ts: message.ts,
        text: message.text,
        message: messageJson(state, message),
      };
    },
  }),

  method({
    name: 'chat.delete',
    scopes: ['chat:write'],
    tier: 3,
    args: { channel: text, ts: text },
    run: (context, { channel, ts }) => {
      const { state } = context;
      const conversation = conversationFor(context, channel);
      const message = messageAt(conversation, ts);
      if (!message.fromApp) throw new SlackError('cant_delete_message');
      const before = messageJson(state, message);
      conversation.messages = conversation.messages.filter((other) => other !== message);
      changed(state);
      announceChange(context, conversation, before, null);
      return { channel: conversation.id, ts: message.ts };
    },
  }),

  method({
    name: 'chat.postEphemeral',
    scopes: ['chat:write'],
    tier: 4,
    args: { channel: text, user: text, thread_ts: text.optional() },
    run: (context, args) => {
      const { state } = context;
      const conversation = conversationFor(context, args.channel);
      if (conversation.isArchived) throw new SlackError('is_archived');
      if (!isMember(context, conversation)) throw new SlackError('not_in_channel');
      if (!conversation.memberIds.has(args.user)) throw new SlackError('user_not_in_channel');
      const message = addMessage(state, conversation, {
        ...messageContent(args),
        user: state.app.botUserId,
        fromApp: true,
        ephemeralTo: args.user,
        threadTs: threadOf(conversation, args.thread_ts),
      });
      return { message_ts: message.ts };
    },
  }),

  method({
    name: 'chat.getPermalink',
    scopes: [],
    tier: 'none',
    args: { channel: text, message_ts: text },
    run: (context, { channel, message_ts }) => {
      const conversation = conversationFor(context, channel);
      const { ts } = messageAt(conversation, message_ts);
      const { domain } = context.state.team;
      return {
        channel: conversation.id,
        permalink: `https://${domain}.slack.com/archives/${conversation.id}/p${ts.replace('.', '')}`,
      };
    },
  }),
];

/** Where a message may go: a conversation's id, `#name`, or a person's id for the DM with them. */
export function postTarget(context: ApiContext, id: string): Conversation {
  const { state } = context;
  if (!/^[UW]/.test(id)) return conversationFor(context, id);
  const person = state.people.get(id);
  if (!person || person.kind === 'deactivated' || person.teamId !== state.team.id) {
    throw new SlackError('channel_not_found');
  }
  if (person.kind === 'bot') throw new SlackError('cannot_dm_bot');
  return dmBetween(state, id, state.app.botUserId);
}

/** @throws SlackError when the app may not post there */
export function requirePosting(context: ApiContext, conversation: Conversation): void {
  const { manifest } = context.state;
  if (conversation.isArchived) throw new SlackError('is_archived');
  if (conversation.kind === 'dm' && !manifest.messagesTab) throw new SlackError('messages_tab_disabled');
  if (isMember(context, conversation)) return;
  if (conversation.isPrivate || !manifest.scopes.has('chat:write.public'))
    throw new SlackError('not_in_channel');
}

function threadOf(conversation: Conversation, threadTs: string | undefined): string | null {
  if (threadTs === undefined) return null;
  const parent = conversation.messages.find(({ ts, ephemeralTo }) => ts === threadTs && !ephemeralTo);
  if (!parent) throw new SlackError('thread_not_found');
  return parent.threadTs ?? parent.ts;
}

/** @throws SlackError message_not_found; what only one person sees cannot be named */
export function messageAt({ messages }: Conversation, ts: string): StoredMessage {
  const message = messages.find((candidate) => candidate.ts === ts && candidate.ephemeralTo === null);
  if (!message) throw new SlackError('message_not_found');
  return message;
}
