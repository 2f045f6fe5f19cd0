import { placedElements } from '../../elements.ts';
import type { Act } from '../../protocol.ts';
import { isRaw, type Raw, rawList, rawOrEmpty, textOrEmpty } from '../../raw.ts';
import { checkResponseAction } from '../checks/response-action.ts';
import { checkValue, requiredMissing } from '../checks/values.ts';
import { viewClosed, viewSubmission } from '../delivery/interactions.ts';
import { changed, notify, type StoredView, screenOf } from '../state/state.ts';
import { addModal, clearModals, removeModal, replaceView, viewJson } from '../state/view-stack.ts';
import { ActFailed, type Actor, deliver, notOnScreen, spotAt } from './actor.ts';

const trouble = 'We had some trouble connecting. Try again?';

/** Submits the topmost modal. The app's acknowledgement decides what happens to it. */
export async function submit(actor: Actor, act: Act & { do: 'submit' }): Promise<void> {
  const { state, person } = actor;
  const view = topModal(actor, act.viewId);
  if (!isRaw(view.view.submit)) throw notOnScreen('a submit button in this modal');
  if (view.busy) throw notOnScreen('a submit button that can be pressed: the modal is waiting for the app');
  view.errors = clientErrors(view);
  changed(state);
  if (Object.keys(view.errors).length > 0) throw new ActFailed('invalid', errorText(view.errors));
  const triggerId = actor.triggers.issue(person.id, view.id);
  const payload = viewSubmission(actor, view, triggerId, responseUrls(actor, view));
  view.busy = true;
  changed(state);
  try {
    const bodies = await deliver(actor, 'interactive', structuredClone(payload), {
      timeout: trouble,
      failed: trouble,
    });
    for (const body of bodies) applyAnswer(actor, view, body);
  } finally {
    view.busy = false;
    changed(state);
  }
}

/** Closes the topmost modal. The app is told if it asked for that. */
export async function close(actor: Actor, act: Act & { do: 'close' }): Promise<void> {
  const { state, person } = actor;
  const view = topModal(actor, act.viewId);
  const isCleared = view.view.clear_on_close === true;
  const closing = isCleared ? [...screenOf(state, person.id).modals] : [view];
  for (const closed of closing.reverse()) {
    removeModal(state, closed);
    if (closed.view.notify_on_close !== true) continue;
    const payload = viewClosed(actor, closed, isCleared);
    const sent = Array.from({ length: actor.times }, () => actor.delivery.send('interactive', payload));
    await Promise.all(sent);
  }
}

function topModal(actor: Actor, viewId: string): StoredView {
  const spot = spotAt(actor, { in: 'modal', viewId });
  if (spot.in !== 'view') throw notOnScreen(`modal ${viewId}`);
  return spot.view;
}

/** What Slack's own client finds wrong before it tells the app: block_id -> message. */
function clientErrors(view: StoredView): Record<string, string> {
  const blocks = rawList(view.view.blocks);
  const errors = requiredMissing({ blocks }, view.state);
  for (const { blockId, actionId, element, type, isInput } of placedElements(blocks)) {
    const value = view.state[blockId]?.[actionId];
    if (!isInput || !value || !type.endsWith('_input') || errors[blockId]) continue;
    const problem = checkValue(element, value);
    if (problem !== null) errors[blockId] = problem;
  }
  return errors;
}

function errorText(errors: Record<string, string>): string {
  return Object.entries(errors)
    .map(([blockId, words]) => `${blockId}: ${words}`)
    .join('; ');
}

function responseUrls(actor: Actor, view: StoredView): Raw[] {
  return placedElements(rawList(view.view.blocks)).flatMap(({ element, blockId, actionId }) => {
    const value = view.state[blockId]?.[actionId];
    const channel = value?.selected_conversation ?? value?.selected_channel;
    if (element.response_url_enabled !== true || !channel) return [];
    const target = { channel, userId: actor.person.id, originalTs: null };
    return [
      {
        block_id: blockId,
        action_id: actionId,
        channel_id: channel,
        response_url: actor.responseUrls.issue(target),
      },
    ];
  });
}

function applyAnswer(actor: Actor, view: StoredView, body: unknown): void {
  const { state, person } = actor;
  const problems = checkResponseAction(body, viewJson(state, view) as { blocks: unknown });
  const { modals } = screenOf(state, person.id);
  const answer = rawOrEmpty(body);
  if (answer.response_action === 'push' && modals.length >= 3) problems.push('push_limit_reached');
  if (problems.length > 0) {
    notify(state, person.id, trouble);
    throw new ActFailed('app_error', `${trouble} (${problems.join('; ')})`);
  }
  if (!modals.includes(view)) return;
  switch (answer.response_action) {
    case 'errors':
      view.errors = Object.fromEntries(
        Object.entries(rawOrEmpty(answer.errors)).map(([blockId, words]) => [blockId, textOrEmpty(words)]),
      );
      break;
    case 'update':
      replaceView(state, view, rawOrEmpty(answer.view));
      break;
    case 'push':
      addModal(state, person.id, rawOrEmpty(answer.view));
      break;
    case 'clear':
      clearModals(state, person.id);
      break;
    default:
      removeModal(state, view);
  }
}
