/** What people choose about their reminders, and what a workspace chooses for all who have not. */

/** When a workspace, or a person in it, works. */
export interface WorkSchedule {
  /** ISO weekdays, at least one. */
  workingDays: readonly number[];
  /** A country or region of `date-holidays`, such as `PT` or `DE-BY`; empty for no holidays. */
  holidays: string;
  /** Past midnight where `to` is the earlier; the same time twice for no quiet hours. */
  quiet: QuietHours;
}

export interface QuietHours {
  from: Temporal.PlainTime;
  to: Temporal.PlainTime;
}

export type Nudges = 'standard' | 'light' | 'off';

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
  nudges: Nudges;
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
