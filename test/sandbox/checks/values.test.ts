import { describe, expect, it } from 'vitest';
import type { InputValue, SlackOption } from '../../../sandbox/protocol.ts';
import { checkValue, requiredMissing } from '../../../sandbox/server/checks/values.ts';
import { chars, input, option, options, plain, section, select, textInput } from './samples.ts';

const opt = (value: string, text = value) => option(value, text) as SlackOption;
const number = (more: object = {}) => ({ type: 'number_input', is_decimal_allowed: false, ...more });
const typed = (element: { type: string }, value: string) => [element, { type: element.type, value }] as const;
const chosen = (element: { type: string }, held: Partial<InputValue>) =>
  [element, { type: element.type, ...held }] as const;

const multi = { type: 'multi_static_select', options: options(3), max_selected_items: 2 };
const grouped = { type: 'static_select', option_groups: [{ label: plain('g'), options: options(2) }] };
const user = { type: 'users_select' };

describe('a person can enter', () => {
  it.each([
    typed(textInput(), chars(3000)),
    typed(textInput({ min_length: 2, max_length: 3 }), 'ab'),
    typed(textInput({ min_length: 2, max_length: 3 }), 'abc'),
    typed(textInput({ min_length: 2 }), ''),
    typed(textInput({ multiline: true }), 'a\nb'),
    typed(number({ min_value: '1', max_value: '3' }), '1'),
    typed(number({ min_value: '1', max_value: '3' }), '3'),
    typed(number({ is_decimal_allowed: true }), '-0.5'),
    typed({ type: 'email_text_input' }, 'a.b+c@example.co.uk'),
    typed({ type: 'url_text_input' }, 'https://example.com/?a=b'),
    chosen({ type: 'datepicker' }, { selected_date: '2028-02-29' }),
    chosen({ type: 'timepicker' }, { selected_time: '00:00' }),
    chosen({ type: 'datetimepicker' }, { selected_date_time: 1_628_633_820 }),
    chosen(select(), { selected_option: opt('o1') }),
    chosen(select(), { selected_option: null }),
    chosen(grouped, { selected_option: opt('o1') }),
    chosen(multi, { selected_options: [opt('o0'), opt('o2')] }),
    chosen(multi, { selected_options: [] }),
    chosen({ ...select(), type: 'checkboxes' }, { selected_options: [opt('o0')] }),
    chosen(user, { selected_user: 'U1' }),
  ])('%#: %j', (element, value) => {
    expect(checkValue(element, value)).toBeNull();
  });

  it('what the app suggested, or what was chosen at first, in a menu with an external source', () => {
    const element = { type: 'external_select', initial_option: opt('first') };
    const pick = (value: string) => ({ type: 'external_select', selected_option: opt(value) });
    expect(checkValue(element, pick('a'), [opt('a')])).toBeNull();
    expect(checkValue(element, pick('first'))).toBeNull();
    expect(checkValue(element, pick('b'), [opt('a')])).toBe('Please choose one of the options.');
  });
});

describe('a person cannot enter', () => {
  it.each([
    typed(textInput(), chars(3001)),
    typed(textInput({ min_length: 2, max_length: 3 }), 'a'),
    typed(textInput({ min_length: 2, max_length: 3 }), 'abcd'),
    typed(textInput(), 'a\nb'),
    typed(number(), '1.5'),
    typed(number(), 'one'),
    typed(number(), '1e3'),
    typed(number({ min_value: '1' }), '0'),
    typed(number({ max_value: '3' }), '4'),
    typed({ type: 'email_text_input' }, 'nobody'),
    typed({ type: 'email_text_input' }, 'a@b'),
    typed({ type: 'url_text_input' }, 'example.com'),
    typed({ type: 'url_text_input' }, 'javascript:alert(1)'),
    chosen({ type: 'datepicker' }, { selected_date: '2026-02-29' }),
    chosen({ type: 'timepicker' }, { selected_time: '24:00' }),
    chosen({ type: 'datetimepicker' }, { selected_date_time: 5 }),
    chosen(select(), { selected_option: opt('other') }),
    chosen(select(), { selected_option: opt('o1', 'Other words') }),
    chosen(select(), { value: 'o1' }),
    chosen(multi, { selected_options: options(3) as SlackOption[] }),
    chosen(multi, { selected_options: [opt('o0'), opt('o0')] }),
    chosen(user, { selected_option: opt('U1') }),
    [textInput(), { type: 'number_input', value: '1' }] as const,
  ])('%#: %j', (element, value) => {
    expect(checkValue(element, value)).toEqual(expect.any(String));
  });
});

describe('a submission lacks', () => {
  const view = {
    blocks: [
      section(),
      input(textInput({ action_id: 'a' }), { block_id: 'words' }),
      input(textInput({ action_id: 'a' }), { block_id: 'more', optional: true }),
      input(select({ action_id: 'a' }), { block_id: 'pick' }),
    ],
  };
  const missing = 'Please complete this required field.';

  it('every required input that is empty', () => {
    const state = { words: { a: { type: 'plain_text_input', value: null } } };
    expect(requiredMissing(view, state)).toEqual({ words: missing, pick: missing });
  });

  it('nothing once all required inputs hold something', () => {
    const state = {
      words: { a: { type: 'plain_text_input', value: 'a' } },
      pick: { a: { type: 'static_select', selected_option: opt('o1') } },
    };
    expect(requiredMissing(view, state)).toEqual({});
  });
});
