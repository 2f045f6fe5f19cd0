import type { Raw } from '../../raw.ts';
import { SlackError } from '../slack-error.ts';
import { changed, type StoredMessage } from '../state/state.ts';
import { required } from './arguments.ts';
import { messageJson } from './message-json.ts';
import { type ApiContext, conversationFor, type Method } from './method.ts';

function messageOf(context: ApiContext, args: Raw): StoredMessage {
  const conversation = conversationFor(context, required(args, 'channel'));
  const timestamp = required(args, 'timestamp');
  const message = conversation.messages.find(
    ({ ts, ephemeralTo }) => ts === timestamp && ephemeralTo === null,
  );
  if (!message) throw new SlackError('message_not_found');
  return message;
}

const add: Method = (context, args) => {
  const { reactions } = messageOf(context, args);
  const name = required(args, 'name');
  const users = reactions.get(name) ?? new Set();
  if (users.has(context.state.app.botUserId)) throw new SlackError('already_reacted');
  reactions.set(name, users.add(context.state.app.botUserId));
  changed(context.state);
  return {};
};

const remove: Method = (context, args) => {
  const { reactions } = messageOf(context, args);
  const name = required(args, 'name');
  if (!reactions.get(name)?.delete(context.state.app.botUserId)) throw new SlackError('no_reaction');
  if (reactions.get(name)?.size === 0) reactions.delete(name);
  changed(context.state);
  return {};
};

const get: Method = (context, args) => {
  const message = messageOf(context, args);
  return { type: 'message', channel: message.channel, message: messageJson(context.state, message) };
};

export const reactionMethods: Record<string, Method> = {
  'reactions.add': add,
  'reactions.remove': remove,
  'reactions.get': get,
};
