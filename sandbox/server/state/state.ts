import type { Clock } from '../../clock.ts';
import type { ChannelInfo, PersonInfo, SlackOption, StateValues, World } from '../../protocol.ts';
import type { Raw } from '../../raw.ts';
import type { AppManifest } from '../manifest.ts';
import { dmId } from './ids.ts';

export interface StoredMessage {
  ts: string;
  channel: string;
  user: string;
  /** Posted by the app. */
  fromApp: boolean;
  text: string;
  blocks: Raw[];
  attachments: Raw[];
  /** Only this person sees it, and only `response_url` can change it. */
  ephemeralTo: string | null;
  threadTs: string | null;
  /** A reply that is also shown in the channel. */
  broadcast: boolean;
  editedTs: string | null;
  metadata: Raw | null;
  subtype: string | null;
  files: Raw[];
  reactions: Map<string, Set<string>>;
  /** What each person has chosen in the message's own inputs. */
  states: Map<string, StateValues>;
}

export interface Conversation {
  id: string;
  kind: 'channel' | 'dm';
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  memberIds: Set<string>;
  sharedWithTeamIds: string[];
  pendingTeamIds: string[];
  topic: string;
  purpose: string;
  creator: string;
  /** Unix seconds. */
  created: number;
  /** In the order of their `ts`, with replies and ephemeral ones. */
  messages: StoredMessage[];
}

export interface StoredView {
  id: string;
  type: 'modal' | 'home';
  userId: string;
  /** As the app gave it, with ids filled in. */
  view: Raw;
  state: StateValues;
  hash: string;
  errors: Record<string, string>;
  busy: boolean;
  rootId: string;
  previousId: string | null;
}

/** What one person has open. */
export interface PersonScreen {
  home: StoredView | null;
  /** The topmost last. */
  modals: StoredView[];
  notice: { id: number; text: string } | null;
  /** Conversation id -> `ts` of the newest message read. */
  read: Map<string, string>;
  /** Options that the app has suggested to this person: element key -> options. */
  suggested: Map<string, SlackOption[]>;
}

/** `postAt` and `createdAt` in Unix seconds. */
interface ScheduledMessage {
  id: string;
  channel: string;
  postAt: number;
  createdAt: number;
  content: Pick<StoredMessage, 'text' | 'blocks' | 'attachments' | 'metadata'>;
}

interface AppIdentity {
  id: string;
  botUserId: string;
  botId: string;
  name: string;
}

export interface SandboxState {
  clock: Clock;
  team: World['team'];
  otherTeams: NonNullable<World['otherTeams']>;
  app: AppIdentity;
  manifest: AppManifest;
  people: Map<string, PersonInfo>;
  conversations: Map<string, Conversation>;
  screens: Map<string, PersonScreen>;
  files: Map<string, Raw>;
  scheduled: ScheduledMessage[];
  revision: number;
  watchers: Set<() => void>;
  /** The newest `ts` that was given out, in microseconds. */
  lastTs: bigint;
}

export function addChannel(state: SandboxState, channel: ChannelInfo): Conversation {
  const conversation: Conversation = {
    id: channel.id,
    name: channel.name,
    isPrivate: channel.isPrivate,
    sharedWithTeamIds: channel.sharedWithTeamIds,
    pendingTeamIds: channel.pendingTeamIds,
    kind: 'channel',
    isArchived: false,
    memberIds: new Set([...channel.memberIds, ...(channel.hasApp === false ? [] : [state.app.botUserId])]),
    topic: channel.topic ?? '',
    purpose: '',
    creator: channel.memberIds[0] ?? state.app.botUserId,
    created: nowSeconds(state),
    messages: [],
  };
  state.conversations.set(conversation.id, conversation);
  return conversation;
}

export function nowSeconds(state: SandboxState): number {
  return Math.floor(state.clock.now().epochMilliseconds / 1000);
}

/** The next message `ts`: the clock's time, unique and increasing. */
export function nextTs(state: SandboxState): string {
  const now = BigInt(state.clock.now().epochMilliseconds) * 1000n;
  state.lastTs = now > state.lastTs ? now : state.lastTs + 1n;
  const digits = state.lastTs.toString();
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** Tells everyone who is waiting that a screen may have changed. */
export function changed(state: SandboxState): void {
  state.revision += 1;
  for (const watcher of [...state.watchers]) watcher();
}

export function screenOf(state: SandboxState, userId: string): PersonScreen {
  const known = state.screens.get(userId);
  if (known) return known;
  const screen: PersonScreen = {
    home: null,
    modals: [],
    notice: null,
    read: new Map(),
    suggested: new Map(),
  };
  state.screens.set(userId, screen);
  return screen;
}

/** Shows `text` to a person as Slack itself would. */
export function notify(state: SandboxState, userId: string, text: string): void {
  const screen = screenOf(state, userId);
  screen.notice = { id: (screen.notice?.id ?? 0) + 1, text };
  changed(state);
}

/** The DM between two people (or a person and the app), made if there is none yet. */
export function dmBetween(state: SandboxState, a: string, b: string): Conversation {
  for (const conversation of state.conversations.values()) {
    if (conversation.kind === 'dm' && conversation.memberIds.has(a) && conversation.memberIds.has(b)) {
      return conversation;
    }
  }
  const dm: Conversation = {
    id: dmId(a, b),
    kind: 'dm',
    name: '',
    isPrivate: true,
    isArchived: false,
    memberIds: new Set([a, b]),
    sharedWithTeamIds: [],
    pendingTeamIds: [],
    topic: '',
    purpose: '',
    creator: a,
    created: nowSeconds(state),
    messages: [],
  };
  state.conversations.set(dm.id, dm);
  return dm;
}

/** An open modal or a published Home, by id. */
export function findView(state: SandboxState, viewId: string): StoredView | undefined {
  return openViews(state).find((view) => view.id === viewId);
}

export function openViews(state: SandboxState): StoredView[] {
  return [...state.screens.values()].flatMap((screen) => [
    ...screen.modals,
    ...(screen.home ? [screen.home] : []),
  ]);
}

/** A message to post; `addMessage` gives it its `ts`. */
export interface NewMessage extends Partial<Omit<StoredMessage, 'ts' | 'channel'>> {
  user: string;
  text: string;
}

export function addMessage(
  state: SandboxState,
  conversation: Conversation,
  fresh: NewMessage,
): StoredMessage {
  const message: StoredMessage = {
    fromApp: false,
    blocks: [],
    attachments: [],
    ephemeralTo: null,
    threadTs: null,
    broadcast: false,
    editedTs: null,
    metadata: null,
    subtype: null,
    files: [],
    reactions: new Map(),
    states: new Map(),
    ...fresh,
    ts: nextTs(state),
    channel: conversation.id,
  };
  conversation.messages.push(message);
  changed(state);
  return message;
}
