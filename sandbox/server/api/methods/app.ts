import { isRaw } from '../../../raw.ts';
import { checkMessage } from '../../checks/message.ts';
import { checkView } from '../../checks/views.ts';
import { refused, SlackError } from '../../slack-error.ts';
import { botProfile } from '../../state/message-json.ts';
import { text } from '../arguments.ts';
import { method } from '../method.ts';

/** The methods about the app itself and the workspace it is in. */
export const appMethods = [
  method({
    name: 'auth.test',
    scopes: [],
    tier: 'none',
    args: {},
    run: ({ state, baseUrl }) => ({
      url: `${baseUrl}/`,
      team: state.team.name,
      user: state.people.get(state.app.botUserId)?.name,
      team_id: state.team.id,
      user_id: state.app.botUserId,
      bot_id: state.app.botId,
      is_enterprise_install: false,
    }),
  }),

  /** Echoes, and fails on demand. */
  method({
    name: 'api.test',
    scopes: [],
    tier: 4,
    token: 'none',
    args: { error: text.optional() },
    run: (_context, args) => {
      if (args.error !== undefined) throw new SlackError(args.error, { args });
      return { args };
    },
  }),

  method({
    name: 'apps.connections.open',
    scopes: ['connections:write'],
    tier: 3,
    token: 'app',
    args: {},
    run: ({ state, socket, baseUrl }) => {
      if (!state.manifest.socketMode) throw new SlackError('socket_mode_not_enabled');
      return { url: socket.issueUrl(baseUrl) };
    },
  }),

  /** Checks `blocks` or a `view` without showing them to anyone. */
  method({
    name: 'blocks.validate',
    scopes: [],
    tier: 'none',
    args: {},
    run: (_context, { view, blocks }) => {
      const refusal = isRaw(view)
        ? checkView(view, view.type === 'home' ? 'home' : 'modal')
        : checkMessage({ text: 'blocks.validate', blocks });
      if (refusal) throw refused(refusal.error, refusal.messages);
      return {};
    },
  }),

  method({
    name: 'bots.info',
    scopes: ['users:read'],
    tier: 3,
    args: { bot: text.optional() },
    run: ({ state }, { bot }) => {
      if (bot !== state.app.botId) throw new SlackError('bot_not_found');
      return { bot: { ...botProfile(state), user_id: state.app.botUserId } };
    },
  }),

  method({
    name: 'team.info',
    scopes: ['team:read'],
    tier: 3,
    args: {},
    run: ({ state, baseUrl }) => {
      const { id, name, domain } = state.team;
      return { team: { id, name, domain, email_domain: '', url: `${baseUrl}/`, icon: {} } };
    },
  }),
];
