import { z } from 'zod';
import type { PersonInfo, WorldChange } from '../../protocol.ts';
import type { Events } from '../delivery/events.ts';
import { changed, nextTs, nowSeconds, type SandboxState } from '../state/state.ts';
import { userJson } from '../state/user-json.ts';

const ids = z.array(z.string());

export const worldChange: z.ZodType<WorldChange> = z.object({
  person: z
    .object({
      id: z.string(),
      timeZone: z.string().exactOptional(),
      realName: z.string().exactOptional(),
      doNotDisturbUntil: z.string().exactOptional(),
      kind: z.enum(['member', 'admin', 'guest', 'external', 'bot', 'deactivated']).exactOptional(),
    })
    .exactOptional(),
  channel: z
    .object({
      id: z.string(),
      memberIds: ids.exactOptional(),
      sharedWithTeamIds: ids.exactOptional(),
      pendingTeamIds: ids.exactOptional(),
      isArchived: z.boolean().exactOptional(),
      name: z.string().exactOptional(),
    })
    .exactOptional(),
});

/** Changes people and channels as an admin would, and tells the app what Slack would. */
export async function changeWorld(state: SandboxState, events: Events, change: WorldChange): Promise<void> {
  if (change.person) await changePerson(state, events, change.person);
  if (change.channel) await changeChannel(state, events, change.channel);
}

async function changePerson(
  state: SandboxState,
  events: Events,
  { id, ...changes }: NonNullable<WorldChange['person']>,
): Promise<void> {
  const person = state.people.get(id);
  if (!person) return;
  const next: PersonInfo = { ...person, ...changes };
  state.people.set(id, next);
  changed(state);
  await events.dispatch('user_change', {
    type: 'user_change',
    user: userJson(state, next),
    cache_ts: nowSeconds(state),
    event_ts: nextTs(state),
  });
}

async function changeChannel(
  state: SandboxState,
  events: Events,
  { id, memberIds, ...changes }: NonNullable<WorldChange['channel']>,
): Promise<void> {
  const channel = state.conversations.get(id);
  if (!channel) return;
  const before = { ...channel, memberIds: new Set(channel.memberIds) };
  Object.assign(channel, changes, memberIds ? { memberIds: new Set(memberIds) } : {});
  changed(state);
  const bot = state.app.botUserId;
  const event = (type: string, rest: Record<string, unknown> = {}) =>
    events.dispatch(type, { type, channel: id, event_ts: nextTs(state), ...rest });
  for (const team of channel.sharedWithTeamIds) {
    if (!before.sharedWithTeamIds.includes(team)) await event('channel_shared', { connected_team_id: team });
  }
  for (const team of before.sharedWithTeamIds) {
    if (!channel.sharedWithTeamIds.includes(team)) {
      await event('channel_unshared', { previously_connected_team_id: team, is_ext_shared: true });
    }
  }
  if (channel.isArchived !== before.isArchived) {
    await event(channel.isArchived ? 'channel_archive' : 'channel_unarchive');
  }
  if (channel.name !== before.name) {
    await event('channel_rename', { channel: { id, name: channel.name, created: channel.created } });
  }
  for (const user of channel.memberIds) {
    if (!before.memberIds.has(user) && channel.memberIds.has(bot)) {
      await event('member_joined_channel', {
        user,
        channel_type: channel.isPrivate ? 'G' : 'C',
        team: state.team.id,
      });
    }
  }
  for (const user of before.memberIds) {
    if (channel.memberIds.has(user)) continue;
    if (user === bot)
      await event(channel.isPrivate ? 'group_left' : 'channel_left', { actor_id: channel.creator });
    else if (channel.memberIds.has(bot)) {
      await event('member_left_channel', {
        user,
        channel_type: channel.isPrivate ? 'G' : 'C',
        team: state.team.id,
      });
    }
  }
}
