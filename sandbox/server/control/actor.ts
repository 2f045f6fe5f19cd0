import { type PlacedElement, placedElements } from '../../elements.ts';
import type { ActFailure, PersonInfo, Where } from '../../protocol.ts';
import { type Raw, rawList } from '../../raw.ts';
import type { Delivery, EnvelopeKind, Reply } from '../delivery/delivery.ts';
import type { Events } from '../delivery/events.ts';
import type { Spot } from '../delivery/interactions.ts';
import type { ResponseUrls } from '../delivery/response-urls.ts';
import type { Triggers } from '../delivery/triggers.ts';
import { initialState } from '../state/input-values.ts';
import {
  type Conversation,
  notify,
  type SandboxState,
  type StoredMessage,
  screenOf,
} from '../state/state.ts';
import { canSee, canSeeMessage } from '../state/visibility.ts';

/** What acts of people work with. */
export interface ActParts {
  state: SandboxState;
  delivery: Delivery;
  events: Events;
  triggers: Triggers;
  responseUrls: ResponseUrls;
}

/** A person who does something, and how often the app is told. */
export interface Actor extends ActParts {
  person: PersonInfo;
  times: number;
}

export class ActFailed extends Error {
  readonly failed: ActFailure;

  constructor(failed: ActFailure, message: string) {
    super(message);
    this.failed = failed;
  }
}

export function notOnScreen(what: string): ActFailed {
  return new ActFailed('not_on_screen', `Not on the screen: ${what}`);
}

/** What Slack shows if the app does not answer. */
export interface Complaints {
  timeout: string;
  failed: string;
}

/**
 * Delivers a payload as often as the actor does it, and returns what the app acknowledged with each time.
 * @throws ActFailed if it did not, after showing the person what Slack would.
 */
export async function deliver(
  actor: Actor,
  kind: EnvelopeKind,
  payload: Raw,
  complaints: Complaints,
): Promise<unknown[]> {
  const sent = Array.from({ length: actor.times }, () => actor.delivery.send(kind, payload));
  return (await Promise.all(sent)).map((reply) => acknowledged(actor, reply, complaints));
}

function acknowledged({ state, person }: Actor, reply: Reply, complaints: Complaints): unknown {
  if (reply.outcome === 'acked') return reply.body;
  if (reply.outcome === 'timeout' || reply.outcome === 'dropped') {
    notify(state, person.id, complaints.timeout);
    throw new ActFailed('operation_timeout', complaints.timeout);
  }
  notify(state, person.id, complaints.failed);
  if (reply.outcome === 'failed') throw new ActFailed('app_error', `${complaints.failed} (${reply.reason})`);
  throw new ActFailed('not_connected', `${complaints.failed} (no app is connected)`);
}

/** A conversation that is on the person's screen. */
export function visibleConversation({ state, person }: Actor, id: string): Conversation {
  const conversation = state.conversations.get(id);
  if (!conversation || !canSee(state, person, conversation)) throw notOnScreen(`conversation ${id}`);
  return conversation;
}

export function visibleMessage(actor: Actor, conversation: Conversation, ts: string): StoredMessage {
  const message = conversation.messages.find((candidate) => candidate.ts === ts);
  if (!message || !canSeeMessage(actor.person, message)) throw notOnScreen(`message ${ts}`);
  return message;
}

/** Where the person acts, if it is on their screen: of the modals, only the topmost can be used. */
export function spotAt(actor: Actor, where: Where): Spot {
  const screen = screenOf(actor.state, actor.person.id);
  if (where.in === 'message') {
    const conversation = visibleConversation(actor, where.channel);
    const message = visibleMessage(actor, conversation, where.ts);
    const state = message.states.get(actor.person.id) ?? initialState(message.blocks);
    message.states.set(actor.person.id, state);
    return { in: 'message', conversation, message, state };
  }
  if (where.in === 'home') {
    if (!screen.home) throw notOnScreen('the App Home: nothing has been published yet');
    return { in: 'view', view: screen.home };
  }
  const top = screen.modals.at(-1);
  if (!top || top.id !== where.viewId) throw notOnScreen(`modal ${where.viewId} as the topmost`);
  return { in: 'view', view: top };
}

export function elementAt(spot: Spot, blockId: string, actionId: string): PlacedElement {
  const blocks = spot.in === 'message' ? spot.message.blocks : rawList(spot.view.view.blocks);
  const found = placedElements(blocks).find(
    (placed) => placed.blockId === blockId && placed.actionId === actionId,
  );
  if (!found) throw notOnScreen(`element ${blockId} / ${actionId}`);
  return found;
}
