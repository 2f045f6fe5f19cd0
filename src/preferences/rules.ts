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

/** Days and hours that equal the workspace's are not the person's own: they follow when the workspace's change. */
export function overridesOf(
  schedule: WorkSchedule,
  defaults: WorkSchedule,
): Pick<Preferences, 'workingDays' | 'quiet'> {
  const sameDays = [...schedule.workingDays].sort().join() === [...defaults.workingDays].sort().join();
  const { from, to } = schedule.quiet;
  const sameHours = from.equals(defaults.quiet.from) && to.equals(defaults.quiet.to);
  return {
    workingDays: sameDays ? null : schedule.workingDays,
    quiet: sameHours ? null : schedule.quiet,
  };
}

export function effectiveSchedule(own: Preferences, defaults: WorkSchedule): WorkSchedule {
  return {
    workingDays: own.workingDays ?? defaults.workingDays,
    holidays: own.holidays ?? defaults.holidays,
    quiet: own.quiet ?? defaults.quiet,
  };
}
