import { type Calendars, resolveAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { ASKED_STATUSES, type Client } from '../../clients/rules.ts';
import { listClients } from '../../clients/store.ts';
import type { Database } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';

export interface Covers {
  /** The owner's clients, by name, by who covers for them; under null those without a cover. */
  clientsOf: ReadonlyMap<string | null, readonly Client[]>;
  calendars: Calendars;
}

/** Who is asked about an owner's clients in the owner's place at `at`. */
export async function loadCovers(
  db: Database,
  { workspaceId, personId: ownerId }: PersonKey,
  at: Temporal.Instant,
): Promise<Covers> {
  const clients = await listClients(db, workspaceId, { ownedBy: ownerId, statuses: ASKED_STATUSES });
  const calendars = await loadCalendarsFor(db, workspaceId, clients);
  const clientsOf = Map.groupBy(clients, (client) => {
    const assignment = resolveAssignee(client, at, at, calendars);
    return assignment?.coveringFor ? assignment.personId : null;
  });
  return { clientsOf, calendars };
}
