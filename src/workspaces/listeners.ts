import type { Clock } from '../clock.ts';
import type { Slack } from '../slack/listen.ts';
import type { Database } from '../storage/database.ts';
import { personSeen, type SlackUser } from './slack-user.ts';
import { findPerson, firstTime, savePerson } from './store.ts';

/** Follows changes of the people whom Rapport knows: their zone, their name, whether they are still with us. */
export function registerPeopleListeners(slack: Slack, db: Database, clock: Clock, workspaceId: string): void {
  slack.bolt.event('user_change', async ({ event, body }) => {
    const user = event.user as SlackUser & { id: string };
    await db.transaction().execute(async (trx) => {
      if (!(await findPerson(trx, workspaceId, user.id))) return;
      if (!(await firstTime(trx, workspaceId, body.event_id, clock.now()))) return;
      await savePerson(trx, workspaceId, personSeen(user, workspaceId, user.id), clock.now());
    });
  });
}
