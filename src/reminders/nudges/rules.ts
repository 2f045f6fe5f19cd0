import type { NudgeLevel } from '../../preferences/rules.ts';

/** What follows on a prompt that stays without an answer: another nudge in its thread, or the cover or lead is told. */
export interface NextStep {
  what: 'nudge' | 'tell';
  /** So many working days after the last time that the person heard about it. */
  afterWorkingDays: number;
}

const STEPS: Record<NudgeLevel, readonly [NextStep, ...NextStep[]]> = {
  standard: [
    { what: 'nudge', afterWorkingDays: 1 },
    { what: 'nudge', afterWorkingDays: 2 },
    { what: 'tell', afterWorkingDays: 1 },
  ],
  light: [
    { what: 'nudge', afterWorkingDays: 1 },
    { what: 'tell', afterWorkingDays: 3 },
  ],
  off: [{ what: 'tell', afterWorkingDays: 4 }],
};

/** @param nudges how many have gone out. */
export function nextStep(preference: NudgeLevel, nudges: number): NextStep {
  const steps = STEPS[preference];
  return steps[Math.min(nudges, steps.length - 1)] ?? steps[0];
}
