import { keepsValue, type PlacedElement, plain } from '../../elements.ts';
import type { Act, InputValue } from '../../protocol.ts';
import { checkValue } from '../checks/values.ts';
import { blockActions, type Spot } from '../delivery/interactions.ts';
import { listedOptions, setValue } from '../state/input-values.ts';
import { changed, screenOf } from '../state/state.ts';
import { ActFailed, type Actor, type Complaints, deliver, elementAt, notOnScreen, spotAt } from './actor.ts';
import { mayChoose } from './choices.ts';

const complaints: Complaints = {
  timeout: 'The app did not respond in time. Try again.',
  failed: 'Something went wrong in the app. Try again.',
};

const pressable = new Set(['button', 'icon_button', 'feedback_buttons', 'workflow_button']);
const typed = new Set([
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
]);

/** A press on a button. The app is also told the values of the inputs beside it. */
export async function press(actor: Actor, act: Act & { do: 'press' }): Promise<void> {
  const spot = spotAt(actor, act.where);
  const placed = elementAt(spot, act.blockId, act.actionId);
  if (!pressable.has(placed.type)) throw notOnScreen(`a button ${act.actionId}; it is a ${placed.type}`);
  if (act.value !== undefined && act.value !== placed.element.value) {
    throw notOnScreen(`button "${plain(placed.element.text)}" with the value ${act.value}`);
  }
  await tell(actor, spot, placed, null);
}

/** A value typed or chosen. Text may be out of bounds until it is submitted; a choice must have been offered. */
export async function set(actor: Actor, act: Act & { do: 'set' }): Promise<void> {
  const spot = spotAt(actor, act.where);
  const placed = elementAt(spot, act.blockId, act.actionId);
  const { element, type } = placed;
  if (act.value.type !== type) throw notOnScreen(`a ${act.value.type}; it is a ${type}`);
  if (!typed.has(type)) {
    const suggested = screenOf(actor.state, actor.person.id).suggested.get(suggestionKey(spot, placed)) ?? [];
    const problem = checkValue(element, act.value, suggested) ?? mayChoose(actor, element, act.value);
    if (problem !== null) throw notOnScreen(`that choice in "${placed.label}". ${problem}`);
  }
  const value = asOffered(element, act.value);
  if (keepsValue(type)) {
    setValue(spot.in === 'view' ? spot.view.state : spot.state, act.blockId, act.actionId, value);
    if (spot.in === 'view') delete spot.view.errors[act.blockId];
    changed(actor.state);
  }
  if (placed.dispatches) await tell(actor, spot, placed, value);
}

/** The key under which the app's suggested options are remembered. */
export function suggestionKey(spot: Spot, placed: PlacedElement): string {
  const place = spot.in === 'view' ? spot.view.id : spot.message.ts;
  return JSON.stringify([place, placed.blockId, placed.actionId]);
}

async function tell(
  actor: Actor,
  spot: Spot,
  placed: PlacedElement,
  value: InputValue | null,
): Promise<void> {
  const { state, person, triggers, responseUrls } = actor;
  if (!state.manifest.interactive) {
    throw new ActFailed('app_error', 'This app is not configured to handle interactive responses.');
  }
  const responseUrl =
    spot.in === 'message'
      ? responseUrls.issue({ channel: spot.conversation.id, userId: person.id, originalTs: spot.message.ts })
      : '';
  const triggerId = triggers.issue(person.id, spot.in === 'view' ? spot.view.id : null);
  const payload = blockActions(actor, spot, { placed, value }, { triggerId, responseUrl });
  const busy = (isBusy: boolean) => {
    if (spot.in === 'view') spot.view.busy = isBusy;
    changed(state);
  };
  busy(true);
  try {
    await deliver(actor, 'interactive', structuredClone(payload), complaints);
  } finally {
    busy(false);
  }
}

/** Options as the app wrote them, whatever the page sent. */
function asOffered(element: Record<string, unknown>, value: InputValue): InputValue {
  const options = listedOptions(element);
  if (!options) return value;
  const same = (wanted: { value: string }) => options.find((option) => option.value === wanted.value);
  if (value.selected_option) return { ...value, selected_option: same(value.selected_option) ?? null };
  if (value.selected_options) {
    return { ...value, selected_options: value.selected_options.flatMap((option) => same(option) ?? []) };
  }
  return value;
}
