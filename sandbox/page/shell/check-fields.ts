import type { InputBlockElement, NumberInput } from '@slack/types';
import type { InputValue } from '../../protocol.ts';
import type { AnyBlock } from '../blocks/types.ts';

/** Slack's own bound for a plain text input that sets none. */
const LONGEST = 3000;

/**
 * What Slack itself refuses before the app is asked: a required input left empty, a text outside its length, a number
 * that is none or out of bounds, something that is no address. Answers block_id -> what to do about it.
 */
export function checkFields(
  blocks: readonly AnyBlock[],
  valueIn: (blockId: string, actionId: string) => InputValue | undefined,
): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const { element, block_id = '' } = block;
    const value = valueIn(block_id, element.action_id ?? '');
    const problem = isEmpty(value)
      ? block.optional
        ? null
        : 'Please fill in this field.'
      : boundsProblem(element, value);
    if (problem) problems[block_id] = problem;
  }
  return problems;
}

function isEmpty(value: InputValue | undefined): boolean {
  const { type: _, ...rest } = value ?? { type: '' };
  return Object.values(rest).every(
    (part) =>
      part === null ||
      part === undefined ||
      (typeof part === 'string' && part.trim() === '') ||
      (Array.isArray(part) && part.length === 0),
  );
}

function boundsProblem(element: InputBlockElement, value: InputValue | undefined): string | null {
  const text = (value?.value ?? '').trim();
  switch (element.type) {
    case 'plain_text_input':
      return lengthProblem(value?.value ?? '', element.min_length ?? 0, element.max_length ?? LONGEST);
    case 'number_input':
      return numberProblem(text, element);
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(text) ? null : 'Please enter an email address, such as ada@example.com.';
    case 'url_text_input':
      return /^https?:\/\/\S+$/i.test(text) ? null : 'Please enter an address that begins with https://.';
    default:
      return null;
  }
}

function lengthProblem(text: string, least: number, most: number): string | null {
  if (text.length < least) return `Please write at least ${least} characters.`;
  const over = text.length - most;
  return over > 0
    ? `Please take out ${over} ${over === 1 ? 'character' : 'characters'}: ${most} is the limit.`
    : null;
}

function numberProblem(
  text: string,
  { is_decimal_allowed, min_value, max_value }: NumberInput,
): string | null {
  const number = Number(text);
  if (!Number.isFinite(number)) return 'Please enter a number.';
  if (!is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (min_value !== undefined && number < Number(min_value)) return `Please enter ${min_value} or more.`;
  return max_value !== undefined && number > Number(max_value) ? `Please enter ${max_value} or less.` : null;
}
