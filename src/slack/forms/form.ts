/**
 * A modal's fields, each declared once: label, element, what it holds at first, what may be answered, and what is said of
 * anything else. From one list of fields come the blocks, the reading of what Slack sends back, the typed values, the errors
 * at their blocks, and the metadata. A view knows no state schema, and a parser no `block_id`.
 *
 * To add a question, add a field. Whatever makes a draft of a stored row, or a row of the values, then no longer compiles
 * until it knows the question too.
 *
 * @example
 * const skipForm = defineForm({
 *   name: 'skip',                                        // block_id and action_id are `skip-reason`
 *   context: z.object({ promptId: z.uuid() }),           // what the modal has to know again
 *   fields: {
 *     reason: required(textField({ label: 'Why not this time?', max: 300 }), 'Say in a few words why.'),
 *     until: dateField({ label: 'Until', hint: 'If that’s a day off, I’ll ask on the next one.' }),
 *   },
 *   shown: { until: ({ reason }) => reason !== null },   // conditional: given the draft and the context
 * });
 *
 * // A draft names every field. `empty` has nothing in any of them.
 * const state = { context: { promptId }, draft: { ...skipForm.empty, until: today.add({ days: 7 }) } };
 * skipForm.modal(state, { callbackId: SKIP_SAVE, title: 'Skip this time', submit: 'Skip' });
 *
 * // On submission. Everything that is wrong is said at once.
 * const answers = skipForm.read(view);
 * const { until } = answers.valid;                       // what can be taken
 * if (until && isPast(until)) answers.refuse('until', 'That day is over. Choose today or later.');
 * const { reason } = answers.values();                   // throws InvalidFields
 *
 * // After a choice in a field with `dispatch`: the same ids, so that Slack keeps what is typed meanwhile. What was in a
 * // field that is not shown any more is kept in the metadata until it is.
 * skipForm.modal(skipForm.read(view), …);
 */
import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { type Block, input, plain } from '../blocks/blocks.ts';
import { LIMITS } from '../blocks/limits.ts';
import { context as contextOf } from './context.ts';
import type { DraftOf, Field, Fields, FormState } from './field.ts';
import { FilledForm } from './filled-form.ts';
import { type InputState, initialProperties, inputStates, isEmptyInput, readInputs } from './input-state.ts';

type Depends<F extends Fields, C, Result> = { [K in keyof F]?: (draft: DraftOf<F>, context: C) => Result };

interface Definition<F extends Fields, C, Conditional extends keyof F> {
  /** Unique in the app: every `block_id` begins with it, and every `action_id` that no field has of its own. */
  name: string;
  fields: F;
  context?: z.ZodType<C>;
  /** When each conditional field is shown; all others always are. */
  shown?: Record<Conditional, (draft: DraftOf<F>, context: C) => boolean>;
  /** In place of the field's own label. */
  labels?: Depends<F, C, string>;
  /** Part of the `block_id`: where it changes, Slack shows what the field now holds, not what was typed in it. */
  versions?: Depends<F, C, string | number>;
}

interface Metadata<C> {
  about: C;
  stash: Record<string, InputState>;
}

interface ModalOptions {
  callbackId: string;
  title: string;
  submit: string;
  /** Where there is more in the modal than all of the fields. */
  blocks?: Block[];
}

/** Where something stands between the fields. */
interface Range<F extends Fields> {
  after?: keyof F;
  to?: keyof F;
}

export interface Form<F extends Fields, C, Conditional extends keyof F> {
  readonly fields: F;
  /** A draft with nothing in it. */
  readonly empty: DraftOf<F>;
  modal(state: FormState<F, C>, options: ModalOptions): ModalView;
  /** The blocks of the fields that are shown, in their order: of all fields, or of those in a range. */
  blocks(state: FormState<F, C>, range?: Range<F>): InputBlock[];
  /** @throws Error for metadata that is not ours; never for what is in the fields. */
  read(view: { private_metadata: string; state: unknown }): FilledForm<F, C, Conditional>;
  blockId(key: keyof F): string;
  actionId(key: keyof F): string;
}

export function defineForm<F extends Fields, C = null, Conditional extends keyof F & string = never>(
  definition: Definition<F, C, Conditional>,
): Form<F, C, Conditional> {
  type State = FormState<F, C>;
  const { name, fields, labels, versions } = definition;
  const shown = (definition.shown ?? {}) as Depends<F, C, boolean>;
  const keys = Object.keys(fields) as (keyof F & string)[];
  const about = (definition.context ?? z.null()) as z.ZodType<C>;
  const metadata = contextOf(z.object({ about, stash: inputStates }) as z.ZodType<Metadata<C>>);

  const blockId = (key: keyof F) => `${name}-${kebab(String(key))}`;
  const actionId = (key: keyof F) => fields[key]?.options.actionId ?? blockId(key);
  const isShown = (key: keyof F, { draft, context }: State) => shown[key]?.(draft, context) ?? true;

  function block(key: keyof F & string, { draft, context }: State): InputBlock {
    const { options, element, isOptional, hold } = fields[key] as Field<unknown, unknown>;
    const version = versions?.[key]?.(draft, context);
    const held = { ...element, action_id: actionId(key), ...initialProperties(hold(draft[key])) };
    return input(
      version === undefined ? blockId(key) : `${blockId(key)}-${version}`,
      labels?.[key]?.(draft, context) ?? options.label,
      held as InputBlock['element'],
      { ...options, optional: isOptional },
    );
  }

  function draftOf(inputs: ReadonlyMap<string, InputState>): DraftOf<F> {
    const draft = keys.map((key) => [key, fields[key]?.draft(inputs.get(key) ?? {})]);
    return Object.fromEntries(draft) as DraftOf<F>;
  }

  /** What is in fields that are not shown. */
  function stashOf(state: State): Record<string, InputState> {
    const held = keys.map((key) => [key, fields[key]?.hold(state.draft[key]) ?? {}] as const);
    return Object.fromEntries(held.filter(([key, of]) => !isShown(key, state) && !isEmptyInput(of)));
  }

  /** What does not fit beside the context is not remembered. */
  function metadataOf(state: State): string {
    const { context: about } = state;
    const all = metadata.write({ about, stash: stashOf(state) });
    return all.length <= LIMITS.privateMetadata ? all : metadata.write({ about, stash: {} });
  }

  function blocks(state: State, { after, to }: Range<F> = {}): InputBlock[] {
    const from = after === undefined ? 0 : keys.indexOf(after as string) + 1;
    const end = to === undefined ? keys.length : keys.indexOf(to as string) + 1;
    return keys.slice(from, end).flatMap((key) => (isShown(key, state) ? [block(key, state)] : []));
  }

  return {
    fields,
    empty: draftOf(new Map()),
    blockId,
    actionId,
    blocks,
    modal: (state, { callbackId, title, submit, ...more }) => ({
      type: 'modal',
      callback_id: callbackId,
      private_metadata: metadataOf(state),
      title: plain(title, LIMITS.viewTitle),
      submit: plain(submit, LIMITS.viewTitle),
      close: plain('Cancel', LIMITS.viewTitle),
      blocks: more.blocks ?? blocks(state),
    }),
    read(view) {
      const { about, stash } = metadata.read(view.private_metadata);
      const sent = readInputs(view.state);
      const inputs = new Map(Object.entries(stash));
      const blockIds = new Map<keyof F, string>();
      for (const key of keys) {
        const found = sent.find((one) => one.actionId === actionId(key) && isFor(one.blockId, blockId(key)));
        if (!found) continue;
        inputs.set(key, found.input);
        blockIds.set(key, found.blockId);
      }
      const state: State = { context: about, draft: draftOf(inputs) };
      const asked = keys.filter((key) => isShown(key, state) && (inputs.has(key) || !shown[key]));
      const parsed = new Map(asked.map((key) => [key as keyof F, fields[key]?.parse(inputs.get(key) ?? {})]));
      return new FilledForm({ ...state, keys, parsed, blockIds, blockId });
    },
  };
}

/** Whatever its version. */
function isFor(sentIn: string, blockId: string): boolean {
  return sentIn === blockId || sentIn.startsWith(`${blockId}-`);
}

/** `follow-up-due` for `followUpDue`. */
function kebab(camel: string): string {
  return camel.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
