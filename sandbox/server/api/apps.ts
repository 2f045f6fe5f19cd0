import type { Raw } from '../../raw.ts';
import { isRaw } from '../../raw.ts';
import { checkMessage } from '../checks/message.ts';
import { checkView } from '../checks/views.ts';
import { refused, SlackError } from '../slack-error.ts';
import { nowSeconds, type SandboxState } from '../state/state.ts';
import { optional, required } from './arguments.ts';
import { botProfile } from './message-json.ts';
import type { Method } from './method.ts';

const authTest: Method = ({ state, baseUrl }) => ({
  url: `${baseUrl}/`,
  team: state.team.name,
  user: state.people.get(state.app.botUserId)?.name,
  team_id: state.team.id,
  user_id: state.app.botUserId,
  bot_id: state.app.botId,
  is_enterprise_install: false,
});

const connectionsOpen: Method = ({ state, socket, baseUrl }) => {
  if (!state.manifest.socketMode) throw new SlackError('socket_mode_not_enabled');
  return { url: socket.issueUrl(baseUrl) };
};

/** Echoes, and fails on demand, as Slack's own `api.test` does. */
const apiTest: Method = (_context, args) => {
  const error = optional(args, 'error');
  if (error !== undefined) throw new SlackError(error, { args });
  return { args };
};

/** Checks `blocks` or a `view` without showing them to anyone. */
const blocksValidate: Method = (_context, args) => {
  const { view } = args;
  const refusal = isRaw(view)
    ? checkView(view, view.type === 'home' ? 'home' : 'modal')
    : checkMessage({ text: 'blocks.validate', blocks: args.blocks });
  if (refusal) throw refused(refusal.error, refusal.messages);
  return {};
};

const botsInfo: Method = ({ state }, args) => {
  if (optional(args, 'bot') !== state.app.botId) throw new SlackError('bot_not_found');
  return { bot: { ...botProfile(state), user_id: state.app.botUserId } };
};

const teamInfo: Method = ({ state, baseUrl }) => {
  const { id, name, domain } = state.team;
  return { team: { id, name, domain, email_domain: '', url: `${baseUrl}/`, icon: {} } };
};

const dndInfo: Method = ({ state }, args) => {
  const user = optional(args, 'user');
  if (user !== undefined && !state.people.has(user)) throw new SlackError('user_not_found');
  return dndNow(state, user);
};

const dndTeamInfo: Method = ({ state }, args) => {
  const users = required(args, 'users').split(',');
  const known = users.filter((id) => state.people.has(id));
  const answer: Raw = {};
  for (const id of known) answer[id] = dndNow(state, id);
  return { users: answer };
};

/** Do Not Disturb as Slack says it: in seconds; both 1 where there is none to come. */
function dndNow(state: SandboxState, user: string | undefined): Raw {
  const until = state.people.get(user ?? '')?.doNotDisturbUntil;
  const now = nowSeconds(state);
  const end = until ? Math.floor(Temporal.Instant.from(until).epochMilliseconds / 1000) : 0;
  if (end <= now) return { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
  return { dnd_enabled: true, next_dnd_start_ts: now, next_dnd_end_ts: end };
}

export const appMethods: Record<string, Method> = {
  'auth.test': authTest,
  'api.test': apiTest,
  'apps.connections.open': connectionsOpen,
  'blocks.validate': blocksValidate,
  'bots.info': botsInfo,
  'team.info': teamInfo,
  'dnd.info': dndInfo,
  'dnd.teamInfo': dndTeamInfo,
};
