import { type Assignment, resolveNextAssignee } from '../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../clients/load-calendars.ts';
import { CURRENT_STATUSES } from '../clients/rules.ts';
import { findClients, listClientNames, listClients } from '../clients/store.ts';
import { openFollowUps } from '../follow-ups/store.ts';
import { loadOverviews } from '../health/load-overviews.ts';
import { isInsider } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import { listOpenPrompts } from '../reminders/prompts/store.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Database } from '../storage/database.ts';
import { loadOwnSchedule } from '../upcoming/load-schedules.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import type { HomeData } from './rules.ts';

export async function loadHome(
  db: Database,
  { workspaceId, userId }: Pick<Requester, 'workspaceId' | 'userId'>,
  now: Temporal.Instant,
): Promise<HomeData> {
  const [mine, prompts, followUps, schedule] = await Promise.all([
    listClients(db, workspaceId, {
      ownedOrCoveredBy: userId,
      statuses: CURRENT_STATUSES,
    }),
    listOpenPrompts(db, workspaceId, { assigneeId: userId }),
    openFollowUps(db, workspaceId, { promisedById: userId }),
    loadOwnSchedule(db, { workspaceId, personId: userId }, now),
  ]);
  const myIds = new Set(mine.map(({ id }) => id));
  const elsewhere = await findClients(
    db,
    workspaceId,
    [...prompts, ...followUps].map(({ clientId }) => clientId).filter((id) => !myIds.has(id)),
  );
  const alsoAsked = [...elsewhere.values()].filter(({ id }) =>
    prompts.some(({ clientId }) => clientId === id),
  );
  const clients = [...mine, ...alsoAsked];
  const [overviews, calendars, { leadId }, hasClients] = await Promise.all([
    loadOverviews(db, workspaceId, clients, now),
    loadCalendarsFor(db, workspaceId, mine),
    loadWorkspace(db, workspaceId),
    clients.length > 0 || listClientNames(db, workspaceId).then((names) => names.length > 0),
  ]);
  const next = mine.flatMap((client): [string, Assignment][] => {
    const assignment = resolveNextAssignee(client, now, calendars);
    return assignment ? [[client.id, assignment]] : [];
  });
  const people = await findPeople(db, workspaceId, [
    ...clients.map(({ ownerId }) => ownerId),
    ...next.map(([, { personId }]) => personId),
    ...overviews.flatMap(({ prompt }) => prompt?.assigneeId ?? []),
    ...(leadId ? [leadId] : []),
  ]);
  const byId = new Map(overviews.map((overview) => [overview.client.id, overview]));
  const nameOfClient = (id: string) => (byId.get(id)?.client ?? elsewhere.get(id))?.name ?? '';
  return {
    mine: overviews.filter(({ client }) => myIds.has(client.id)),
    prompts: prompts.flatMap((prompt) => {
      const overview = byId.get(prompt.clientId);
      return overview ? [{ prompt, overview }] : [];
    }),
    followUps: followUps.map((followUp) => ({ followUp, clientName: nameOfClient(followUp.clientId) })),
    ...schedule,
    nextAssignments: new Map(next),
    people,
    hasClients,
    hasLead: leadId !== null && isInsider(people.get(leadId)?.kind ?? 'external'),
  };
}
