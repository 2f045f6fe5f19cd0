/**
 * What the sandbox's server and its clients (the page, the driver) say to each other.
 *
 * The server serves three things on one loopback port:
 * - `/api/<method>` and a WebSocket address from `apps.connections.open`: Slack's own interface, for the app;
 * - `/sandbox/...`: this interface, for those who play the people;
 * - everything else: the built page.
 *
 * Slack's own objects (blocks, views, options) travel as Slack writes them; everything else is camelCase.
 *
 * | call | body | answer |
 * |---|---|---|
 * | `GET /sandbox/people` | | `{ people: PersonInfo[] }` |
 * | `GET /sandbox/screen?as=U1[&after=REV][&wait=MS]` | | `Screen`; with `after`, waits until the revision is above it, or `wait` ms |
 * | `GET /sandbox/events?as=U1` | | server-sent events `data: {"revision":N}` whenever that person's screen may have changed |
 * | `POST /sandbox/act` | `ActRequest` | `ActAnswer` |
 * | `GET /sandbox/suggest?as=U1&view=V1&block=B&action=A&query=Q` (`view=home` for the Home; or `message=ts&channel=C`) | | `{ options, optionGroups? }` from the app |
 * | `GET /sandbox/clock` | | `ClockState` |
 * | `POST /sandbox/clock` | `{ move }`, the id of a `ClockMove` | `ClockState`, once everything that falls due on the way has happened |
 * | `POST /sandbox/faults` | `Fault` | `{ ok: true }` |
 * | `DELETE /sandbox/faults` | | `{ ok: true }` |
 * | `GET /sandbox/calls?method=M` | | `{ calls: ApiCall[] }`, oldest first |
 * | `POST /sandbox/world` | `WorldChange` | `{ ok: true }`, once the app has been told |
 *
 * Errors have a status of 400 or more and `{ error }`, a sentence. Bodies are JSON, with that `Content-Type`.
 */
import type { KnownBlock, View } from '@slack/types';

/** One person of the sandbox's world. `kind` decides what they may see, as in Slack. */
export interface PersonInfo {
  id: string;
  name: string;
  realName: string;
  /** IANA zone. */
  timeZone: string;
  kind: 'member' | 'admin' | 'guest' | 'external' | 'bot' | 'deactivated';
  /** The team that the person belongs to: another than the workspace's for `external`. */
  teamId: string;
  /** CSS colour of the initials' tile. */
  color: string;
  /** Until when Slack holds back notifications, ISO 8601. Absent or past: not now. */
  doNotDisturbUntil?: string;
}

/** A channel as the world starts with it. DMs are made on demand. */
export interface ChannelInfo {
  id: string;
  name: string;
  isPrivate: boolean;
  memberIds: string[];
  /** Teams other than ours that the channel is shared with; empty for an ordinary channel. */
  sharedWithTeamIds: string[];
  /** Invited but not yet accepted: Slack's `is_pending_ext_shared` and `pending_connected_team_ids`. */
  pendingTeamIds: string[];
  /** Whether the app is a member from the start; true by default. A person can `/invite @app` later. */
  hasApp?: boolean;
  topic?: string;
}

/** What a sandbox starts with. The app's own bot user is added by the server, to the channels too. */
export interface World {
  team: { id: string; name: string; domain: string };
  people: PersonInfo[];
  channels: ChannelInfo[];
  /** The companies that channels are shared with, for their names. */
  otherTeams?: { id: string; name: string }[];
}

/** What an admin changes while the sandbox runs; the app is told as Slack would (`user_change`, `channel_shared`...). */
export interface WorldChange {
  person?: { id: string } & Partial<Pick<PersonInfo, 'timeZone' | 'realName' | 'kind' | 'doNotDisturbUntil'>>;
  channel?: { id: string; isArchived?: boolean } & Partial<
    Pick<ChannelInfo, 'name' | 'memberIds' | 'sharedWithTeamIds' | 'pendingTeamIds'>
  >;
}

/** What one person has on their screen now. */
export interface Screen {
  /** Grows with each change that this person could see. */
  revision: number;
  me: PersonInfo;
  team: { id: string; name: string };
  /** The app, as its manifest names it. */
  app: { id: string; botUserId: string; name: string; connected: boolean };
  people: PersonInfo[];
  /** The channels and DMs in the sidebar. The conversation with the app is a DM with its bot user. */
  conversations: ScreenConversation[];
  /** The App Home as last published for this person; null if it never was. */
  home: ScreenView | null;
  /** Open modals, the topmost last. */
  modals: ScreenView[];
  commands: CommandInfo[];
  shortcuts: ShortcutInfo[];
  /** The newest message from Slack itself, such as "The app did not respond in time". */
  notice: { id: number; text: string } | null;
}

export interface ScreenConversation {
  id: string;
  kind: 'channel' | 'dm';
  /** The channel's name, or the other person's real name. */
  name: string;
  isPrivate: boolean;
  /** True if people from another company can read it. */
  isShared: boolean;
  /** The other companies by name, or by team id if the world has no name for them. */
  sharedWith: string[];
  /** The other side of a DM. */
  withUserId: string | null;
  memberIds: string[];
  topic: string;
  unread: number;
  /** Oldest first, with this person's ephemeral messages; replies are in `replies`. */
  messages: ScreenMessage[];
}

export interface ScreenMessage {
  ts: string;
  channel: string;
  user: string;
  /** Top-level text: what a notification and a screen reader say. */
  text: string;
  blocks: KnownBlock[];
  ephemeral: boolean;
  edited: boolean;
  threadTs: string | null;
  replies: ScreenMessage[];
  /** Values chosen in the message's own inputs, as Slack keeps them: block_id -> action_id -> value. */
  state: StateValues;
}

export interface ScreenView {
  id: string;
  type: 'modal' | 'home';
  view: View;
  state: StateValues;
  /** Field errors of the last submission: block_id -> message. */
  errors: Record<string, string>;
  /** A submission or button is waiting for the app. */
  busy: boolean;
}

/** `view.state.values` in Slack's own form. */
export type StateValues = Record<string, Record<string, InputValue>>;

export interface InputValue {
  type: string;
  value?: string | null;
  selected_option?: SlackOption | null;
  selected_options?: SlackOption[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
}

export interface SlackOption {
  text: { type: 'plain_text' | 'mrkdwn'; text: string; emoji?: boolean };
  value: string;
  description?: { type: 'plain_text'; text: string };
}

export interface CommandInfo {
  command: string;
  description: string;
  usageHint: string;
}

export interface ShortcutInfo {
  name: string;
  callbackId: string;
  type: 'global' | 'message';
  description: string;
}

/** Where an element is: in a message, a modal or the App Home. */
export type Where =
  | { in: 'message'; channel: string; ts: string }
  | { in: 'modal'; viewId: string }
  | { in: 'home' };

/** What a person does. */
export type Act =
  | { do: 'open'; channel: string }
  | { do: 'say'; channel: string; text: string; threadTs?: string }
  | { do: 'command'; channel: string; text: string }
  | { do: 'openHome' }
  /** A button: `blockId` and `actionId` as they are on the screen. */
  | { do: 'press'; where: Where; blockId: string; actionId: string; value?: string }
  /** Any input or select: the value in Slack's own form. Dispatches block_actions where Slack would. */
  | { do: 'set'; where: Where; blockId: string; actionId: string; value: InputValue }
  | { do: 'submit'; viewId: string }
  | { do: 'close'; viewId: string }
  | { do: 'shortcut'; callbackId: string; channel?: string; ts?: string };

export interface ActRequest {
  as: string;
  act: Act;
  /** Delivers the same payload this often, like Slack's retries and impatient fingers. Default 1. */
  times?: number;
}

/** `failed` says why it could not be done; `screen` is the person's screen once the app has acknowledged. */
export type ActAnswer =
  | { ok: true; screen: Screen }
  | { ok: false; failed: ActFailure; message: string; screen: Screen };

/**
 * - `not_on_screen`: the person could not have done it: no such button, view, channel, command or option.
 * - `operation_timeout`: the app did not acknowledge within 3 s.
 * - `app_error`: the app answered with something else than an acknowledgement.
 * - `not_connected`: no app is listening.
 * - `invalid`: a required field is empty, or a value is outside the element's own bounds (min, max, length, format).
 */
export type ActFailure = 'not_on_screen' | 'operation_timeout' | 'app_error' | 'not_connected' | 'invalid';

/** A button beside the header's clock: one way of moving time on. */
export interface ClockMove {
  id: string;
  label: string;
  /** What the button's tooltip says. */
  hint?: string;
  /** Where it leads, ISO 8601, if that is not always the same distance; null when there is nowhere to go now. */
  until?: string | null;
  /** The `main` one stands out; a phone has no room for a `rare` one. */
  rank?: 'main' | 'rare';
}

export interface ClockState {
  /** ISO 8601, UTC. */
  now: string;
  /** Empty when this clock cannot be moved. */
  moves: ClockMove[];
  moving: boolean;
}

/** Something that is made to go wrong for the app. */
export interface Fault {
  /** A Web API method, `response_url`, `*` for all, or `socket`. */
  method: string;
  /** How many calls it affects. Default 1. */
  times?: number;
  fault:
    | { kind: 'status'; status: number }
    | { kind: 'error'; error: string }
    | { kind: 'rate_limited'; retryAfterSeconds: number }
    /** No answer comes: the connection is closed, before or `after` the work was done. */
    | { kind: 'time_out'; when: 'before' | 'after' }
    | { kind: 'slow'; ms: number }
    /** Messages with a `data_table` or `data_visualization` are refused with `invalid_blocks`; others are not affected. */
    | { kind: 'no_data_blocks' }
    /** The socket is closed: `refresh` with Slack's warning, `abrupt` without. For method `socket`. */
    | { kind: 'drop_socket'; how: 'refresh' | 'abrupt' }
    /** The app's next acknowledgements over the socket are lost. For method `socket`. */
    | { kind: 'lose_ack' };
}

/** One call that the app made, for tests to look at. */
export interface ApiCall {
  method: string;
  /** Instant in ISO 8601. */
  at: string;
  args: Record<string, unknown>;
  /** `ok`, Slack's error code, or the fault. */
  outcome: string;
}
