/**
 * When people are reminded of what they promised: once on the working day before it is due, and once on the day. All of
 * it is reckoned from a calendar: that of the one who is reminded.
 */
import { type Calendar, instantAt, isGoodMoment, isWorkday, nextGoodMoment } from '../calendars/rules.ts';
import { REMINDER_KINDS, type Reminder, type ReminderKind } from './rules.ts';

/** The time of day of a reminder for those who have chosen none. */
const USUAL_TIME = Temporal.PlainTime.from('09:00');
const MIDNIGHT = Temporal.PlainTime.from('00:00');

/** So far back is a working day looked for, in days: longer than anybody can be away at one time. */
const LOOK_BACK_DAYS = 400;

/**
 * The first reminder that is still ahead at `now`, when something is promised, moved or opened again; null for none. What
 * is due before another reminder would come is known to whoever has just set it; somebody else hears of it as soon as it
 * suits them.
 *
 * @param from those before it have gone out.
 */
export function planReminder(
  dueOn: Temporal.PlainDate,
  calendar: Calendar,
  now: Temporal.Instant,
  { from = 'day-before', isTheirOwn }: { from?: ReminderKind; isTheirOwn: boolean },
): Reminder | null {
  for (const kind of REMINDER_KINDS.slice(REMINDER_KINDS.indexOf(from))) {
    const at = momentOf(kind, dueOn, calendar);
    if (at && Temporal.Instant.compare(at, now) > 0) return { kind, at };
  }
  return isTheirOwn ? null : { kind: 'on-the-day', at: reminderAt('on-the-day', dueOn, calendar, now) };
}

/** What follows on a reminder that goes out at `now`, however late; null when it was the last. */
export function reminderAfter(
  dueOn: Temporal.PlainDate,
  calendar: Calendar,
  now: Temporal.Instant,
): Reminder | null {
  if (Temporal.PlainDate.compare(dayIn(calendar, now), dueOn) >= 0) return null;
  const at = momentOf('on-the-day', dueOn, calendar);
  return at && { kind: 'on-the-day', at };
}

/** When a reminder that has not gone out by `now` is to come: its own moment, or the next good one after that. */
export function reminderAt(
  kind: ReminderKind,
  dueOn: Temporal.PlainDate,
  calendar: Calendar,
  now: Temporal.Instant,
): Temporal.Instant {
  const at = momentOf(kind, dueOn, calendar);
  if (at && Temporal.Instant.compare(at, now) > 0) return at;
  if (isGoodMoment(calendar, now)) return now;
  return nextGoodMoment(atUsualTime(calendar), now) ?? now.add({ hours: 24 });
}

/** A day that suits the person, at their usual time; the day before for nobody who has no working day before. */
function momentOf(
  kind: ReminderKind,
  dueOn: Temporal.PlainDate,
  calendar: Calendar,
): Temporal.Instant | null {
  const day = kind === 'on-the-day' ? dueOn : workdayBefore(dueOn, calendar);
  return day && nextGoodMoment(atUsualTime(calendar), instantAt(day, MIDNIGHT, calendar.zone));
}

function workdayBefore(dueOn: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate | null {
  for (let days = 1; days <= LOOK_BACK_DAYS; days += 1) {
    const day = dueOn.subtract({ days });
    if (isWorkday(calendar, day)) return day;
  }
  return null;
}

/** A reminder does not wait for the one weekday on which a person wants to be asked. */
function atUsualTime(calendar: Calendar): Calendar {
  return { ...calendar, remindAt: calendar.remindAt ?? USUAL_TIME, roundWeekday: null };
}

function dayIn({ zone }: Calendar, at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO(zone).toPlainDate();
}
