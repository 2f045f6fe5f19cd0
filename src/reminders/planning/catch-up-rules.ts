/** What an outage of Rapport's leaves behind: what was not done in time, and what need not be done any more. */

import { addWorkingDays } from '../../calendars/rules.ts';
import { type Assignment, type Calendars, resolveNextAssignee } from '../../clients/assignee-rules.ts';
import type { Client } from '../../clients/rules.ts';

/** While Rapport is up, nothing waits for so many hours. */
const OUTAGE_HOURS = 1;

/** Whether Rapport was down when something was to be done at `at`, which has not been done by `now`. */
export function wasDownAt(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.since(at).total('hours') > OUTAGE_HOURS;
}

/**
 * Whether a prompt that was not asked at `planned`, for Rapport was down, gives way to its client's next occurrence: that
 * one comes sooner than this one comes late, and by the next working day of whoever would be asked now. They would be asked
 * twice otherwise, with hardly the time to answer in between.
 *
 * @param client with its next occurrence.
 * @param by who would be asked all the same, and when.
 */
export function isSuperseded(
  client: Client,
  planned: Temporal.Instant,
  by: Assignment,
  calendars: Calendars,
  now: Temporal.Instant,
): boolean {
  if (!wasDownAt(planned, now)) return false;
  const next = resolveNextAssignee(client, now, calendars);
  const calendar = calendars.get(by.personId);
  if (!next || !calendar) return false;
  const at = Temporal.Instant.compare(by.at, now) > 0 ? by.at : now;
  const isNearer = next.at.since(at).total('hours') <= at.since(planned).total('hours');
  const dayOf = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const nextWorkday = dayOf(addWorkingDays(calendar, at, 1));
  return isNearer && Temporal.PlainDate.compare(dayOf(next.at), nextWorkday) <= 0;
}
