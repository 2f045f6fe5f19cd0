import type { PersonInfo } from '../../protocol.ts';
import type { Conversation, SandboxState, StoredMessage } from './state.ts';

/** Whether the conversation is in the person's sidebar: they are a member, and allowed to see it. */
export function canSee(state: SandboxState, person: PersonInfo, conversation: Conversation): boolean {
  if (!conversation.memberIds.has(person.id)) return false;
  if (person.kind === 'deactivated') return false;
  if (conversation.kind === 'dm' || person.teamId === state.team.id) return true;
  return conversation.sharedWithTeamIds.includes(person.teamId);
}

/** Ephemeral messages are for one person only. */
export function canSeeMessage(person: PersonInfo, message: StoredMessage): boolean {
  return message.ephemeralTo === null || message.ephemeralTo === person.id;
}

/** Slash commands and global shortcuts belong to the workspace that installed the app. */
export function mayUseCommands(state: SandboxState, person: PersonInfo): boolean {
  return person.teamId === state.team.id && person.kind !== 'bot' && person.kind !== 'deactivated';
}

/** Other people whom this person can find by name. */
export function knownPeople(state: SandboxState, person: PersonInfo): PersonInfo[] {
  const everyone = [...state.people.values()];
  if (person.teamId === state.team.id && person.kind !== 'guest') return everyone;
  const shared = new Set<string>([person.id, state.app.botUserId]);
  for (const conversation of state.conversations.values()) {
    if (canSee(state, person, conversation)) for (const id of conversation.memberIds) shared.add(id);
  }
  return everyone.filter((other) => shared.has(other.id));
}
