import type { DoNotDisturbUntil } from '../../calendars/rules.ts';
import { type Assignment, type Calendars, resolveAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import type { Database } from '../../storage/database.ts';
import { reschedule } from '../prompts/state-machine.ts';
import { toAskPlan } from './send-due-rounds.ts';
import { listUnaskedPrompts, type UnaskedPrompt } from './store.ts';

/**
 * Reschedules prompts that wait to be asked for the first time, where a zone, calendar, absence or cover has changed so
 * that somebody can be asked earlier, or somebody else is to be asked.
 *
 * @throws AggregateError when it failed for some prompts; the others are rescheduled.
 */
export async function recheckPrompts(
  db: Database,
  now: Temporal.Instant,
  doNotDisturbUntil: DoNotDisturbUntil,
): Promise<void> {
  const prompts = await listUnaskedPrompts(db, now);
  const calendarsOf = new Map<string, Calendars>();
  for (const [workspaceId, members] of Map.groupBy(prompts, (prompt) => prompt.workspaceId)) {
    calendarsOf.set(workspaceId, await loadCalendarsFor(db, workspaceId, members));
  }
  const recheck = async (prompt: UnaskedPrompt) => {
    const calendars: Calendars = calendarsOf.get(prompt.workspaceId) ?? new Map();
    const assignment = resolveAssignee(prompt, prompt.occurrenceAt, now, calendars);
    if (!assignment || !isSooner(assignment, prompt)) return;
    // Do-not-disturb makes it later again: to be moved to now and back with every tick would help nobody.
    const until = await doNotDisturbUntil(prompt.workspaceId, assignment.personId);
    if (until && Temporal.Instant.compare(until, now) > 0) return;
    await db.transaction().execute((trx) => reschedule(trx, prompt, toAskPlan(assignment, now)));
  };
  await forEachCollectingErrors(prompts, recheck, 'Some waiting prompts could not be rechecked');
}

function isSooner({ personId, at }: Assignment, { assigneeId, askAt }: UnaskedPrompt): boolean {
  return personId !== assigneeId || Temporal.Instant.compare(at, askAt) < 0;
}
