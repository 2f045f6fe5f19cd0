import { SlackError } from '../slack-error.ts';
import { newId } from '../state/ids.ts';
import { addChannel, addMessage, changed, dmBetween } from '../state/state.ts';
import { flag, list, optional, required } from './arguments.ts';
import { conversationJson } from './conversation-json.ts';
import { conversationFor, isMember, kindOf, type Method } from './method.ts';

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

/** The methods that open, make and change conversations. */
export const channelMethods: Record<string, Method> = {
  'conversations.open': open,
  'conversations.join': join,
  'conversations.leave': leave,
  'conversations.create': create,
  'conversations.invite': invite,
  'conversations.archive': archive,
  'conversations.setTopic': setTopic,
};
