import type { Raw } from '../../raw.ts';
import { SlackError } from '../slack-error.ts';
import type { Conversation, StoredMessage } from '../state/state.ts';
import { flag, list, optional, page, required } from './arguments.ts';
import { conversationJson } from './conversation-json.ts';
import { messageJson } from './message-json.ts';
import { type ApiContext, conversationFor, isMember, kindOf, type Method, wantedKinds } from './method.ts';

const info: Method = (context, args) => {
  const conversation = conversationFor(context, required(args, 'channel'));
  context.requireScope(kindOf(conversation));
  return { channel: conversationJson(context.state, conversation, flag(args, 'include_num_members')) };
};

const listAll: Method = (context, args) => {
  const { state } = context;
  const wanted = wantedKinds(context, list(args, 'types'));
  const skipArchived = flag(args, 'exclude_archived');
  const found = [...state.conversations.values()].filter((conversation) => {
    if (skipArchived && conversation.isArchived) return false;
    if (!wanted.has(kindOf(conversation))) return false;
    return !conversation.isPrivate || isMember(context, conversation);
  });
  const { items, cursor } = page(found, args, 100);
  return {
    channels: items.map((conversation) => conversationJson(state, conversation, true)),
    response_metadata: { next_cursor: cursor },
  };
};

const members: Method = (context, args) => {
  const conversation = conversationFor(context, required(args, 'channel'));
  context.requireScope(kindOf(conversation));
  const { items, cursor } = page([...conversation.memberIds], args, 100);
  return { members: items, response_metadata: { next_cursor: cursor } };
};

function readable(context: ApiContext, args: Raw): Conversation {
  const conversation = conversationFor(context, required(args, 'channel'));
  context.requireScope(kindOf(conversation));
  if (!isMember(context, conversation)) throw new SlackError('not_in_channel');
  return conversation;
}

/** Messages between `oldest` and `latest`, newest first, as Slack pages them. */
function window(messages: StoredMessage[], args: Raw): StoredMessage[] {
  const inclusive = flag(args, 'inclusive');
  const oldest = Number(optional(args, 'oldest') ?? 0);
  const latest = Number(optional(args, 'latest') ?? Number.POSITIVE_INFINITY);
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

const history: Method = (context, args) => {
  const conversation = readable(context, args);
  const roots = conversation.messages.filter(
    ({ ephemeralTo, threadTs, ts, broadcast }) =>
      ephemeralTo === null && (threadTs === null || threadTs === ts || broadcast),
  );
  const { items, cursor } = page(window(roots, args).reverse(), args, 100, 999);
  return messagesAnswer(context, args, items, cursor);
};

const replies: Method = (context, args) => {
  const conversation = readable(context, args);
  const threadTs = required(args, 'ts');
  const thread = conversation.messages.filter(
    (message) => message.ephemeralTo === null && (message.ts === threadTs || message.threadTs === threadTs),
  );
  if (thread.length === 0) throw new SlackError('thread_not_found');
  const { items, cursor } = page(window(thread, args), args, 1000);
  return messagesAnswer(context, args, items, cursor);
};

function messagesAnswer(context: ApiContext, args: Raw, items: StoredMessage[], cursor: string): Raw {
  const metadata = flag(args, 'include_all_metadata');
  return {
    messages: items.map((message) => messageJson(context.state, message, { metadata })),
    has_more: cursor !== '',
    pin_count: 0,
    ...(cursor ? { response_metadata: { next_cursor: cursor } } : {}),
  };
}

/** The methods that read. */
export const conversationMethods: Record<string, Method> = {
  'conversations.info': info,
  'conversations.list': listAll,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
};
