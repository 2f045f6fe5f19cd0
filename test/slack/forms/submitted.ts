import type { InputBlock, ModalView } from '@slack/types';
import type { InputValue } from '../../../sandbox/protocol.ts';
import { initialState } from '../../../sandbox/server/state/input-values.ts';
import { InvalidFields } from '../../../src/runtime/errors.ts';

/** What was typed, picked or chosen, by `block_id`; null empties the field. */
type Typed = Record<string, string | string[] | null>;

/** What Slack sends of a modal: what it held at first, but for what was `typed` into some of its fields. */
export function submitted(view: ModalView, typed: Typed = {}) {
  const values = initialState(view.blocks);
  for (const [blockId, value] of Object.entries(typed)) {
    const [[actionId, input] = []] = Object.entries(values[blockId] ?? {});
    if (!actionId || !input) throw new Error(`The modal has no field ${blockId}`);
    values[blockId] = { [actionId]: { type: input.type, ...held(input.type, value) } };
  }
  return { private_metadata: view.private_metadata ?? '', state: { values } };
}

/** What is said at which field; nothing where all of it is taken. */
export function errorsOf(parse: () => unknown): Record<string, string> {
  try {
    parse();
    return {};
  } catch (error) {
    if (error instanceof InvalidFields) return error.fields;
    throw error;
  }
}

export function inputBlocks(view: ModalView): InputBlock[] {
  return view.blocks.flatMap((block) => (block.type === 'input' ? [block as InputBlock] : []));
}

function held(type: string, value: string | string[] | null): Partial<InputValue> {
  if (Array.isArray(value)) return { selected_options: value.map(optionOf) };
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { selected_option: value === null ? null : optionOf(value) };
    case 'users_select':
      return { selected_user: value };
    case 'conversations_select':
      return { selected_conversation: value };
    case 'datepicker':
      return { selected_date: value };
    case 'timepicker':
      return { selected_time: value };
    default:
      return { value };
  }
}

function optionOf(value: string) {
  return { value, text: { type: 'plain_text' as const, text: value } };
}
