import type { Client } from '../clients/rules.ts';
import { listClients } from '../clients/store.ts';
import { loadCalendarsFor, nextAsked } from '../clients/who-is-asked.ts';
import type { Database } from '../storage/database.ts';
import { findPeople } from '../workspaces/store.ts';
import type { People } from './card-view.ts';
import { loadOverviews } from './load-overviews.ts';
import type { Card, Overview } from './rules.ts';

/** Reads all that one client's card shows. */
export async function loadCard(
  db: Database,
  client: Client,
  now: Temporal.Instant,
): Promise<{ card: Card; people: People }> {
  const { workspaceId } = client;
  const [[overview], calendars] = await Promise.all([
    loadOverviews(db, workspaceId, [client], now),
    loadCalendarsFor(db, workspaceId, [client]),
  ]);
  if (!overview) throw new Error('A client has no overview');
  const card = { ...overview, next: nextAsked(client, now, calendars) };
  const people = await findPeople(db, workspaceId, [
    client.ownerId,
    ...(client.coverId ? [client.coverId] : []),
    ...card.checkIns.map(({ authorId }) => authorId),
    ...card.followUps.map(({ whoId }) => whoId),
    ...(card.next ? [card.next.personId] : []),
    ...(card.prompt ? [card.prompt.personId] : []),
    ...(card.lastSkip?.by ? [card.lastSkip.by] : []),
    ...(card.unreached ? [card.unreached.personId] : []),
  ]);
  return { card, people };
}

/** Reads what the list of all clients shows: those that are not ended. */
export async function loadList(
  db: Database,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<{ overviews: Overview[]; people: People }> {
  const clients = await listClients(db, workspaceId, {
    statuses: ['prospect', 'active', 'paused', 'leaving'],
  });
  const overviews = await loadOverviews(db, workspaceId, clients, now);
  const people = await findPeople(
    db,
    workspaceId,
    overviews.flatMap(({ client, prompt }) =>
      prompt ? [client.ownerId, prompt.personId] : [client.ownerId],
    ),
  );
  return { overviews, people };
}
