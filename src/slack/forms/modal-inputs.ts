/** The elements of the client's modal that have one shape each. */

import type { MultiStaticSelect, NumberInput, PlainTextInput, StaticSelect } from '@slack/types';
import { clip } from '../../runtime/formats/text.ts';
import type { option } from '../blocks/blocks.ts';

type Options = ReturnType<typeof option>[];

export function text(actionId: string, initial: string | null, max: number): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: actionId,
    max_length: max,
    ...(initial ? { initial_value: clip(initial, max) } : {}),
  };
}

export function number(
  actionId: string,
  initial: number | null,
  min: number,
  max: number,
  decimals = false,
): NumberInput {
  return {
    type: 'number_input',
    action_id: actionId,
    is_decimal_allowed: decimals,
    min_value: String(min),
    max_value: String(max),
    ...(initial === null ? {} : { initial_value: String(initial) }),
  };
}

export function select(actionId: string, options: Options, chosen: string): StaticSelect {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: actionId,
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

export function multiSelect(actionId: string, options: Options, chosen: string[]): MultiStaticSelect {
  const initial = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  return {
    type: 'multi_static_select',
    action_id: actionId,
    options,
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  };
}
