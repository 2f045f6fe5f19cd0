import type { Deps } from '../slack/deps.ts';
import type { Slack } from '../slack/inbound/slack.ts';
import { claimIdempotencyKey } from '../storage/idempotency-keys.ts';
import { isInsider } from './rules.ts';
import { readSlackUser } from './slack-user.ts';
import { findPerson, savePerson } from './store.ts';

/** Keeps what Rapport knows about people up to date: zone, name, whether they are still members. */
export function registerPeopleListeners(
  slack: Slack,
  { db, clock, refreshHomes }: Deps,
  workspaceId: string,
): void {
  slack.onUserChange(async ({ eventId, user }) => {
    const now = readSlackUser(user, workspaceId, user.id);
    const before = await db.transaction().execute(async (trx) => {
      const known = await findPerson(trx, workspaceId, user.id);
      if (!known || !(await claimIdempotencyKey(trx, workspaceId, eventId, clock.now()))) return null;
      await savePerson(trx, workspaceId, now, clock.now());
      return known;
    });
    if (before && isInsider(before.kind) && !isInsider(now.kind)) await refreshHomes(user.id);
  });
}
