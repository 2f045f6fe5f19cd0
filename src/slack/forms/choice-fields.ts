/** The kinds of fields in which something is chosen from a list. Each may be left empty; see `required`. */
import type { PlainTextOption } from '@slack/types';
import { option, plain } from '../blocks/blocks.ts';
import { LIMITS } from '../blocks/limits.ts';
import type { ElementWithoutValue, Field, FieldOptions } from './field.ts';
import type { InputState } from './input-state.ts';

interface ChoiceOptions<T extends string | number> extends FieldOptions {
  /** In the order in which they are offered: an enumeration's own array, wherever there is one. */
  choices: readonly T[];
  text: (choice: T) => string;
}

interface OneOptions<T extends string | number> extends ChoiceOptions<T> {
  as: 'select' | 'radio';
  placeholder?: string;
}

/** One of a few. */
export function choiceField<const T extends string | number>({
  choices,
  text,
  as,
  placeholder,
  ...options
}: OneOptions<T>): Field<T | null, T | null> {
  const offered = choices.map((choice) => option(text(choice), String(choice)));
  const element: ElementWithoutValue =
    as === 'radio'
      ? { type: 'radio_buttons', options: offered }
      : { type: 'static_select', options: offered, ...placeholderOf(placeholder) };
  const find = ({ selected_option }: InputState) =>
    choices.find((choice) => String(choice) === selected_option?.value) ?? null;
  return {
    options,
    isOptional: true,
    element,
    hold: (draft) => ({ selected_option: offered.filter(is(draft)).map(held)[0] }),
    draft: find,
    parse(input) {
      const value = find(input);
      return input.selected_option && value === null ? { error: 'Choose one of these.' } : { value };
    },
  };
}

interface SeveralOptions<T extends string | number> extends ChoiceOptions<T> {
  as: 'multi-select' | 'checkboxes';
}

/** Any of a few, in the order in which they are offered. */
export function choicesField<const T extends string | number>({
  choices,
  text,
  as,
  ...options
}: SeveralOptions<T>): Field<T[], T[]> {
  const offered = choices.map((choice) => option(text(choice), String(choice)));
  const find = ({ selected_options }: InputState) =>
    choices.filter((choice) => selected_options?.some(({ value }) => value === String(choice)));
  return {
    options,
    isOptional: true,
    element: { type: as === 'checkboxes' ? 'checkboxes' : 'multi_static_select', options: offered },
    hold: (draft) => ({
      selected_options: offered.filter((one) => draft.some((choice) => is(choice)(one))).map(held),
    }),
    draft: find,
    parse: (input) => ({ value: find(input) }),
  };
}

/** What was found by typing, as it shows. */
export interface Found {
  value: string;
  text: string;
}

interface SearchOptions extends FieldOptions {
  /** That of the listener which answers with what fits. */
  actionId: string;
  placeholder: string;
}

/** One of many, found by typing; what is offered before anything is typed is for the listener to say. */
export function searchField({ placeholder, ...options }: SearchOptions): Field<string | null, Found | null> {
  return {
    options,
    isOptional: true,
    element: { type: 'external_select', min_query_length: 0, ...placeholderOf(placeholder) },
    hold: (draft) => ({ selected_option: draft && held(option(draft.text, draft.value)) }),
    draft: ({ selected_option }) =>
      selected_option?.value && selected_option.text?.text
        ? { value: selected_option.value, text: selected_option.text.text }
        : null,
    parse: ({ selected_option }) => ({ value: selected_option?.value || null }),
  };
}

function placeholderOf(text: string | undefined) {
  return text ? { placeholder: plain(text, LIMITS.placeholder) } : {};
}

function is(choice: string | number | null): (one: PlainTextOption) => boolean {
  return ({ value }) => choice !== null && value === String(choice);
}

function held({ value = '', text, description }: PlainTextOption) {
  return { value, text, ...(description ? { description } : {}) };
}
