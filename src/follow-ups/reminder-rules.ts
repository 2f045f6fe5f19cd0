/**
 * When people are reminded of what they promised: once on the working day before it is due, and once on the day, by their
 * own calendar.
 */
import { type Calendar, instantAt, isGoodMoment, isWorkday, nextGoodMoment } from '../calendars/rules.ts';
import { REMINDER_KINDS, type Reminder, type ReminderKind } from './rules.ts';

/** The time of day of a reminder for people who have chosen none. */
const USUAL_TIME = Temporal.PlainTime.from('09:00');
const MIDNIGHT = Temporal.PlainTime.from('00:00');

/** How far back to look for a working day: longer than anybody can be away at one time. */
const LOOK_BACK_DAYS = 400;

/**
 * The first reminder that is still ahead at `now`, when something is promised, moved or reopened; null for none. Where it is
 * due before any reminder would come, people need none for what they have just set themselves; others are reminded at the
 * next good moment.
 *
 * @param from the first kind that has not gone out yet.
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

/** The reminder after the one that goes out at `now`, however late; null where that was the last. */
export function reminderAfter(
  dueOn: Temporal.PlainDate,
  calendar: Calendar,
  now: Temporal.Instant,
): Reminder | null {
  if (Temporal.PlainDate.compare(dayIn(calendar, now), dueOn) >= 0) return null;
  const at = momentOf('on-the-day', dueOn, calendar);
  return at && { kind: 'on-the-day', at };
}

/** When a reminder that has not gone out by `now` comes: at its own moment, or at the next good one. */
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

/** A good moment on the day, at the person's usual time; null for the day before where no working day comes before it. */
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

/** Reminders do not wait for the weekday on which a person wants their rounds. */
function atUsualTime(calendar: Calendar): Calendar {
  return { ...calendar, remindAt: calendar.remindAt ?? USUAL_TIME, roundWeekday: null };
}

function dayIn({ zone }: Calendar, at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO(zone).toPlainDate();
}
