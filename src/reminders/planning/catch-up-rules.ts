/** After an outage of Rapport's: what was not done in time, and what need not be done any more. */

import { addWorkingDays } from '../../calendars/rules.ts';
import { type Assignment, type Calendars, resolveNextAssignee } from '../../clients/assignee-rules.ts';
import type { Client } from '../../clients/rules.ts';

/** While Rapport is up, nothing waits for so many hours. */
const OUTAGE_HOURS = 1;

/** Whether Rapport was down when something was to be done at `at`, which has not been done by `now`. */
export function wasDownAt(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.since(at).total('hours') > OUTAGE_HOURS;
}

/** A prompt that could not be asked in time. */
export interface LatePrompt {
  /** With its next occurrence. */
  client: Client;
  /** When it was to be asked. */
  plannedAt: Temporal.Instant;
  /** Who would be asked all the same, and when. */
  assignment: Assignment;
}

/**
 * Whether the client's next occurrence takes the place of a prompt that was not asked because Rapport was down: it comes
 * sooner than this one is late, and by the assignee's next working day. Otherwise they would be asked twice, with hardly any
 * time to answer in between.
 */
export function isSuperseded(
  { client, plannedAt, assignment }: LatePrompt,
  calendars: Calendars,
  now: Temporal.Instant,
): boolean {
  if (!wasDownAt(plannedAt, now)) return false;
  const next = resolveNextAssignee(client, now, calendars);
  const calendar = calendars.get(assignment.personId);
  if (!next || !calendar) return false;
  const at = Temporal.Instant.compare(assignment.at, now) > 0 ? assignment.at : now;
  const isNearer = next.at.since(at).total('hours') <= at.since(plannedAt).total('hours');
  const dayOf = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const nextWorkday = dayOf(addWorkingDays(calendar, at, 1));
  return isNearer && Temporal.PlainDate.compare(dayOf(next.at), nextWorkday) <= 0;
}
