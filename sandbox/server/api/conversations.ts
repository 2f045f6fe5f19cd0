import type { Raw } from '../../raw.ts';
import { newId } from '../ids.ts';
import { SlackError } from '../slack-error.ts';
import {
  addChannel,
  addMessage,
  type Conversation,
  changed,
  dmBetween,
  type SandboxState,
  type StoredMessage,
} from '../state.ts';
import { flag, list, optional, page, required } from './arguments.ts';
import { messageJson } from './message-json.ts';
import { type ApiContext, conversationFor, isMember, kindOf, type Method, wantedKinds } from './method.ts';

function conversationJson(state: SandboxState, conversation: Conversation, numbers = false): Raw {
  const { memberIds, sharedWithTeamIds, pendingTeamIds } = conversation;
  const isDm = conversation.kind === 'dm';
  const shared = sharedWithTeamIds.length > 0;
  const common = {
    id: conversation.id,
    created: conversation.created,
    is_archived: conversation.isArchived,
    is_im: isDm,
    is_mpim: false,
    is_org_shared: false,
    context_team_id: state.team.id,
    updated: conversation.created * 1000,
  };
  if (isDm) {
    const user = [...memberIds].find((id) => id !== state.app.botUserId) ?? '';
    return { ...common, user, is_user_deleted: state.people.get(user)?.kind === 'deactivated', priority: 0 };
  }
  return {
    ...common,
    name: conversation.name,
    name_normalized: conversation.name,
    is_channel: !conversation.isPrivate,
    is_group: conversation.isPrivate,
    is_private: conversation.isPrivate,
    is_general: false,
    is_member: memberIds.has(state.app.botUserId),
    is_shared: shared,
    is_ext_shared: shared,
    is_pending_ext_shared: pendingTeamIds.length > 0,
    pending_shared: pendingTeamIds,
    pending_connected_team_ids: pendingTeamIds,
    shared_team_ids: [state.team.id, ...sharedWithTeamIds],
    ...(shared ? { connected_team_ids: sharedWithTeamIds, conversation_host_id: state.team.id } : {}),
    creator: conversation.creator,
    unlinked: 0,
    topic: { value: conversation.topic, creator: '', last_set: 0 },
    purpose: { value: conversation.purpose, creator: '', last_set: 0 },
    previous_names: [],
    ...(numbers ? { num_members: memberIds.size } : {}),
  };
}

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

const open: Method = (context, args) => {
  const { state } = context;
  context.requireScope('im');
  const known = optional(args, 'channel');
  if (known !== undefined) return { channel: { id: conversationFor(context, known).id } };
  const users = list(args, 'users');
  const [user] = users;
  if (user === undefined) throw new SlackError('users_list_not_supplied');
  if (users.length > 1) throw new SlackError('method_not_supported_for_channel_type');
  const person = state.people.get(user);
  if (!person) throw new SlackError('user_not_found');
  if (person.kind === 'bot') throw new SlackError('cannot_dm_bot');
  if (person.kind === 'deactivated') throw new SlackError('user_disabled');
  if (person.teamId !== state.team.id) throw new SlackError('user_not_visible');
  const before = state.conversations.size;
  const dm = dmBetween(state, user, state.app.botUserId);
  const alreadyOpen = state.conversations.size === before;
  return {
    ...(alreadyOpen ? { no_op: true, already_open: true } : {}),
    channel: flag(args, 'return_im') ? conversationJson(state, dm) : { id: dm.id },
  };
};

const join: Method = (context, args) => {
  const { state } = context;
  const conversation = conversationFor(context, required(args, 'channel'));
  if (conversation.kind === 'dm' || conversation.isPrivate) {
    throw new SlackError('method_not_supported_for_channel_type');
  }
  if (conversation.isArchived) throw new SlackError('is_archived');
  const already = isMember(context, conversation);
  conversation.memberIds.add(state.app.botUserId);
  changed(state);
  return {
    channel: conversationJson(state, conversation),
    ...(already
      ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
      : {}),
  };
};

const leave: Method = (context, args) => {
  const conversation = conversationFor(context, required(args, 'channel'));
  context.requireScope(kindOf(conversation));
  if (!conversation.memberIds.delete(context.state.app.botUserId)) return { not_in_channel: true };
  changed(context.state);
  return {};
};

const create: Method = (context, args) => {
  const { state } = context;
  const name = required(args, 'name');
  if (!/^[\p{Ll}\p{Lo}\d_-]{1,80}$/u.test(name)) throw new SlackError('invalid_name_specials');
  if ([...state.conversations.values()].some((other) => other.name === name))
    throw new SlackError('name_taken');
  const isPrivate = flag(args, 'is_private');
  context.requireScope(isPrivate ? 'private' : 'public');
  const channel = addChannel(state, {
    id: newId('C'),
    name,
    isPrivate,
    memberIds: [state.app.botUserId],
    sharedWithTeamIds: [],
    pendingTeamIds: [],
  });
  changed(state);
  return { channel: conversationJson(state, channel) };
};

const invite: Method = (context, args) => {
  const conversation = conversationFor(context, required(args, 'channel'));
  context.requireScope(kindOf(conversation));
  if (!isMember(context, conversation)) throw new SlackError('not_in_channel');
  for (const user of list(args, 'users')) {
    if (!context.state.people.has(user)) throw new SlackError('user_not_found');
    if (conversation.memberIds.has(user)) throw new SlackError('already_in_channel');
    conversation.memberIds.add(user);
  }
  changed(context.state);
  return { channel: conversationJson(context.state, conversation) };
};

const archive: Method = (context, args) => {
  const conversation = conversationFor(context, required(args, 'channel'));
  context.requireScope(kindOf(conversation));
  if (!isMember(context, conversation)) throw new SlackError('not_in_channel');
  if (conversation.isArchived) throw new SlackError('already_archived');
  conversation.isArchived = true;
  changed(context.state);
  return {};
};

const setTopic: Method = (context, args) => {
  const conversation = conversationFor(context, required(args, 'channel'));
  context.requireScope(kindOf(conversation));
  if (!isMember(context, conversation)) throw new SlackError('not_in_channel');
  conversation.topic = optional(args, 'topic') ?? '';
  addMessage(context.state, conversation, {
    user: context.state.app.botUserId,
    fromApp: true,
    subtype: 'channel_topic',
    text: `set the channel topic: ${conversation.topic}`,
  });
  return { channel: conversationJson(context.state, conversation) };
};

export const conversationMethods: Record<string, Method> = {
  'conversations.info': info,
  'conversations.list': listAll,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.open': open,
  'conversations.join': join,
  'conversations.leave': leave,
  'conversations.create': create,
  'conversations.invite': invite,
  'conversations.archive': archive,
  'conversations.setTopic': setTopic,
};
