import type { Raw } from '../../raw.ts';
import type { Conversation, SandboxState } from './state.ts';

/** A conversation as Slack writes it. */
export function conversationJson(state: SandboxState, conversation: Conversation, numbers = false): Raw {
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
