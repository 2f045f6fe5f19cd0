import { NotOurTurn } from '../slack/pace.ts';
import type { Database } from '../storage/database.ts';
import { goodMoment, isGood } from '../workspaces/calendar.ts';
import { loadCalendars } from '../workspaces/calendar-store.ts';
import { withoutWishes } from './ask.ts';

/**
 * What could not be sent when it was planned, because Slack was away, is not sent in the middle of the night either.
 *
 * @throws NotOurTurn until when it waits.
 */
export async function assertGoodMoment(
  db: Database,
  workspaceId: string,
  personId: string,
  now: Temporal.Instant,
): Promise<void> {
  const known = (await loadCalendars(db, workspaceId, [personId])).get(personId);
  if (!known) return;
  const calendar = { ...withoutWishes(known), away: [] };
  if (isGood(calendar, now)) return;
  const at = goodMoment(calendar, now);
  if (at) throw new NotOurTurn(at);
}
