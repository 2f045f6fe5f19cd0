import type { Button, ModalView } from '@slack/types';
import { actions, button, context, plain } from '../../slack/blocks/blocks.ts';
import { type Field, required } from '../../slack/forms/field.ts';
import { numberField } from '../../slack/forms/fields.ts';
import { defineForm } from '../../slack/forms/form.ts';
import {
  DEFAULT_WEIGHTS,
  perScoreInput,
  SCORE_INPUT_LABELS,
  SCORE_INPUTS,
  type ScoreInput,
  type Weights,
} from '../score/rules.ts';

/** Opens the modal. */
export const WEIGHTS_OPEN = 'weights-open';
export const WEIGHTS_RESET = 'weights-reset';
export const WEIGHTS_SAVE = 'weights-save';

const ALL = 100;

const HINTS: Record<ScoreInput, string> = {
  words: 'How they said they feel, and praise.',
  read: 'How we think they feel.',
  scope: 'Work compared with what was agreed, late payment, discounts they asked for.',
  contact: 'How long ago we spoke, and our overdue follow-ups.',
};

/** @internal */
export const weightsForm = defineForm({
  name: 'weight',
  fields: perScoreInput(weightField),
});

function weightField(input: ScoreInput): Field<number, number | null> {
  const field = numberField({ label: SCORE_INPUT_LABELS[input], hint: HINTS[input], min: 0, max: ALL });
  return required(field, `Type a whole number from 0 to ${ALL}.`);
}

export function weightsButton(): Button {
  return button('Health weights', WEIGHTS_OPEN, 'weights');
}

/** Asks how much each input of the score counts. */
export function weightsModal(weights: Weights): ModalView {
  const isDefault = SCORE_INPUTS.every((input) => weights[input] === DEFAULT_WEIGHTS[input]);
  const state = { context: null, draft: weights };
  return weightsForm.modal(state, {
    callbackId: WEIGHTS_SAVE,
    title: 'Health weights',
    submit: 'Save',
    blocks: [
      context(
        plain(
          `How much each part counts towards a client’s score, out of ${ALL}. All scores are recalculated.`,
        ),
      ),
      ...weightsForm.blocks(state),
      ...(isDefault ? [] : [actions('weights-reset', [resetButton()])]),
    ],
  });
}

/** @throws InvalidFields for anything but a whole number, and for weights that do not make 100. */
export function readWeights(view: { private_metadata: string; state: unknown }): Weights {
  const answers = weightsForm.read(view);
  const typed = SCORE_INPUTS.flatMap((input) => answers.valid[input] ?? []);
  const sum = typed.reduce((total, weight) => total + weight, 0);
  if (typed.length === SCORE_INPUTS.length && sum !== ALL) {
    answers.refuse('contact', `These add up to ${sum}. They need to make ${ALL}.`);
  }
  return answers.values();
}

/** What is said once they are saved. */
export function weightsText(weights: Weights): string {
  const each = SCORE_INPUTS.map((input) => `${SCORE_INPUT_LABELS[input].toLowerCase()} ${weights[input]}`);
  return `Saved: ${each.join(', ')}. All scores are recalculated.`;
}

function resetButton(): Button {
  const usual = SCORE_INPUTS.map((input) => DEFAULT_WEIGHTS[input]).join(', ');
  return button(`Back to ${usual}`, WEIGHTS_RESET, 'reset', {
    confirm: {
      title: plain('Back to the default weights?', 100),
      text: plain(`They become ${usual} for everyone, and all scores are recalculated.`, 300),
      confirm: plain('Reset', 30),
      deny: plain('Keep', 30),
    },
  });
}
