/** What people choose about their reminders. */
import type { QuietHours, WorkSchedule } from '../workspaces/rules.ts';

/** How often somebody who has not answered is nudged. */
export const NUDGE_LEVELS = ['standard', 'light', 'off'] as const;
export type NudgeLevel = (typeof NUDGE_LEVELS)[number];

/** A person's own choices; null in each for what they leave to Slack, to the workspace or to each client. */
export interface Preferences {
  /** IANA zone; null for Slack's. */
  zone: string | null;
  workingDays: readonly number[] | null;
  holidays: string | null;
  quiet: QuietHours | null;
  remindAt: Temporal.PlainTime | null;
  /** ISO weekday. */
  roundWeekday: number | null;
  nudges: NudgeLevel;
}

/** Days and hours that are the same as everybody's are not the person's own: they follow when everybody's change. */
export function ownOnly(ways: WorkSchedule, usual: WorkSchedule): Pick<Preferences, 'workingDays' | 'quiet'> {
  const sameDays = [...ways.workingDays].sort().join() === [...usual.workingDays].sort().join();
  const { from, to } = ways.quiet;
  const sameHours = from.equals(usual.quiet.from) && to.equals(usual.quiet.to);
  return {
    workingDays: sameDays ? null : ways.workingDays,
    quiet: sameHours ? null : ways.quiet,
  };
}

/** The ways that count for a person. */
export function effectiveSchedule(own: Preferences, usual: WorkSchedule): WorkSchedule {
  return {
    workingDays: own.workingDays ?? usual.workingDays,
    holidays: own.holidays ?? usual.holidays,
    quiet: own.quiet ?? usual.quiet,
  };
}
