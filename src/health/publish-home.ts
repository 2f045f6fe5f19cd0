import type { WebClient } from '@slack/web-api';
import { openFollowUps } from '../check-ins/follow-up-store.ts';
import { findClients, listClients } from '../clients/store.ts';
import type { Clock } from '../clock.ts';
import { explain, Refusal } from '../errors.ts';
import { loadOwnUpcoming } from '../reminders/load-upcoming.ts';
import { openPrompts } from '../reminders/store.ts';
import type { Slack } from '../slack/listen.ts';
import type { Database } from '../storage/database.ts';
import type { RefreshHomes } from '../workspaces/rules.ts';
import { emptyHome, homeView } from './home-view.ts';
import { loadOverviews } from './load-overviews.ts';
import type { Reader } from './wording.ts';

/**
 * Brings these people's Homes up to date, and empties that of somebody who may not read about clients any more. A Home
 * that cannot be shown, such as that of one who has left Slack, stays as it was and keeps nobody else from theirs.
 */
export function createRefreshHomes(slack: Slack, db: Database, clock: Clock): RefreshHomes {
  return async (...userIds) => {
    for (const userId of new Set(userIds)) {
      await slack
        .identify(userId, undefined)
        .then((reader) => publishHome(db, slack.web, clock, reader))
        .catch(async (error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
          await slack.web.views.publish({ user_id: userId, view: emptyHome(error.message) });
        })
        .catch((error: unknown) => {
          slack.log.warn({ userId, code: explain(error).code }, 'a Home stays as it was');
        });
    }
  };
}

/** Brings one person's Home up to date. */
export async function publishHome(
  db: Database,
  web: WebClient,
  clock: Clock,
  reader: Reader & { workspaceId: string },
): Promise<void> {
  const now = clock.now();
  const { workspaceId, userId } = reader;
  const [mine, asked, followUps, upcoming] = await Promise.all([
    listClients(db, workspaceId, {
      lookedAfterBy: userId,
      statuses: ['prospect', 'active', 'paused', 'leaving'],
    }),
    openPrompts(db, workspaceId, { ownerId: userId }),
    openFollowUps(db, workspaceId, { whoId: userId }),
    loadOwnUpcoming(db, workspaceId, userId, now),
  ]);
  const names = await findClients(
    db,
    workspaceId,
    followUps.map(({ clientId }) => clientId),
  );
  const promised = followUps.map((followUp) => ({
    followUp,
    clientName: names.get(followUp.clientId)?.name ?? '',
  }));
  const theirs = new Set(mine.map(({ id }) => id));
  const othersIds = asked.map(({ clientId }) => clientId).filter((id) => !theirs.has(id));
  const others = await findClients(db, workspaceId, othersIds);
  const overviews = await loadOverviews(db, workspaceId, [...mine, ...others.values()], now);
  const [own, standIn] = [overviews.slice(0, mine.length), overviews.slice(mine.length)];
  await web.views.publish({
    user_id: userId,
    view: homeView({ mine: own, others: standIn, promised, ...upcoming }, reader, now),
  });
}
