import { SlackError } from '../../slack-error.ts';
import { nowSeconds } from '../../state/state.ts';
import { userJson } from '../../state/user-json.ts';
import { list, page, paging, text } from '../arguments.ts';
import { isMember, kindOf, wantedKinds } from '../conversation-access.ts';
import { method } from '../method.ts';
import { READ } from '../scopes.ts';

export const userMethods = [
  method({
    name: 'users.info',
    scopes: ['users:read'],
    tier: 4,
    args: { user: text },
    run: ({ state }, { user }) => {
      const person = state.people.get(user);
      if (!person) throw new SlackError('user_not_found');
      return { user: userJson(state, person) };
    },
  }),

  method({
    name: 'users.list',
    scopes: ['users:read'],
    tier: 2,
    args: paging,
    run: ({ state }, args) => {
      const own = [...state.people.values()].filter(({ teamId }) => teamId === state.team.id);
      const { items, cursor } = page(own, args, 1000);
      return {
        members: items.map((person) => userJson(state, person)),
        cache_ts: nowSeconds(state),
        response_metadata: { next_cursor: cursor },
      };
    },
  }),

  method({
    name: 'users.conversations',
    scopes: READ,
    tier: 3,
    args: { user: text.optional(), types: list, ...paging },
    run: (context, args) => {
      const { state } = context;
      const user = args.user ?? state.app.botUserId;
      const wanted = wantedKinds(context, args.types);
      const found = [...state.conversations.values()].filter((conversation) => {
        if (conversation.isPrivate && !isMember(context, conversation)) return false;
        return wanted.has(kindOf(conversation)) && conversation.memberIds.has(user);
      });
      const { items, cursor } = page(found, args, 100);
      return {
        channels: items.map(({ id, name }) => ({ id, ...(name ? { name } : {}) })),
        response_metadata: { next_cursor: cursor },
      };
    },
  }),

  method({
    name: 'users.getPresence',
    scopes: ['users:read'],
    tier: 3,
    args: { user: text },
    run: ({ state }, { user }) => {
      if (!state.people.has(user)) throw new SlackError('user_not_found');
      return { presence: 'active' };
    },
  }),
];
