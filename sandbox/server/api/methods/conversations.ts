import type { Raw } from '../../../raw.ts';
import { SlackError } from '../../slack-error.ts';
import { conversationJson } from '../../state/conversation-json.ts';
import { messageJson } from '../../state/message-json.ts';
import type { Conversation, StoredMessage } from '../../state/state.ts';
import { flag, list, page, paging, text } from '../arguments.ts';
import { conversationFor, isMember, kindOf, wantedKinds } from '../conversation-access.ts';
import { type ApiContext, method } from '../method.ts';
import { HISTORY, READ } from '../scopes.ts';

const windowArgs = {
  channel: text,
  oldest: text.optional(),
  latest: text.optional(),
  inclusive: flag,
  include_all_metadata: flag,
  ...paging,
};

/** The methods that read conversations; `channels.ts` has those that change them. */
export const conversationMethods = [
  method({
    name: 'conversations.info',
    scopes: READ,
    tier: 3,
    args: { channel: text, include_num_members: flag },
    run: (context, args) => {
      const conversation = conversationFor(context, args.channel);
      context.requireScope(kindOf(conversation));
      return { channel: conversationJson(context.state, conversation, args.include_num_members) };
    },
  }),

  method({
    name: 'conversations.list',
    scopes: READ,
    tier: 2,
    args: { types: list, exclude_archived: flag, ...paging },
    run: (context, args) => {
      const { state } = context;
      const wanted = wantedKinds(context, args.types);
      const found = [...state.conversations.values()].filter((conversation) => {
        if (args.exclude_archived && conversation.isArchived) return false;
        if (!wanted.has(kindOf(conversation))) return false;
        return !conversation.isPrivate || isMember(context, conversation);
      });
      const { items, cursor } = page(found, args, 100);
      return {
        channels: items.map((conversation) => conversationJson(state, conversation, true)),
        response_metadata: { next_cursor: cursor },
      };
    },
  }),

  method({
    name: 'conversations.members',
    scopes: READ,
    tier: 4,
    args: { channel: text, ...paging },
    run: (context, args) => {
      const conversation = conversationFor(context, args.channel);
      context.requireScope(kindOf(conversation));
      const { items, cursor } = page([...conversation.memberIds], args, 100);
      return { members: items, response_metadata: { next_cursor: cursor } };
    },
  }),

  method({
    name: 'conversations.history',
    scopes: HISTORY,
    tier: 3,
    args: windowArgs,
    run: (context, args) => {
      const roots = readable(context, args.channel).messages.filter(
        ({ ephemeralTo, threadTs, ts, broadcast }) =>
          ephemeralTo === null && (threadTs === null || threadTs === ts || broadcast),
      );
      const { items, cursor } = page(inWindow(roots, args).reverse(), args, 100, 999);
      return messagesAnswer(context, items, cursor, args.include_all_metadata);
    },
  }),

  method({
    name: 'conversations.replies',
    scopes: HISTORY,
    tier: 3,
    args: { ts: text, ...windowArgs },
    run: (context, args) => {
      const thread = readable(context, args.channel).messages.filter(
        ({ ephemeralTo, ts, threadTs }) => ephemeralTo === null && (ts === args.ts || threadTs === args.ts),
      );
      if (thread.length === 0) throw new SlackError('thread_not_found');
      const { items, cursor } = page(inWindow(thread, args), args, 1000);
      return messagesAnswer(context, items, cursor, args.include_all_metadata);
    },
  }),
];

function readable(context: ApiContext, id: string): Conversation {
  const conversation = conversationFor(context, id);
  context.requireScope(kindOf(conversation));
  if (!isMember(context, conversation)) throw new SlackError('not_in_channel');
  return conversation;
}

/** Messages between `oldest` and `latest`. */
function inWindow(
  messages: StoredMessage[],
  window: { oldest?: string | undefined; latest?: string | undefined; inclusive: boolean },
): StoredMessage[] {
  const oldest = Number(window.oldest ?? 0);
  const latest = Number(window.latest ?? Number.POSITIVE_INFINITY);
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return window.inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function messagesAnswer(
  { state }: ApiContext,
  items: StoredMessage[],
  cursor: string,
  metadata: boolean,
): Raw {
  return {
    messages: items.map((message) => messageJson(state, message, { metadata })),
    has_more: cursor !== '',
    pin_count: 0,
    ...(cursor ? { response_metadata: { next_cursor: cursor } } : {}),
  };
}
