import { loadCalendar } from '../../calendars/store.ts';
import { nextDue, withOwnerTime } from '../../clients/cadence/rules.ts';
import type { Client } from '../../clients/rules.ts';
import { setNextDue } from '../../clients/schedule-store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import { endOfSnooze, type Snooze } from '../prompts/rules.ts';
import { markSnoozed } from '../prompts/state-machine.ts';
import { type Asker, lockTheirs, type PromptOfClient } from './open-prompt.ts';

/**
 * Puts a prompt off. Done twice, the later choice stands. Occurrences of the client that would come before its end are
 * put off with it: whoever says "not before the 20th" is not asked on the 14th.
 *
 * @returns until when; null when the prompt is not open any more, and stays as it was.
 * @throws UserError when it is another's, or gone.
 */
export async function snoozePrompt(
  db: Database,
  clock: Clock,
  by: Asker,
  promptId: string,
  snooze: Snooze,
): Promise<PromptOfClient & { until: Temporal.Instant | null }> {
  return db.transaction().execute(async (trx) => {
    const found = await lockTheirs(trx, by, promptId);
    const calendar = await loadCalendar(trx, by.workspaceId, by.userId);
    const until = endOfSnooze(snooze, found.client.cadence.time, calendar, clock.now());
    const key = { workspaceId: by.workspaceId, promptId };
    if (!(await markSnoozed(trx, key, until))) return { ...found, until: null };
    await putOffOccurrences(trx, found.client, until);
    return { ...found, until };
  });
}

async function putOffOccurrences(trx: Transaction, client: Client, until: Temporal.Instant): Promise<void> {
  const { workspaceId, id, cadence, nextDueAt, ownerId } = client;
  if (!nextDueAt || Temporal.Instant.compare(nextDueAt, until) > 0) return;
  const owner = await loadCalendar(trx, workspaceId, ownerId);
  const next = nextDue(withOwnerTime(cadence, owner), owner.zone, nextDueAt, until);
  await setNextDue(trx, workspaceId, id, next);
}
