import { loadCalendar } from '../../calendars/store.ts';
import { nextDue, withOwnerTime } from '../../clients/cadence/rules.ts';
import type { Client } from '../../clients/rules.ts';
import { setNextDue } from '../../clients/schedule-store.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Transaction } from '../../storage/database.ts';
import { endOfSnooze, type Snooze } from '../prompts/rules.ts';
import { markSnoozed } from '../prompts/state-machine.ts';
import { type Actor, lockOwnPrompt, type PromptAndClient } from './find-own-prompt.ts';

/**
 * Snoozes a prompt. Done twice, the later choice stands. Occurrences of the client that would come before its end move
 * with it: somebody who says "not before the 20th" is not asked on the 14th.
 *
 * @returns until when; null when the prompt is not open any more, and stays as it was.
 * @throws UserError when it is somebody else's, or gone.
 */
export async function snoozePrompt(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  by: Actor,
  promptId: string,
  snooze: Snooze,
): Promise<PromptAndClient & { until: Temporal.Instant | null }> {
  return db.transaction().execute(async (trx) => {
    const found = await lockOwnPrompt(trx, by, promptId);
    const calendar = await loadCalendar(trx, by.workspaceId, by.userId);
    const until = endOfSnooze(snooze, found.client.cadence.time, calendar, clock.now());
    const key = { workspaceId: by.workspaceId, promptId };
    if (!(await markSnoozed(trx, key, until))) return { ...found, until: null };
    await moveNextOccurrence(trx, found.client, until);
    return { ...found, until };
  });
}

async function moveNextOccurrence(trx: Transaction, client: Client, until: Temporal.Instant): Promise<void> {
  const { workspaceId, id, cadence, nextDueAt, ownerId } = client;
  if (!nextDueAt || Temporal.Instant.compare(nextDueAt, until) > 0) return;
  const owner = await loadCalendar(trx, workspaceId, ownerId);
  const next = nextDue(withOwnerTime(cadence, owner), owner.zone, nextDueAt, until);
  await setNextDue(trx, workspaceId, id, next);
}
