import { keepsValue, type PlacedElement, placedElements } from '../../elements.ts';
import type { InputValue, SlackOption, StateValues } from '../../protocol.ts';
import { rawList } from '../../raw.ts';

/** The values that a view or message starts with: each element's `initial_...`, or its own kind of empty. */
export function initialState(blocks: readonly unknown[]): StateValues {
  const state: StateValues = {};
  for (const placed of placedElements(blocks)) {
    if (!keepsValue(placed.type)) continue;
    setValue(state, placed.blockId, placed.actionId, initialValue(placed));
  }
  return state;
}

/** The state after an update: an element with the same `block_id`, `action_id` and type keeps what was typed. */
export function carriedState(old: StateValues, blocks: readonly unknown[]): StateValues {
  const state = initialState(blocks);
  for (const placed of placedElements(blocks)) {
    const kept = old[placed.blockId]?.[placed.actionId];
    if (kept && kept.type === placed.type && stillOffered(placed, kept)) {
      setValue(state, placed.blockId, placed.actionId, kept);
    }
  }
  return state;
}

export function setValue(state: StateValues, blockId: string, actionId: string, value: InputValue): void {
  const block = state[blockId] ?? {};
  block[actionId] = value;
  state[blockId] = block;
}

/** The options that an element lists itself, its groups' included; null when they come from elsewhere. */
export function listedOptions(element: Record<string, unknown>): SlackOption[] | null {
  if (Array.isArray(element.options)) return element.options as SlackOption[];
  if (Array.isArray(element.option_groups)) {
    return rawList(element.option_groups).flatMap((group) =>
      rawList(group.options),
    ) as unknown as SlackOption[];
  }
  return null;
}

function stillOffered({ element }: PlacedElement, kept: InputValue): boolean {
  const options = listedOptions(element);
  if (!options) return true;
  const values = new Set(options.map((option) => option.value));
  const chosen = kept.selected_options ?? (kept.selected_option ? [kept.selected_option] : []);
  return chosen.every((option) => values.has(option.value));
}

function initialValue({ type, element }: PlacedElement): InputValue {
  const from = <T>(key: string, empty: T): T => (element[key] === undefined ? empty : (element[key] as T));
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: from<SlackOption | null>('initial_option', null) };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: from<SlackOption[]>('initial_options', []) };
    case 'users_select':
      return { type, selected_user: from<string | null>('initial_user', null) };
    case 'multi_users_select':
      return { type, selected_users: from<string[]>('initial_users', []) };
    case 'conversations_select':
      return { type, selected_conversation: from<string | null>('initial_conversation', null) };
    case 'multi_conversations_select':
      return { type, selected_conversations: from<string[]>('initial_conversations', []) };
    case 'channels_select':
      return { type, selected_channel: from<string | null>('initial_channel', null) };
    case 'multi_channels_select':
      return { type, selected_channels: from<string[]>('initial_channels', []) };
    case 'datepicker':
      return { type, selected_date: from<string | null>('initial_date', null) };
    case 'timepicker':
      return { type, selected_time: from<string | null>('initial_time', null) };
    case 'datetimepicker':
      return { type, selected_date_time: from<number | null>('initial_date_time', null) };
    default:
      return { type, value: from<string | null>('initial_value', null) };
  }
}
