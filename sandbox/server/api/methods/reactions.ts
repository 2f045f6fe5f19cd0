import { SlackError } from '../../slack-error.ts';
import { messageJson } from '../../state/message-json.ts';
import { changed, type StoredMessage } from '../../state/state.ts';
import { text } from '../arguments.ts';
import { conversationFor } from '../conversation-access.ts';
import { type ApiContext, method } from '../method.ts';
import { messageAt } from './chat.ts';

const onMessage = { channel: text, timestamp: text };

export const reactionMethods = [
  method({
    name: 'reactions.add',
    scopes: ['reactions:write'],
    tier: 3,
    args: { ...onMessage, name: text },
    run: (context, args) => {
      const { reactions } = messageOf(context, args);
      const users = reactions.get(args.name) ?? new Set();
      if (users.has(context.state.app.botUserId)) throw new SlackError('already_reacted');
      reactions.set(args.name, users.add(context.state.app.botUserId));
      changed(context.state);
      return {};
    },
  }),

  method({
    name: 'reactions.remove',
    scopes: ['reactions:write'],
    tier: 2,
    args: { ...onMessage, name: text },
    run: (context, args) => {
      const { reactions } = messageOf(context, args);
      const users = reactions.get(args.name);
      if (!users?.delete(context.state.app.botUserId)) throw new SlackError('no_reaction');
      if (users.size === 0) reactions.delete(args.name);
      changed(context.state);
      return {};
    },
  }),

  method({
    name: 'reactions.get',
    scopes: ['reactions:read'],
    tier: 3,
    args: onMessage,
    run: (context, args) => {
      const message = messageOf(context, args);
      return { type: 'message', channel: message.channel, message: messageJson(context.state, message) };
    },
  }),
];

function messageOf(context: ApiContext, args: { channel: string; timestamp: string }): StoredMessage {
  return messageAt(conversationFor(context, args.channel), args.timestamp);
}
