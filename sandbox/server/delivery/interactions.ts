import type { PlacedElement } from '../../elements.ts';
import type { InputValue, PersonInfo, StateValues } from '../../protocol.ts';
import type { Raw } from '../../raw.ts';
import { messageJson } from '../state/message-json.ts';
import {
  type Conversation,
  nextTs,
  type SandboxState,
  type StoredMessage,
  type StoredView,
} from '../state/state.ts';
import { viewJson } from '../state/view-stack.ts';

/** Where a person acts: on a message they see, or in a view of theirs. */
export type Spot =
  | { in: 'message'; conversation: Conversation; message: StoredMessage; state: StateValues }
  | { in: 'view'; view: StoredView };

/** What Slack gives the app to answer with. */
export interface Handles {
  triggerId: string;
  responseUrl: string;
}

export function blockActions(
  state: SandboxState,
  person: PersonInfo,
  spot: Spot,
  placed: PlacedElement,
  value: InputValue | null,
  handles: Handles,
): Raw {
  return {
    type: 'block_actions',
    ...origin(state, person, spot),
    trigger_id: handles.triggerId,
    ...(spot.in === 'message' ? { state: { values: spot.state }, response_url: handles.responseUrl } : {}),
    actions: [action(state, placed, value)],
  };
}

export function blockSuggestion(
  state: SandboxState,
  person: PersonInfo,
  spot: Spot,
  placed: PlacedElement,
  query: string,
): Raw {
  return {
    type: 'block_suggestion',
    ...origin(state, person, spot),
    action_id: placed.actionId,
    block_id: placed.blockId,
    value: query,
  };
}

function origin(state: SandboxState, person: PersonInfo, spot: Spot): Raw {
  if (spot.in === 'view') {
    return {
      ...who(state, person, person.teamId),
      container: { type: 'view', view_id: spot.view.id },
      view: viewJson(state, spot.view),
    };
  }
  const { conversation, message } = spot;
  const isEphemeral = message.ephemeralTo !== null;
  return {
    ...who(state, person, state.team.id),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: channelRef(conversation),
    ...(isEphemeral ? {} : { message: messageJson(state, message, { metadata: true }) }),
  };
}

function action(
  state: SandboxState,
  { element, type, blockId, actionId }: PlacedElement,
  value: InputValue | null,
): Raw {
  const { type: _, ...held } = value ?? { type };
  return {
    type,
    action_id: actionId,
    block_id: blockId,
    ...(element.text ? { text: element.text } : {}),
    ...(element.value !== undefined ? { value: element.value } : {}),
    ...(element.url !== undefined ? { url: element.url } : {}),
    ...(element.placeholder ? { placeholder: element.placeholder } : {}),
    ...(element.style ? { style: element.style } : {}),
    ...held,
    action_ts: nextTs(state),
  };
}

export function viewSubmission(
  state: SandboxState,
  person: PersonInfo,
  view: StoredView,
  triggerId: string,
  responseUrls: Raw[],
): Raw {
  return {
    type: 'view_submission',
    ...who(state, person, person.teamId),
    trigger_id: triggerId,
    view: viewJson(state, view),
    response_urls: responseUrls,
  };
}

export function viewClosed(
  state: SandboxState,
  person: PersonInfo,
  view: StoredView,
  isCleared: boolean,
): Raw {
  return {
    type: 'view_closed',
    ...who(state, person, person.teamId),
    view: viewJson(state, view),
    is_cleared: isCleared,
  };
}

export function globalShortcut(
  state: SandboxState,
  person: PersonInfo,
  callbackId: string,
  triggerId: string,
): Raw {
  return {
    type: 'shortcut',
    ...who(state, person, state.team.id),
    action_ts: nextTs(state),
    callback_id: callbackId,
    trigger_id: triggerId,
  };
}

export function messageShortcut(
  state: SandboxState,
  person: PersonInfo,
  callbackId: string,
  spot: Spot & { in: 'message' },
  handles: Handles,
): Raw {
  return {
    type: 'message_action',
    ...who(state, person, state.team.id),
    action_ts: nextTs(state),
    callback_id: callbackId,
    trigger_id: handles.triggerId,
    response_url: handles.responseUrl,
    message_ts: spot.message.ts,
    channel: channelRef(spot.conversation),
    message: messageJson(state, spot.message),
  };
}

/** The fields of a slash command; Slack sends them all as text. */
export function slashCommand(
  state: SandboxState,
  person: PersonInfo,
  conversation: Conversation,
  command: { name: string; text: string },
  handles: Handles,
): Raw {
  return {
    token: verificationToken,
    team_id: state.team.id,
    team_domain: state.team.domain,
    channel_id: conversation.id,
    channel_name: channelRef(conversation).name,
    user_id: person.id,
    user_name: person.name,
    command: command.name,
    text: command.text,
    api_app_id: state.app.id,
    is_enterprise_install: 'false',
    response_url: handles.responseUrl,
    trigger_id: handles.triggerId,
  };
}

const verificationToken = 'sandbox-verification-token';

/** In a view, `team` is the person's own; the installing team stands in `view.app_installed_team_id`. */
function who(state: SandboxState, person: PersonInfo, teamId: string): Raw {
  const domain = teamId === state.team.id ? state.team.domain : teamId.toLowerCase();
  return {
    team: { id: teamId, domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
    api_app_id: state.app.id,
    token: verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

function channelRef(conversation: Conversation): { id: string; name: string } {
  return { id: conversation.id, name: conversation.kind === 'dm' ? 'directmessage' : conversation.name };
}
