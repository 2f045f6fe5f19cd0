import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { type Asker, lockTheirs, type PromptOfClient } from './open-prompt.ts';
import { endOfSnooze, type Snooze } from './rules.ts';
import { markRoundsStale } from './settle-prompt.ts';
import { putOff } from './store.ts';

/**
 * Puts a prompt off. Done twice, the later choice stands.
 *
 * @param by `timeZone` is IANA.
 * @returns until when; null when the prompt is not open any more, and stays as it was.
 * @throws Refusal when it is another's, or gone.
 */
export async function snoozePrompt(
  db: Database,
  clock: Clock,
  by: Asker & { timeZone: string },
  promptId: string,
  snooze: Snooze,
): Promise<PromptOfClient & { until: Temporal.Instant | null }> {
  return db.transaction().execute(async (trx) => {
    const found = await lockTheirs(trx, by, promptId);
    const until = endOfSnooze(snooze, found.client.cadence.time, by.timeZone, clock.now());
    if (!(await putOff(trx, by.workspaceId, promptId, until))) return { ...found, until: null };
    await markRoundsStale(trx, by.workspaceId, [promptId]);
    return { ...found, until };
  });
}
