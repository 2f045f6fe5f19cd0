import type { InputBlock } from '@slack/types';
import type { InputState } from './input-state.ts';

/** What every field may say about itself. */
export interface FieldOptions {
  label: string;
  hint?: string;
  /** Has Slack tell at once what was chosen, so that the modal can be shown again with other fields. */
  dispatch?: boolean;
  /** Where a listener routes by it. Else it is the `block_id`. */
  actionId?: string;
}

/** What was made of an input: its value, or what the person reads at the field. */
export type Parsed<T> = { value: T } | { error: string };

/** One question of a modal: how it looks, what it holds, and what may be answered. */
export interface Field<Value, Draft> {
  readonly options: FieldOptions;
  readonly isOptional: boolean;
  /** Without its `action_id`, and without what it holds at first. */
  readonly element: ElementWithoutValue;
  /** A draft as Slack holds it. */
  hold(draft: Draft): InputState;
  /** What is in it now, for showing it again; empty for what cannot be shown. */
  draft(input: InputState): Draft;
  parse(input: InputState): Parsed<Value>;
}

type Element = InputBlock['element'];
type Without<E> = E extends Element ? Omit<E, 'action_id'> : never;
export type ElementWithoutValue = Without<Element>;

/** Refuses an empty answer with these words. A list is empty where nothing is in it. */
export function required<T, D>(field: Field<T | null, D>, missing: string): Field<T, D> {
  return {
    ...field,
    isOptional: false,
    parse(input) {
      const parsed = field.parse(input);
      if ('error' in parsed) return parsed;
      const { value } = parsed;
      const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
      return isEmpty ? { error: missing } : { value };
    },
  };
}

/** @param wrong what is wrong with a value; null for nothing. It is not asked about an empty answer. */
export function checked<T, D>(
  field: Field<T, D>,
  wrong: (value: NonNullable<T>) => string | null,
): Field<T, D> {
  return {
    ...field,
    parse(input) {
      const parsed = field.parse(input);
      if ('error' in parsed || parsed.value === null || parsed.value === undefined) return parsed;
      const error = wrong(parsed.value);
      return error === null ? parsed : { error };
    },
  };
}

export type Fields = Record<string, Field<unknown, unknown>>;

/** What is in each field: for showing it. */
export type DraftOf<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<unknown, infer Draft> ? Draft : never;
};

/** What was answered in each field; null in a conditional one that was not shown. */
export type ValuesOf<F extends Fields, Conditional extends keyof F> = {
  [K in keyof F]: F[K] extends Field<infer Value, unknown>
    ? Value | (K extends Conditional ? null : never)
    : never;
};

/** What a modal is about, and what is in its fields. */
export interface FormState<F extends Fields, C> {
  context: C;
  draft: DraftOf<F>;
}
