import type { WebClient } from '@slack/web-api';
import { openFollowUps } from '../check-ins/follow-up-store.ts';
import { findClients, listClients } from '../clients/store.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { homeView } from './home-view.ts';
import { loadOverviews } from './load-overviews.ts';
import type { Reader } from './wording.ts';

/** Brings a person's App Home up to date. Called when they open it, and after what changes it. */
export async function publishHome(
  db: Database,
  web: WebClient,
  clock: Clock,
  reader: Reader & { workspaceId: string },
): Promise<void> {
  const now = clock.now();
  const { workspaceId, userId } = reader;
  const [clients, followUps] = await Promise.all([
    listClients(db, workspaceId, { statuses: ['prospect', 'active', 'paused', 'leaving'] }),
    openFollowUps(db, workspaceId, { whoId: userId }),
  ]);
  const mine = clients.filter(({ ownerId, coverId }) => ownerId === userId || coverId === userId);
  const names = await findClients(
    db,
    workspaceId,
    followUps.map(({ clientId }) => clientId),
  );
  const promised = followUps.map((followUp) => ({
    followUp,
    clientName: names.get(followUp.clientId)?.name ?? '',
  }));
  const overviews = await loadOverviews(db, workspaceId, mine, now);
  await web.views.publish({
    user_id: userId,
    view: homeView({ mine: overviews, promised }, reader, now),
  });
}
