import { type Assignment, resolveNextAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import type { Client } from '../../clients/rules.ts';
import { CURRENT_STATUSES } from '../../clients/rules.ts';
import { listClients } from '../../clients/store.ts';
import { loadOverviews } from '../../health/load-overviews.ts';
import type { Overview } from '../../health/rules.ts';
import { type Snapshot, snapshotsSince } from '../../health/snapshots/history-store.ts';
import { type Mute, mutesOf } from '../../notifications/alert-store.ts';
import type { People } from '../../people/rules.ts';
import { findPeople } from '../../people/store.ts';
import type { Database } from '../../storage/database.ts';
import { HISTORY_HOURS } from './history-view.ts';

/** All that a client's card shows. */
export interface Card {
  overview: Overview;
  people: People;
  /** Of the last twelve weeks. */
  history: readonly Snapshot[];
  mute: Mute | null;
  /** Who is asked next, and when; null where nobody is. */
  next: Assignment | null;
}

export async function loadCard(db: Database, client: Client, now: Temporal.Instant): Promise<Card> {
  const { workspaceId, id } = client;
  const [[overview], history, mutes, calendars] = await Promise.all([
    loadOverviews(db, workspaceId, [client], now),
    snapshotsSince(db, workspaceId, id, now.subtract({ hours: HISTORY_HOURS })),
    mutesOf(db, workspaceId, [id], now),
    loadCalendarsFor(db, workspaceId, [client]),
  ]);
  const mute = mutes.get(id) ?? null;
  const next = resolveNextAssignee(client, now, calendars);
  if (!overview) throw new Error('A client has no overview');
  const people = await findPeople(db, workspaceId, [
    client.ownerId,
    ...(client.coverId ? [client.coverId] : []),
    ...overview.checkIns.map(({ authorId }) => authorId),
    ...overview.followUps.map(({ promisedById }) => promisedById),
    ...(overview.lastSkip?.by ? [overview.lastSkip.by] : []),
    ...(overview.unreached ? [overview.unreached.personId] : []),
    ...(overview.health.override ? [overview.health.override.by] : []),
    ...(mute ? [mute.by] : []),
    ...(next ? [next.personId] : []),
    ...(overview.prompt ? [overview.prompt.assigneeId] : []),
  ]);
  return { overview, people, history, mute, next };
}

/** Reads what the list of all clients shows: those that are not ended. */
export async function loadPortfolio(
  db: Database,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<{ overviews: Overview[]; people: People }> {
  const clients = await listClients(db, workspaceId, {
    statuses: CURRENT_STATUSES,
  });
  const overviews = await loadOverviews(db, workspaceId, clients, now);
  const people = await findPeople(
    db,
    workspaceId,
    overviews.flatMap(({ client, prompt }) =>
      prompt ? [client.ownerId, prompt.assigneeId] : [client.ownerId],
    ),
  );
  return { overviews, people };
}
