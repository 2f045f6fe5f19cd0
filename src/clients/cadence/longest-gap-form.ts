/** The longest acceptable gap in the client's modal: it follows how often, until somebody types another. */
import type { InputBlock } from '@slack/types';
import { input } from '../../slack/blocks/blocks.ts';
import type { Answers } from '../../slack/forms/modal-answers.ts';
import { number } from '../../slack/forms/modal-inputs.ts';
import { FIELDS } from '../fields.ts';
import { BOUNDS } from '../rules.ts';
import { type CadenceDays, gapDays, usualLongestGap } from './rules.ts';

/**
 * The block's id says what is usual for the cadence that it was built for: under another id Slack shows the new number,
 * under the same it keeps what is there.
 *
 * @param days null for what is usual.
 */
export function longestGapBlock(cadence: CadenceDays, days: number | null): InputBlock {
  const usual = usualLongestGap(cadence);
  return input(
    idFor(usual),
    'Longest acceptable gap, in days',
    number(FIELDS.longestGap, days ?? usual, 1, BOUNDS.longestGapDays),
    {
      hint: 'Without a word for longer than this, the client needs attention. It changes with “How often” until you type another.',
    },
  );
}

/** Whether the field holds what was usual when it was shown, so that nobody has said anything else. */
export function isUsualGap(answers: Answers): boolean {
  return answers.blockOf(FIELDS.longestGap) === idFor(answers.raw(FIELDS.longestGap));
}

/** In days. What is wrong is noted in `answers`. */
export function parseLongestGap(answers: Answers, cadence: CadenceDays): number {
  const usual = usualLongestGap(cadence);
  if (isUsualGap(answers)) return usual;
  const ideal = gapDays(cadence);
  const days = answers.whole(FIELDS.longestGap, BOUNDS.longestGapDays, 'days') ?? ideal;
  if (days < ideal) {
    answers.wrong(
      FIELDS.longestGap,
      `You ask about them every ${ideal} days or so. Give ${ideal} or more here, such as ${usual}, or ask more often.`,
    );
  }
  return days;
}

function idFor(days: number | string | null): string {
  return `${FIELDS.longestGap}-${days}`;
}
