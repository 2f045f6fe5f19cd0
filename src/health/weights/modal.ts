import type { Button, ModalView } from '@slack/types';
import { actions, button, context, input, plain } from '../../slack/blocks/blocks.ts';
import { LIMITS } from '../../slack/blocks/limits.ts';
import { FormAnswers } from '../../slack/forms/form-answers.ts';
import { number } from '../../slack/forms/modal-inputs.ts';
import {
  DEFAULT_WEIGHTS,
  SCORE_INPUT_LABELS,
  SCORE_INPUTS,
  type ScoreInput,
  type Weights,
} from '../score/rules.ts';

/** Opens the modal. */
export const WEIGHTS_OPEN = 'weights-open';
export const WEIGHTS_RESET = 'weights-reset';
export const WEIGHTS_SAVE = 'weights-save';

/** `block_id`s; the element in each has the same `action_id`. */
export const WEIGHT_FIELDS: Record<ScoreInput, string> = {
  words: 'weight-words',
  read: 'weight-read',
  scope: 'weight-scope',
  contact: 'weight-contact',
};

const ALL = 100;

const HINTS: Record<ScoreInput, string> = {
  words: 'How they said they feel, and praise.',
  read: 'How we read them.',
  scope: 'Effort against what was agreed, late payment, discounts asked for.',
  contact: 'How long ago we spoke, and our overdue follow-ups.',
};

export function weightsButton(): Button {
  return button('Health weights', WEIGHTS_OPEN, 'weights');
}

/** Asks what each input of the score counts for. */
export function weightsModal(weights: Weights): ModalView {
  const isUsual = SCORE_INPUTS.every((name) => weights[name] === DEFAULT_WEIGHTS[name]);
  return {
    type: 'modal',
    callback_id: WEIGHTS_SAVE,
    title: plain('Health weights', LIMITS.viewTitle),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      context(plain('What each part of a client’s score counts for, of 100. All scores are reckoned anew.')),
      ...SCORE_INPUTS.map((name) =>
        input(
          WEIGHT_FIELDS[name],
          SCORE_INPUT_LABELS[name],
          number(WEIGHT_FIELDS[name], weights[name], 0, ALL),
          {
            hint: HINTS[name],
          },
        ),
      ),
      ...(isUsual ? [] : [actions('weights-reset', [resetButton()])]),
    ],
  };
}

/** @throws InvalidFields for what is no whole number, and for weights that do not make 100. */
export function parseWeights(state: unknown): Weights {
  const answers = new FormAnswers(state);
  const read = (name: ScoreInput) => {
    const typed = answers.text(WEIGHT_FIELDS[name]);
    if (/^\d{1,3}$/.test(typed) && Number(typed) <= ALL) return Number(typed);
    answers.wrong(WEIGHT_FIELDS[name], 'Give a whole number from 0 to 100.');
    return Number.NaN;
  };
  const weights = {
    words: read('words'),
    read: read('read'),
    scope: read('scope'),
    contact: read('contact'),
  };
  const sum = SCORE_INPUTS.reduce((total, name) => total + weights[name], 0);
  if (!Number.isNaN(sum) && sum !== ALL) {
    answers.wrong(WEIGHT_FIELDS.contact, `These add up to ${sum}; they have to make 100.`);
  }
  answers.throwIfWrong();
  return weights;
}

/** What is said once they are saved. */
export function weightsText(weights: Weights): string {
  const each = SCORE_INPUTS.map((name) => `${SCORE_INPUT_LABELS[name].toLowerCase()} ${weights[name]}`);
  return `Saved: ${each.join(', ')}. All scores are reckoned with these now.`;
}

function resetButton(): Button {
  const usual = SCORE_INPUTS.map((name) => DEFAULT_WEIGHTS[name]).join(', ');
  return button(`Back to ${usual}`, WEIGHTS_RESET, 'reset', {
    confirm: {
      title: plain('Back to the usual weights?', 100),
      text: plain(`They become ${usual} for everybody, and all scores are reckoned anew.`, 300),
      confirm: plain('Reset', 30),
      deny: plain('Keep', 30),
    },
  });
}
