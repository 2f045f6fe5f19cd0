import { SlackError } from '../../slack-error.ts';
import { conversationJson } from '../../state/conversation-json.ts';
import { newId } from '../../state/ids.ts';
import { addChannel, addMessage, type Conversation, changed, dmBetween } from '../../state/state.ts';
import { flag, list, text } from '../arguments.ts';
import { conversationFor, isMember, kindOf } from '../conversation-access.ts';
import { type ApiContext, method } from '../method.ts';
import { INVITE, TOPIC, WRITE } from '../scopes.ts';

/** The methods that open, make and change conversations. */
export const channelMethods = [
  method({
    name: 'conversations.open',
    scopes: WRITE,
    tier: 3,
    args: { channel: text.optional(), users: list, return_im: flag },
    run: (context, args) => {
      const { state } = context;
      context.requireScope('im');
      if (args.channel !== undefined) return { channel: { id: conversationFor(context, args.channel).id } };
      const user = onlyUser(context, args.users);
      const before = state.conversations.size;
      const dm = dmBetween(state, user, state.app.botUserId);
      const alreadyOpen = state.conversations.size === before;
      return {
        ...(alreadyOpen ? { no_op: true, already_open: true } : {}),
        channel: args.return_im ? conversationJson(state, dm) : { id: dm.id },
      };
    },
  }),

  method({
    name: 'conversations.join',
    scopes: ['channels:join'],
    tier: 3,
    args: { channel: text },
    run: (context, { channel }) => {
      const { state } = context;
      const conversation = conversationFor(context, channel);
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
    },
  }),

  method({
    name: 'conversations.leave',
    scopes: WRITE,
    tier: 3,
    args: { channel: text },
    run: (context, { channel }) => {
      const conversation = conversationFor(context, channel);
      context.requireScope(kindOf(conversation));
      if (!conversation.memberIds.delete(context.state.app.botUserId)) return { not_in_channel: true };
      changed(context.state);
      return {};
    },
  }),

  method({
    name: 'conversations.create',
    scopes: WRITE,
    tier: 2,
    args: { name: text, is_private: flag },
    run: (context, { name, is_private: isPrivate }) => {
      const { state } = context;
      if (!/^[\p{Ll}\p{Lo}\d_-]{1,80}$/u.test(name)) throw new SlackError('invalid_name_specials');
      const taken = [...state.conversations.values()].some((other) => other.name === name);
      if (taken) throw new SlackError('name_taken');
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
    },
  }),

  method({
    name: 'conversations.invite',
    scopes: INVITE,
    tier: 3,
    args: { channel: text, users: list },
    run: (context, args) => {
      const { state } = context;
      const conversation = joined(context, args.channel);
      for (const user of args.users) {
        if (!state.people.has(user)) throw new SlackError('user_not_found');
        if (conversation.memberIds.has(user)) throw new SlackError('already_in_channel');
        conversation.memberIds.add(user);
      }
      changed(state);
      return { channel: conversationJson(state, conversation) };
    },
  }),

  method({
    name: 'conversations.archive',
    scopes: WRITE,
    tier: 2,
    args: { channel: text },
    run: (context, { channel }) => {
      const conversation = joined(context, channel);
      if (conversation.isArchived) throw new SlackError('already_archived');
      conversation.isArchived = true;
      changed(context.state);
      return {};
    },
  }),

  method({
    name: 'conversations.setTopic',
    scopes: TOPIC,
    tier: 2,
    args: { channel: text, topic: text.optional() },
    run: (context, { channel, topic = '' }) => {
      const { state } = context;
      const conversation = joined(context, channel);
      conversation.topic = topic;
      addMessage(state, conversation, {
        user: state.app.botUserId,
        fromApp: true,
        subtype: 'channel_topic',
        text: `set the channel topic: ${topic}`,
      });
      return { channel: conversationJson(state, conversation) };
    },
  }),
];

/** The one person with whom a DM is opened: several would be a group, which the sandbox does not have. */
function onlyUser({ state }: ApiContext, users: string[]): string {
  const [user] = users;
  if (user === undefined) throw new SlackError('users_list_not_supplied');
  if (users.length > 1) throw new SlackError('method_not_supported_for_channel_type');
  const person = state.people.get(user);
  if (!person) throw new SlackError('user_not_found');
  if (person.kind === 'bot') throw new SlackError('cannot_dm_bot');
  if (person.kind === 'deactivated') throw new SlackError('user_disabled');
  if (person.teamId !== state.team.id) throw new SlackError('user_not_visible');
  return user;
}

/** A conversation that the app is in, and has the scope to change. */
function joined(context: ApiContext, id: string): Conversation {
  const conversation = conversationFor(context, id);
  context.requireScope(kindOf(conversation));
  if (!isMember(context, conversation)) throw new SlackError('not_in_channel');
  return conversation;
}
