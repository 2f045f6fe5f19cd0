import type { InputValue } from '../../protocol.ts';
import { type Raw, rawOrEmpty, stringList } from '../../raw.ts';
import type { Conversation } from '../state/state.ts';
import { canSee, knownPeople } from '../state/visibility.ts';
import type { Actor } from './actor.ts';

/** Why the person could not have picked the people and conversations in this value; null if they could. */
export function mayChoose(actor: Actor, element: Raw, value: InputValue): string | null {
  const users = [...(value.selected_users ?? []), ...(value.selected_user ? [value.selected_user] : [])];
  const known = new Set(knownPeople(actor.state, actor.person).map(({ id }) => id));
  const stranger = users.find((id) => !known.has(id));
  if (stranger !== undefined) return `There is no ${stranger} to choose`;
  const channels = [
    ...(value.selected_channels ?? []),
    ...(value.selected_channel ? [value.selected_channel] : []),
  ];
  const conversations = [
    ...(value.selected_conversations ?? []),
    ...(value.selected_conversation ? [value.selected_conversation] : []),
  ];
  const hidden =
    channels.find((id) => !isOffered(actor, id, (found) => found.kind === 'channel' && !found.isPrivate)) ??
    conversations.find((id) => !isOffered(actor, id, (found) => passes(found, rawOrEmpty(element.filter))));
  return hidden === undefined ? null : `There is no ${hidden} to choose`;
}

function isOffered(
  { state, person }: Actor,
  id: string,
  fits: (conversation: Conversation) => boolean,
): boolean {
  const conversation = state.conversations.get(id);
  if (!conversation || conversation.isArchived || !fits(conversation)) return false;
  const isOpenToAll = conversation.kind === 'channel' && !conversation.isPrivate;
  const mayBrowse = person.teamId === state.team.id && person.kind !== 'guest';
  return canSee(state, person, conversation) || (isOpenToAll && mayBrowse);
}

function passes(conversation: Conversation, filter: Raw): boolean {
  const include = stringList(filter.include);
  const kind = conversation.kind === 'dm' ? 'im' : conversation.isPrivate ? 'private' : 'public';
  if (include.length > 0 && !include.includes(kind)) return false;
  return filter.exclude_external_shared_channels !== true || conversation.sharedWithTeamIds.length === 0;
}
