import { type Calendar, instantAt, nextGoodMoment } from '../../calendars/rules.ts';

/** @internal */
export const PROMPT_STATUSES = ['open', 'answered', 'skipped', 'dropped', 'missed'] as const;
export type PromptStatus = (typeof PROMPT_STATUSES)[number];

/**
 * Why an occurrence passed without an answer: Rapport was down; the assignee did not answer before the next one came; no
 * moment suited anybody before then; Slack did not let us write to them.
 * @internal
 */
export const MISSED_REASONS = ['rapport-was-down', 'not-answered', 'away', 'undeliverable'] as const;
export type MissedReason = (typeof MISSED_REASONS)[number];

/** One occurrence at which somebody is asked to check in on one client. */
export interface Prompt {
  id: string;
  workspaceId: string;
  clientId: string;
  assigneeId: string;
  /** The owner, where the assignee is their cover. */
  coveringFor: string | null;
  occurrenceAt: Temporal.Instant;
  status: PromptStatus;
  missedReason: MissedReason | null;
  /** While it waits to be asked, or asked again: when. */
  askAt: Temporal.Instant | null;
  skipReason: string | null;
  closedAt: Temporal.Instant | null;
  closedBy: string | null;
}

/** The ways to snooze a prompt with one press, in the order in which they are offered. */
export const SNOOZES = ['hour', 'tomorrow', 'working-day'] as const;
export type SnoozeName = (typeof SNOOZES)[number];

/** A named way, or the day on which to be asked again. */
export type Snooze = SnoozeName | Temporal.PlainDate;

/** A prompt can be snoozed for so many days at most. */
export const SNOOZE_DAYS_MAX = 90;

/** The longest reason for skipping, in UTF-16 units. */
export const REASON_MAX = 200;

/**
 * When a snooze that is chosen at `now` ends: in an hour, or on another day at the client's usual time of asking; where
 * that does not suit the person, at the next moment that does. Away dates do not count: the cover is asked then.
 */
export function endOfSnooze(
  snooze: Snooze,
  usualTime: Temporal.PlainTime,
  calendar: Calendar,
  now: Temporal.Instant,
): Temporal.Instant {
  const present = { ...calendar, away: [], remindAt: null, roundWeekday: null };
  const tomorrow = now.toZonedDateTimeISO(calendar.zone).toPlainDate().add({ days: 1 });
  const day = snooze instanceof Temporal.PlainDate ? snooze : tomorrow;
  const end =
    snooze === 'hour' ? now.add({ hours: 1 }) : instantAt(day, calendar.remindAt ?? usualTime, calendar.zone);
  return nextGoodMoment(present, end) ?? end;
}
