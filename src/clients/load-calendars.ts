import { loadCalendars } from '../calendars/store.ts';
import { isInsider, type Person } from '../people/rules.ts';
import { findPeople, findPerson } from '../people/store.ts';
import type { Database } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { type Assignment, type Availability, resolveNextAssignee } from './assignee-rules.ts';
import type { Client } from './rules.ts';

/** The calendars of everybody who may answer for these clients: owners, covers, and covers named for an absence. */
export async function loadCalendarsFor(
  db: Database,
  workspaceId: string,
  clients: readonly Pick<Client, 'ownerId' | 'coverId'>[],
): Promise<Map<string, Availability>> {
  const owners = new Set(clients.map(({ ownerId }) => ownerId));
  const covers = clients.flatMap(({ coverId }) => coverId ?? []);
  const { members: calendars, others } = await loadMembers(db, workspaceId, [...owners, ...covers]);
  const leavers = [...others].filter(([id]) => owners.has(id));
  const leadId = leavers.length > 0 ? (await loadWorkspace(db, workspaceId)).leadId : null;
  for (const [id, calendar] of leavers) calendars.set(id, { ...calendar, left: { leadId } });
  const named = [...calendars.values()].flatMap(({ away }) => away.map(({ coverId }) => coverId));
  const further = [leadId, ...named].filter((id) => id !== null && !calendars.has(id)) as string[];
  const { members } = await loadMembers(db, workspaceId, further);
  return new Map([...calendars, ...members]);
}

export interface NextAssignment extends Assignment {
  person: Person;
}

/** Who is asked about one client next, and when; null where nobody is. */
export async function loadNextAssignee(
  db: Database,
  client: Client,
  now: Temporal.Instant,
): Promise<NextAssignment | null> {
  const calendars = await loadCalendarsFor(db, client.workspaceId, [client]);
  const next = resolveNextAssignee(client, now, calendars);
  const person = next && (await findPerson(db, client.workspaceId, next.personId));
  return person && { ...next, person };
}

async function loadMembers(
  db: Database,
  workspaceId: string,
  personIds: readonly string[],
): Promise<{ members: Map<string, Availability>; others: Map<string, Availability> }> {
  const members = new Map<string, Availability>();
  const others = new Map<string, Availability>();
  const calendars = await loadCalendars(db, workspaceId, personIds);
  for (const { id, kind } of (await findPeople(db, workspaceId, [...calendars.keys()])).values()) {
    const calendar = calendars.get(id);
    if (calendar) (isInsider(kind) ? members : others).set(id, calendar);
  }
  return { members, others };
}
