import type { DoNotDisturbUntil } from '../../calendars/rules.ts';
import { isGoodMoment, nextGoodMoment } from '../../calendars/rules.ts';
import { loadCalendars } from '../../calendars/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { NotBefore } from '../../slack/outbound/deliver.ts';
import type { Database } from '../../storage/database.ts';

/** Somebody may end do-not-disturb early, so it is asked for again after so many minutes. */
const ASK_AGAIN_MINUTES = 30;

/**
 * Keeps messages to their recipient's hours: what comes too late for today comes first thing on their next working day.
 * Somebody who is away gets it all the same: it waits for them in Slack.
 */
export function createNotBefore(db: Database, clock: Clock, doNotDisturbUntil: DoNotDisturbUntil): NotBefore {
  return async (workspaceId, personId) => {
    const known = (await loadCalendars(db, workspaceId, [personId])).get(personId);
    if (!known) return null;
    const now = clock.now();
    const calendar = { ...known, away: [], roundWeekday: null, remindAt: known.quiet?.to ?? null };
    if (!isGoodMoment(calendar, now)) return nextGoodMoment(calendar, now);
    const until = await doNotDisturbUntil(workspaceId, personId);
    const askAgainAt = now.add({ minutes: ASK_AGAIN_MINUTES });
    return until && Temporal.Instant.compare(until, askAgainAt) > 0 ? askAgainAt : until;
  };
}
