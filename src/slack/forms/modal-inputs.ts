import type { NumberInput } from '@slack/types';

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
