import type { ModalView } from '@slack/types';
import { resolveNextAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import type { Client } from '../../clients/rules.ts';
import { findMutes } from '../../health/holds/store.ts';
import { loadOverviews } from '../../health/load-overviews.ts';
import { snapshotsSince } from '../../health/snapshots/history-store.ts';
import type { Viewer } from '../../people/rules.ts';
import { findPeople } from '../../people/store.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Database } from '../../storage/database.ts';
import { type Card, HISTORY_HOURS } from './rules.ts';
import { clientCardModal } from './view.ts';

export async function loadCard(db: Database, client: Client, now: Temporal.Instant): Promise<Card> {
  const { workspaceId, id } = client;
  const [[overview], history, mutes, calendars] = await Promise.all([
    loadOverviews(db, workspaceId, [client], now),
    snapshotsSince(db, workspaceId, id, now.subtract({ hours: HISTORY_HOURS })),
    findMutes(db, workspaceId, [id], now),
    loadCalendarsFor(db, workspaceId, [client]),
  ]);
  if (!overview) throw new Error('A client has no overview');
  const card = {
    overview,
    history,
    mute: mutes.get(id) ?? null,
    next: resolveNextAssignee(client, now, calendars),
  };
  return { ...card, people: await findPeople(db, workspaceId, peopleOn(card)) };
}

/** The card as a modal, as one person sees it. */
export async function loadCardModal(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  client: Client,
  viewer: Viewer,
): Promise<ModalView> {
  const now = clock.now();
  return clientCardModal(await loadCard(db, client, now), viewer, now);
}

/** Everyone whom the card names. */
function peopleOn({ overview, mute, next }: Omit<Card, 'people'>): string[] {
  const { client, checkIns, followUps, lastSkip, unreached, health, prompt } = overview;
  const ids = [
    client.ownerId,
    client.coverId,
    ...checkIns.map(({ authorId }) => authorId),
    ...followUps.map(({ promisedById }) => promisedById),
    lastSkip?.by,
    unreached?.personId,
    health.override?.by,
    mute?.by,
    next?.personId,
    prompt?.assigneeId,
  ];
  return ids.flatMap((id) => id ?? []);
}
