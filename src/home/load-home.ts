import { type Assignment, resolveNextAssignee } from '../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../clients/load-calendars.ts';
import { CURRENT_STATUSES } from '../clients/rules.ts';
import { findClients, listClients, listNames } from '../clients/store.ts';
import type { FollowUp } from '../follow-ups/rules.ts';
import { openFollowUps } from '../follow-ups/store.ts';
import { loadOverviews } from '../health/load-overviews.ts';
import type { Overview } from '../health/rules.ts';
import type { People } from '../people/rules.ts';
import { isInsider } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import type { Prompt } from '../reminders/prompts/rules.ts';
import { openPrompts } from '../reminders/prompts/store.ts';
import type { Database } from '../storage/database.ts';
import { loadOwnSchedule, type OwnSchedule } from '../upcoming/load-schedules.ts';
import { loadWorkspace } from '../workspaces/store.ts';

/** What one person is asked, and about whom. */
export interface OwnPrompt {
  prompt: Prompt;
  overview: Overview;
}

/** All that one person's Home shows. */
export interface HomeData extends OwnSchedule {
  /** The clients that the reader owns or covers, not ended. */
  mine: readonly Overview[];
  /** The open prompts that are the reader's to answer, put off or not. */
  asked: readonly OwnPrompt[];
  /** What the reader has promised and not kept yet, the earliest first, with the client's name. */
  promised: readonly { followUp: FollowUp; clientName: string }[];
  /** Who is asked next about these clients, by the client's id; one about whom nobody is asked is not in it. */
  nextAsked: ReadonlyMap<string, Assignment>;
  /** Those who own these clients or are asked about them. */
  people: People;
  /** Whether the workspace looks after anybody yet. */
  hasClients: boolean;
  /** Whether there is somebody who is told when things go wrong. */
  hasLead: boolean;
}

export async function loadHome(
  db: Database,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  now: Temporal.Instant,
): Promise<HomeData> {
  const [mine, prompts, followUps, upcoming] = await Promise.all([
    listClients(db, workspaceId, {
      lookedAfterBy: userId,
      statuses: CURRENT_STATUSES,
    }),
    openPrompts(db, workspaceId, { ownerId: userId }),
    openFollowUps(db, workspaceId, { promisedById: userId }),
    loadOwnSchedule(db, { workspaceId, personId: userId }, now),
  ]);
  const own = new Map(mine.map((client) => [client.id, client]));
  const elsewhere = await findClients(
    db,
    workspaceId,
    [...prompts, ...followUps].map(({ clientId }) => clientId).filter((id) => !own.has(id)),
  );
  const askedAlso = [...elsewhere.values()].filter(({ id }) =>
    prompts.some(({ clientId }) => clientId === id),
  );
  const clients = [...mine, ...askedAlso];
  const [overviews, calendars, { leadId }, hasClients] = await Promise.all([
    loadOverviews(db, workspaceId, clients, now),
    loadCalendarsFor(db, workspaceId, mine),
    loadWorkspace(db, workspaceId),
    clients.length > 0 || listNames(db, workspaceId).then((names) => names.length > 0),
  ]);
  const next = mine.flatMap((client): [string, Assignment][] => {
    const asked = resolveNextAssignee(client, now, calendars);
    return asked ? [[client.id, asked]] : [];
  });
  const people = await findPeople(db, workspaceId, [
    ...clients.map(({ ownerId }) => ownerId),
    ...next.map(([, { personId }]) => personId),
    ...(leadId ? [leadId] : []),
  ]);
  const byId = new Map(overviews.map((overview) => [overview.client.id, overview]));
  return {
    mine: overviews.filter(({ client }) => own.has(client.id)),
    asked: prompts.flatMap((prompt) => {
      const overview = byId.get(prompt.clientId);
      return overview ? [{ prompt, overview }] : [];
    }),
    promised: followUps.map((followUp) => ({
      followUp,
      clientName: (own.get(followUp.clientId) ?? elsewhere.get(followUp.clientId))?.name ?? '',
    })),
    ...upcoming,
    nextAsked: new Map(next),
    people,
    hasClients,
    hasLead: leadId !== null && isInsider(people.get(leadId)?.kind ?? 'external'),
  };
}
