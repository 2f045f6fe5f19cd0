import { dayText } from '../runtime/formats/dates.ts';

/** When a person may be reminded: their zone, working days, holidays, absences, quiet hours and do-not-disturb. */
export interface Calendar {
  /** IANA zone: the person's own choice, else Slack's, else the workspace's default. */
  zone: string;
  /** ISO weekdays: 1 is Monday, 7 is Sunday. */
  workingDays: readonly number[];
  isHoliday(day: Temporal.PlainDate): boolean;
  away: readonly AbsenceDates[];
  /** Every day from `from`, until just before `to`; past midnight where `to` is the earlier. */
  quiet: { from: Temporal.PlainTime; to: Temporal.PlainTime } | null;
  /** Slack's do-not-disturb, where it is on now. */
  doNotDisturbUntil: Temporal.Instant | null;
  /** Replaces each client's own time of day; null for those. */
  remindAt: Temporal.PlainTime | null;
  /** The one ISO weekday on which all clients are asked about; null for each client's own. */
  roundWeekday: number | null;
}

export interface AbsenceDates {
  /** Both days included, in the person's zone. */
  first: Temporal.PlainDate;
  last: Temporal.PlainDate;
  /** Who covers all of the person's clients meanwhile; null for each client's own cover. */
  coverId: string | null;
}

/** An absence that a person has noted. */
export interface Absence extends AbsenceDates {
  id: string;
  personId: string;
}

/** "on Monday 2 March", "from Monday 2 March to Friday 6 March". */
export function absenceText(
  { first, last }: Pick<AbsenceDates, 'first' | 'last'>,
  today: Temporal.PlainDate,
): string {
  if (first.equals(last)) return `on ${dayText(first, today)}`;
  return `from ${dayText(first, today)} to ${dayText(last, today)}`;
}

/** How many days ahead a good moment is looked for: more than anybody can be away at one time. */
const LOOK_AHEAD_DAYS = 400;

/** Whether `day` is one of the person's away dates. */
export function isAway(calendar: Calendar, day: Temporal.PlainDate): boolean {
  return calendar.away.some((away) => includesDay(away, day));
}

/** Who covers all clients of a person who is away on `day`; null where they named nobody. */
export function absenceCover(calendar: Calendar, day: Temporal.PlainDate): string | null {
  return calendar.away.find((away) => away.coverId !== null && includesDay(away, day))?.coverId ?? null;
}

/**
 * Whether a message may come at `at`: a working day, no holiday, not away, and neither quiet hours nor do-not-disturb.
 * `remindAt` and `roundWeekday` are preferences about reminders, so they do not count here.
 */
export function isGoodMoment(calendar: Calendar, at: Temporal.Instant): boolean {
  const there = at.toZonedDateTimeISO(calendar.zone);
  if (calendar.doNotDisturbUntil && isBefore(at, calendar.doNotDisturbUntil)) return false;
  return isWorkday(calendar, there.toPlainDate()) && !isQuiet(calendar, there.toPlainTime());
}

/**
 * The first good moment at or after `at`: at the same time of day, or at `remindAt`, on the first working day, or on
 * `roundWeekday` where that is one. A time within quiet hours moves to their end; one within do-not-disturb moves to its
 * end, if that is on the same day.
 *
 * @returns null where there is none within 400 days.
 */
export function nextGoodMoment(calendar: Calendar, at: Temporal.Instant): Temporal.Instant | null {
  const there = at.toZonedDateTimeISO(calendar.zone);
  const wish = calendar.remindAt ?? there.toPlainTime();
  const time = isQuiet(calendar, wish) && calendar.quiet ? calendar.quiet.to : wish;
  const start = there.toPlainDate();
  const keepsOwnTime = calendar.remindAt === null && time === wish;
  for (let days = 0; days <= LOOK_AHEAD_DAYS; days += 1) {
    const day = start.add({ days });
    if (!isRoundDay(calendar, day) || !isWorkday(calendar, day)) continue;
    const moment = keepsOwnTime && days === 0 ? at : instantAt(day, time, calendar.zone);
    const free = afterDoNotDisturb(calendar, day, moment);
    if (!isBefore(free, at) && isGoodMoment(calendar, free)) return free;
  }
  return null;
}

/**
 * `days` working days after `at`, at the same local time, or at the first good moment after that. `remindAt` and
 * `roundWeekday` do not count: what follows up on a message need not wait for the next round.
 */
export function addWorkingDays(calendar: Calendar, at: Temporal.Instant, days: number): Temporal.Instant {
  const there = at.toZonedDateTimeISO(calendar.zone);
  let day = there.toPlainDate();
  let left = days;
  for (let looked = 0; left > 0 && looked < LOOK_AHEAD_DAYS; looked += 1) {
    day = day.add({ days: 1 });
    if (isWorkday(calendar, day)) left -= 1;
  }
  const moment = days > 0 ? instantAt(day, there.toPlainTime(), calendar.zone) : at;
  return nextGoodMoment({ ...calendar, remindAt: null, roundWeekday: null }, moment) ?? moment;
}

/** Whether the person works on `day`: one of their working days, no public holiday, not away. */
export function isWorkday(calendar: Calendar, day: Temporal.PlainDate): boolean {
  return calendar.workingDays.includes(day.dayOfWeek) && !isAway(calendar, day) && !calendar.isHoliday(day);
}

/** The first instant of `day` at which clocks in `zone` show `time`; where they skip it, the first time that they show. */
export function instantAt(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Temporal.Instant {
  const later = day.toZonedDateTime({ timeZone: zone, plainTime: time });
  if (later.toPlainDateTime().equals(day.toPlainDateTime(time))) return later.toInstant();
  const skip = later.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return (skip ?? later).toInstant();
}

/** A round weekday that is no longer a working day does not count. */
function isRoundDay({ roundWeekday, workingDays }: Calendar, day: Temporal.PlainDate): boolean {
  return roundWeekday === null || !workingDays.includes(roundWeekday) || roundWeekday === day.dayOfWeek;
}

/** Moves a moment to the end of do-not-disturb where that is on the same day. */
function afterDoNotDisturb(
  calendar: Calendar,
  day: Temporal.PlainDate,
  moment: Temporal.Instant,
): Temporal.Instant {
  const { doNotDisturbUntil: until, quiet, zone } = calendar;
  if (!until || !isBefore(moment, until)) return moment;
  const end = until.toZonedDateTimeISO(zone);
  if (!end.toPlainDate().equals(day)) return moment;
  return isQuiet(calendar, end.toPlainTime()) && quiet ? instantAt(day, quiet.to, zone) : until;
}

export function isQuiet({ quiet }: Pick<Calendar, 'quiet'>, time: Temporal.PlainTime): boolean {
  if (!quiet) return false;
  const fromStart = Temporal.PlainTime.compare(time, quiet.from) >= 0;
  const beforeEnd = Temporal.PlainTime.compare(time, quiet.to) < 0;
  const pastMidnight = Temporal.PlainTime.compare(quiet.to, quiet.from) < 0;
  return pastMidnight ? fromStart || beforeEnd : fromStart && beforeEnd;
}

function includesDay({ first, last }: AbsenceDates, day: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(first, day) <= 0 && Temporal.PlainDate.compare(day, last) <= 0;
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}

/** Until when Slack holds back somebody's notifications; null when it does not. */
export type DoNotDisturbUntil = (workspaceId: string, personId: string) => Promise<Temporal.Instant | null>;

export const NEVER_DISTURBED: DoNotDisturbUntil = async () => null;
