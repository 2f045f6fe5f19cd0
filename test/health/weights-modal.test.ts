import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/server/checks/views.ts';
import { DEFAULT_WEIGHTS, perScoreInput, type Weights } from '../../src/health/score/rules.ts';
import { readWeights, weightsForm, weightsModal } from '../../src/health/weights/modal.ts';
import { refusals, typedView } from '../slack/forms/typed-view.ts';

const read = (typed: Record<keyof Weights, string>) =>
  readWeights(
    typedView(
      weightsForm,
      null,
      perScoreInput((input) => ({ value: typed[input] })),
    ),
  );

describe('the modal for the weights', () => {
  const typed = perScoreInput((input) => String(DEFAULT_WEIGHTS[input]));

  test('accepts whole numbers that make 100, and no others', () => {
    const number = fc.nat({ max: 100 });
    fc.assert(
      fc.property(number, number, number, number, (words, read_, scope, contact) => {
        const weights = { words, read: read_, scope, contact };
        const sum = words + read_ + scope + contact;
        const refused = refusals(weightsForm, () => read(perScoreInput((input) => String(weights[input]))));
        const said = `These add up to ${sum}. They need to make 100.`;
        expect(refused).toEqual(sum === 100 ? {} : { contact: said });
      }),
    );
    expect(read(typed)).toEqual(DEFAULT_WEIGHTS);
  });

  test.each(['', '-1', '101', '12.5', 'ten', '1e1', '٣'])('says what is wrong with “%s”', (scope) => {
    expect(refusals(weightsForm, () => read({ ...typed, scope }))).toEqual({
      scope: 'Type a whole number from 0 to 100.',
    });
  });

  test('is one that Slack accepts, and offers the default where other weights are set', () => {
    const other = weightsModal({ words: 100, read: 0, scope: 0, contact: 0 });
    for (const modal of [other, weightsModal(DEFAULT_WEIGHTS)]) expect(checkView(modal, 'modal')).toBeNull();
    expect(JSON.stringify(other)).toContain('Back to 40, 25, 20, 15');
    expect(JSON.stringify(weightsModal(DEFAULT_WEIGHTS))).not.toContain('Back to');
  });
});
