import type { KnownBlock, View } from '@slack/types';
import type { PersonInfo, Screen, ScreenConversation, ScreenMessage, ScreenView } from '../../protocol.ts';
import { initialState } from '../state/input-values.ts';
import {
  type Conversation,
  dmBetween,
  type SandboxState,
  type StoredMessage,
  type StoredView,
  screenOf,
} from '../state/state.ts';
import { canSee, canSeeMessage, knownPeople, mayUseCommands } from '../state/visibility.ts';

/** What one person has on their screen now. */
export function buildScreen(state: SandboxState, person: PersonInfo, connected: boolean): Screen {
  const isOurs = mayUseCommands(state, person);
  if (isOurs) dmBetween(state, person.id, state.app.botUserId);
  const { home, modals, notice } = screenOf(state, person.id);
  return {
    revision: state.revision,
    me: person,
    team: { id: state.team.id, name: state.team.name },
    app: { id: state.app.id, botUserId: state.app.botUserId, name: state.app.name, connected },
    people: knownPeople(state, person),
    conversations: sidebar(state, person).map((conversation) =>
      screenConversation(state, person, conversation),
    ),
    home: home ? screenView(home) : null,
    modals: modals.map(screenView),
    commands: isOurs
      ? state.manifest.commands.map(({ command, description, usageHint }) => ({
          command,
          description,
          usageHint,
        }))
      : [],
    shortcuts: isOurs ? state.manifest.shortcuts : [],
    notice,
  };
}

/** Channels by name, then the DM with the app, then those with people. */
function sidebar(state: SandboxState, person: PersonInfo): Conversation[] {
  const visible = [...state.conversations.values()].filter((conversation) =>
    canSee(state, person, conversation),
  );
  const rank = (conversation: Conversation) => {
    if (conversation.kind === 'channel') return `0 ${conversation.name}`;
    return conversation.memberIds.has(state.app.botUserId)
      ? '1'
      : `2 ${nameFor(state, person, conversation)}`;
  };
  return visible.toSorted((a, b) => rank(a).localeCompare(rank(b)));
}

function otherSide(person: PersonInfo, { kind, memberIds }: Conversation): string | null {
  return kind === 'dm' ? ([...memberIds].find((id) => id !== person.id) ?? null) : null;
}

function nameFor(state: SandboxState, person: PersonInfo, conversation: Conversation): string {
  const other = otherSide(person, conversation);
  return other ? (state.people.get(other)?.realName ?? other) : conversation.name;
}

function screenConversation(
  state: SandboxState,
  person: PersonInfo,
  conversation: Conversation,
): ScreenConversation {
  const seen = conversation.messages.filter((message) => canSeeMessage(person, message));
  const roots = seen.filter(
    (message) => !isReply(message) || message.broadcast || message.ephemeralTo !== null,
  );
  const readTs = screenOf(state, person.id).read.get(conversation.id) ?? '';
  return {
    id: conversation.id,
    kind: conversation.kind,
    name: nameFor(state, person, conversation),
    isPrivate: conversation.isPrivate,
    isShared: conversation.sharedWithTeamIds.length > 0,
    sharedWith: companiesBeside(state, person, conversation),
    withUserId: otherSide(person, conversation),
    memberIds: [...conversation.memberIds],
    topic: conversation.topic,
    unread: seen.filter(({ ts, user }) => ts > readTs && user !== person.id).length,
    messages: roots.map((message) => screenMessage(person, message, seen)),
  };
}

/** The companies other than the reader's own. */
function companiesBeside(
  { team, otherTeams }: SandboxState,
  person: PersonInfo,
  { sharedWithTeamIds }: Conversation,
): string[] {
  if (sharedWithTeamIds.length === 0) return [];
  const companies = [
    team,
    ...sharedWithTeamIds.map((id) => otherTeams.find((each) => each.id === id) ?? { id, name: id }),
  ];
  return companies.filter(({ id }) => id !== person.teamId).map(({ name }) => name);
}

function isReply({ threadTs, ts }: StoredMessage): boolean {
  return threadTs !== null && threadTs !== ts;
}

function screenMessage(person: PersonInfo, message: StoredMessage, seen: StoredMessage[]): ScreenMessage {
  const replies = seen.filter(
    (other) => isReply(other) && other.threadTs === message.ts && !other.ephemeralTo,
  );
  return {
    ts: message.ts,
    channel: message.channel,
    user: message.user,
    text: message.text,
    blocks: message.blocks as unknown as KnownBlock[],
    ephemeral: message.ephemeralTo !== null,
    edited: message.editedTs !== null,
    threadTs: message.threadTs,
    replies: replies.map((reply) => screenMessage(person, reply, [])),
    state: message.states.get(person.id) ?? initialState(message.blocks),
  };
}

function screenView({ id, type, view, state, errors, busy }: StoredView): ScreenView {
  return { id, type, view: view as unknown as View, state, errors, busy };
}
