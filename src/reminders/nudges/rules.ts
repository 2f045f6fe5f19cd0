import type { NudgeLevel } from '../../preferences/rules.ts';

/** What follows on a prompt that stays without an answer: a nudge in its round's thread, or somebody else is told. */
export interface EscalationStep {
  action: 'nudge' | 'escalate';
  /** So many working days after the last time that the person heard about it. */
  afterWorkingDays: number;
}

const STEPS: Record<NudgeLevel, readonly [EscalationStep, ...EscalationStep[]]> = {
  standard: [
    { action: 'nudge', afterWorkingDays: 1 },
    { action: 'nudge', afterWorkingDays: 2 },
    { action: 'escalate', afterWorkingDays: 1 },
  ],
  light: [
    { action: 'nudge', afterWorkingDays: 1 },
    { action: 'escalate', afterWorkingDays: 3 },
  ],
  off: [{ action: 'escalate', afterWorkingDays: 4 }],
};

/** @param nudgeCount how many nudges have gone out. */
export function escalationStep(level: NudgeLevel, nudgeCount: number): EscalationStep {
  const steps = STEPS[level];
  return steps[Math.min(nudgeCount, steps.length - 1)] ?? steps[0];
}
