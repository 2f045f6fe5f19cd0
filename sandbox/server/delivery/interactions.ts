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

/** Where a person acts: on a message they see, or in one of their views. */
export type Spot =
  | { in: 'message'; conversation: Conversation; message: StoredMessage; state: StateValues }
  | { in: 'view'; view: StoredView };

/** A person, and the workspace they act in. */
interface Person {
  state: SandboxState;
  person: PersonInfo;
}

/** An element that was used, and what was chosen or typed in it; null for a press. */
interface UsedElement {
  placed: PlacedElement;
  value: InputValue | null;
}

/** What Slack gives the app to answer with. */
export interface Handles {
  triggerId: string;
  responseUrl: string;
}

export function blockActions(by: Person, spot: Spot, used: UsedElement, handles: Handles): Raw {
  return {
    type: 'block_actions',
    ...origin(by, spot),
    trigger_id: handles.triggerId,
    ...(spot.in === 'message' ? { state: { values: spot.state }, response_url: handles.responseUrl } : {}),
    actions: [action(by.state, used)],
  };
}

export function blockSuggestion(by: Person, spot: Spot, placed: PlacedElement, query: string): Raw {
  return {
    type: 'block_suggestion',
    ...origin(by, spot),
    action_id: placed.actionId,
    block_id: placed.blockId,
    value: query,
  };
}

function origin(by: Person, spot: Spot): Raw {
  const { state } = by;
  if (spot.in === 'view') {
    return {
      ...who(by, by.person.teamId),
      container: { type: 'view', view_id: spot.view.id },
      view: viewJson(state, spot.view),
    };
  }
  const { conversation, message } = spot;
  const isEphemeral = message.ephemeralTo !== null;
  return {
    ...who(by, by.state.team.id),
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

function action(state: SandboxState, { placed, value }: UsedElement): Raw {
  const { element, type, blockId, actionId } = placed;
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

export function viewSubmission(by: Person, view: StoredView, triggerId: string, responseUrls: Raw[]): Raw {
  return {
    type: 'view_submission',
    ...who(by, by.person.teamId),
    trigger_id: triggerId,
    view: viewJson(by.state, view),
    response_urls: responseUrls,
  };
}

export function viewClosed(by: Person, view: StoredView, isCleared: boolean): Raw {
  return {
    type: 'view_closed',
    ...who(by, by.person.teamId),
    view: viewJson(by.state, view),
    is_cleared: isCleared,
  };
}

export function globalShortcut(by: Person, callbackId: string, triggerId: string): Raw {
  return {
    type: 'shortcut',
    ...who(by, by.state.team.id),
    action_ts: nextTs(by.state),
    callback_id: callbackId,
    trigger_id: triggerId,
  };
}

export function messageShortcut(
  by: Person,
  callbackId: string,
  spot: Spot & { in: 'message' },
  handles: Handles,
): Raw {
  return {
    type: 'message_action',
    ...who(by, by.state.team.id),
    action_ts: nextTs(by.state),
    callback_id: callbackId,
    trigger_id: handles.triggerId,
    response_url: handles.responseUrl,
    message_ts: spot.message.ts,
    channel: channelRef(spot.conversation),
    message: messageJson(by.state, spot.message),
  };
}

/** The fields of a slash command; Slack sends them all as text. */
export function slashCommand(
  { state, person }: Person,
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

/** In a view, `team` is the person's own; the installing team is in `view.app_installed_team_id`. */
function who({ state, person }: Person, teamId: string): Raw {
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
