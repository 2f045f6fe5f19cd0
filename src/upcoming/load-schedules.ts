import { loadCalendarsFor } from '../clients/load-calendars.ts';
import { ASKED_STATUSES } from '../clients/rules.ts';
import { listClients } from '../clients/store.ts';
import type { People } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import type { Database } from '../storage/database.ts';
import type { PersonKey } from '../storage/with-advisory-lock.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { buildSchedules, nextPlannedCheckIn, type OwnSchedule, type PersonSchedule } from './rules.ts';
import { ownersCoveredBy, ownersWhoLeft, pendingPrompts } from './store.ts';

/** The schedules of everyone in the workspace, with their names. */
export async function loadSchedules(
  db: Database,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<{ schedules: PersonSchedule[]; people: People }> {
  const clients = await listClients(db, workspaceId, { statuses: ASKED_STATUSES });
  const [calendars, pending] = await Promise.all([
    loadCalendarsFor(db, workspaceId, clients),
    pendingPrompts(db, workspaceId),
  ]);
  const schedules = buildSchedules({ clients, pending, calendars }, now);
  const people = await findPeople(
    db,
    workspaceId,
    schedules.map(({ personId }) => personId),
  );
  return { schedules, people };
}

/** One person's schedule, from their own clients and those they cover. */
export async function loadOwnSchedule(
  db: Database,
  person: PersonKey,
  now: Temporal.Instant,
): Promise<OwnSchedule> {
  const { workspaceId, personId } = person;
  const lists = await Promise.all(
    [personId, ...(await findCoveredOwners(db, person, now))].map((ownedOrCoveredBy) =>
      listClients(db, workspaceId, { ownedOrCoveredBy, statuses: ASKED_STATUSES }),
    ),
  );
  const clients = [...new Map(lists.flat().map((client) => [client.id, client])).values()];
  const [calendars, pending] = await Promise.all([
    loadCalendarsFor(db, workspaceId, clients),
    pendingPrompts(db, workspaceId),
  ]);
  const inputs = { clients, pending, calendars };
  return {
    schedule: buildSchedules(inputs, now).find((schedule) => schedule.personId === personId),
    next: nextPlannedCheckIn(personId, inputs, now),
  };
}

/** The owners for whom this person is asked while those are away; for the lead, also owners who have left. */
async function findCoveredOwners(db: Database, person: PersonKey, now: Temporal.Instant): Promise<string[]> {
  const { workspaceId, personId } = person;
  const earliestToday = now.toZonedDateTimeISO('-12:00').toPlainDate();
  const [away, { leadId }] = await Promise.all([
    ownersCoveredBy(db, person, earliestToday),
    loadWorkspace(db, workspaceId),
  ]);
  const left = leadId === personId ? await ownersWhoLeft(db, workspaceId) : [];
  return [...new Set([...away, ...left])];
}
