import { type Calendars, resolveAssignee } from '../../clients/assignee-rules.ts';
import { ASKED_STATUSES, type Client } from '../../clients/rules.ts';
import { listClients } from '../../clients/store.ts';
import type { Database } from '../../storage/database.ts';

/** The clients about whom an owner is asked, by name. */
export async function askedOf(db: Database, workspaceId: string, ownerId: string): Promise<Client[]> {
  return listClients(db, workspaceId, { ownedBy: ownerId, statuses: ASKED_STATUSES });
}

/** Clients by who is asked about them at `at` as their cover; under null those about whom no cover is. */
export function byCover(
  clients: readonly Client[],
  at: Temporal.Instant,
  calendars: Calendars,
): Map<string | null, Client[]> {
  return Map.groupBy(clients, (client) => {
    const asked = resolveAssignee(client, at, at, calendars);
    return asked?.coveringFor ? asked.personId : null;
  });
}
