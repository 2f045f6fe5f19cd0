import type { Clock } from '../runtime/clock.ts';
import type { RefreshHomes } from '../slack/deps.ts';
import type { Slack } from '../slack/inbound/listen.ts';
import type { Database } from '../storage/database.ts';
import { claimIdempotencyKey } from '../storage/idempotency-keys.ts';
import { isInsider } from './rules.ts';
import { personSeen, type SlackUser } from './slack-user.ts';
import { findPerson, savePerson } from './store.ts';

/** Follows changes of the people whom Rapport knows: their zone, their name, whether they are still with us. */
export function registerPeopleListeners(
  slack: Slack,
  db: Database,
  clock: Clock,
  workspaceId: string,
  refreshHomes: RefreshHomes,
): void {
  slack.bolt.event('user_change', async ({ event, body }) => {
    const user = event.user as SlackUser & { id: string };
    const now = personSeen(user, workspaceId, user.id);
    const before = await db.transaction().execute(async (trx) => {
      const known = await findPerson(trx, workspaceId, user.id);
      if (!known || !(await claimIdempotencyKey(trx, workspaceId, body.event_id, clock.now()))) return null;
      await savePerson(trx, workspaceId, now, clock.now());
      return known;
    });
    if (before && isInsider(before.kind) && !isInsider(now.kind)) await refreshHomes(user.id);
  });
}
