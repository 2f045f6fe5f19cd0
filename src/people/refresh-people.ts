import { slackCode, UserError } from '../runtime/errors.ts';
import { type PeopleDeps, refreshPerson } from './load-person.ts';
import { listStalePeople, markRefreshed } from './store.ts';

/** How old Slack's answer may get, in hours: an hour less than it is trusted, so that nobody has to wait for Slack. */
const REFRESHED_AFTER_HOURS = 23;

/** How many people each tick asks about: some twenty a minute, where `users.info` allows a hundred. */
const ASKED_EACH_TICK = 10;

/**
 * Asks Slack again about people it was last asked about a day ago, the oldest answers first. So a change that no event told
 * us of (a zone, a name, somebody who left) is known within a day. When Slack wants a pause, the rest waits for the next
 * tick.
 */
export async function refreshPeople(deps: PeopleDeps, workspaceId: string): Promise<void> {
  const { db, clock } = deps;
  const before = clock.now().subtract({ hours: REFRESHED_AFTER_HOURS });
  for (const id of await listStalePeople(db, workspaceId, before, ASKED_EACH_TICK)) {
    try {
      await refreshPerson(deps, workspaceId, id);
    } catch (error) {
      // Somebody whom Slack no longer shows stays as they were, and others have their turn.
      if (error instanceof UserError) await markRefreshed(db, workspaceId, id, clock.now());
      else if (!isSlackError(error)) throw error;
      else if (isAboutSlack(error)) return;
    }
  }
}

function isSlackError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('slack_');
}

/** Slack is away, or wants to be asked later: that says nothing about the one person. */
function isAboutSlack(error: unknown): boolean {
  const code = slackCode(error);
  return code === undefined || code === 'ratelimited';
}
