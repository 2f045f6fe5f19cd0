import type { Clock } from '../runtime/clock.ts';
import { slackCode, UserError } from '../runtime/errors.ts';
import type { WebQueries } from '../slack/web-queries.ts';
import type { Database } from '../storage/database.ts';
import { askSlack } from './people.ts';

/** How old what Slack said may get, in hours: an hour less than it is believed, so that nobody has to wait for Slack. */
const REFRESHED_AFTER_HOURS = 23;

/** How many people each tick asks about: some twenty a minute, where `users.info` allows a hundred. */
const ASKED_EACH_TICK = 10;

/**
 * Asks Slack again about those of whom it was last asked a day ago, the longest ago first: what changed while nothing told
 * us of it (a zone, a name, somebody who left) is known within a day. Slack's limits are respected: what it does not
 * answer now is asked with the next tick.
 */
export function createRefreshPeople(
  web: WebQueries,
  workspaceId: string,
): (db: Database, clock: Clock) => Promise<void> {
  return async (db, clock) => {
    const stale = await db
      .selectFrom('people')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('refreshed_at', '<=', clock.now().subtract({ hours: REFRESHED_AFTER_HOURS }))
      .orderBy('refreshed_at')
      .orderBy('id')
      .limit(ASKED_EACH_TICK)
      .execute();
    for (const { id } of stale) {
      try {
        await askSlack(db, web, clock, workspaceId, id);
      } catch (error) {
        if (error instanceof UserError) await asked(db, workspaceId, id, clock.now());
        else if (!isSlacks(error)) throw error;
        else if (isForAll(error)) return;
      }
    }
  };
}

/** Whom Slack does not show any more stays as they were last seen, and others have their turn. */
async function asked(db: Database, workspaceId: string, id: string, now: Temporal.Instant): Promise<void> {
  await db
    .updateTable('people')
    .set({ refreshed_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('refreshed_at', '<=', now)
    .execute();
}

function isSlacks(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('slack_');
}

/** Slack is away, or wants to be asked later: not an answer about that one person. */
function isForAll(error: unknown): boolean {
  const code = slackCode(error);
  return code === undefined || code === 'ratelimited';
}
