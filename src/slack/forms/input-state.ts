import { z } from 'zod';

const option = z.object({
  value: z.string(),
  text: z.object({ text: z.string() }).optional().catch(undefined),
});
const nothing = <T extends z.ZodType>(type: T) => type.nullish().catch(null);

/** One input as Slack sends it, of any type. Source: docs.slack.dev, "view_submission payloads". */
const inputState = z.object({
  value: nothing(z.string()),
  selected_option: nothing(option),
  selected_options: nothing(z.array(option)),
  selected_user: nothing(z.string()),
  selected_conversation: nothing(z.string()),
  selected_date: nothing(z.string()),
  selected_time: nothing(z.string()),
});

export type InputState = z.output<typeof inputState>;

/** Inputs that were set aside in a modal's metadata, by the name of their field. */
export const inputStates = z.record(z.string(), inputState);

interface SentInput {
  blockId: string;
  actionId: string;
  input: InputState;
}

const blocks = z.record(z.string(), z.record(z.string(), inputState.catch({})).catch({}));
const viewState = z.object({ values: blocks }).catch({ values: {} });

/** The inputs of a view; none for what is not a view's state. */
export function readInputs(state: unknown): SentInput[] {
  return Object.entries(viewState.parse(state).values).flatMap(([blockId, inputs]) =>
    Object.entries(inputs).map(([actionId, input]) => ({ blockId, actionId, input })),
  );
}

/** How an element is told what it holds at first. Slack takes no empty initial values. */
const INITIAL = {
  value: 'initial_value',
  selected_option: 'initial_option',
  selected_options: 'initial_options',
  selected_user: 'initial_user',
  selected_conversation: 'initial_conversation',
  selected_date: 'initial_date',
  selected_time: 'initial_time',
} as const satisfies Record<keyof InputState, string>;

export function initialProperties(input: InputState): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(INITIAL).flatMap(([held, initial]) => {
      const value = input[held as keyof InputState];
      return isEmptyValue(value) ? [] : [[initial, value]];
    }),
  );
}

export function isEmptyInput(input: InputState): boolean {
  return Object.values(input).every(isEmptyValue);
}

function isEmptyValue(value: InputState[keyof InputState]): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
