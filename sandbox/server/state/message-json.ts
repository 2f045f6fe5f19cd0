import type { Raw } from '../../raw.ts';
import type { SandboxState, StoredMessage } from './state.ts';

/** A message as Slack writes it in answers, payloads and events. */
export function messageJson(
  state: SandboxState,
  message: StoredMessage,
  options: { metadata?: boolean } = {},
): Raw {
  const { app, team } = state;
  const replies = repliesOf(state, message);
  const last = replies.at(-1);
  return {
    type: 'message',
    ...(message.subtype ? { subtype: message.subtype } : {}),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: state.people.get(message.user)?.teamId ?? team.id,
    ...(message.fromApp ? { bot_id: app.botId, app_id: app.id, bot_profile: botProfile(state) } : {}),
    ...(message.blocks.length ? { blocks: message.blocks } : {}),
    ...(message.attachments.length ? { attachments: message.attachments } : {}),
    ...(message.files.length ? { files: message.files } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...(options.metadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.reactions.size
      ? {
          reactions: [...message.reactions].map(([name, users]) => ({
            name,
            users: [...users],
            count: users.size,
          })),
        }
      : {}),
    ...(last
      ? {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map(({ user }) => user))],
          latest_reply: last.ts,
        }
      : {}),
  };
}

export function botProfile(state: SandboxState): Raw {
  const { app, team } = state;
  return {
    id: app.botId,
    app_id: app.id,
    name: app.name,
    team_id: team.id,
    deleted: false,
    updated: 0,
    icons: {},
  };
}

function repliesOf(state: SandboxState, message: StoredMessage): StoredMessage[] {
  const all = state.conversations.get(message.channel)?.messages ?? [];
  return all.filter(
    ({ threadTs, ts, ephemeralTo }) => threadTs === message.ts && ts !== message.ts && !ephemeralTo,
  );
}
