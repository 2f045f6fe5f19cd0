import { type Calendars, findSuccessor } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import type { Database } from '../../storage/database.ts';

/** Who promised something, and who owns and covers the client it was promised to. */
export interface Promiser {
  promisedById: string;
  ownerId: string;
  coverId: string | null;
}

/**
 * Who is reminded of a promise: who made it; once they are no longer a member, who answers for the client. Null where nobody
 * does: then it waits.
 *
 * @param calendars as `loadCalendarsForReminders` loads them.
 */
export function resolveReminded(
  { promisedById, ...client }: Promiser,
  now: Temporal.Instant,
  calendars: Calendars,
): string | null {
  const promiser = calendars.get(promisedById);
  return promiser && !promiser.left ? promisedById : findSuccessor(client, now, calendars);
}

/** The calendars of everybody who may be reminded. */
export async function loadCalendarsForReminders(
  db: Database,
  workspaceId: string,
  promisers: readonly Promiser[],
): Promise<Calendars> {
  const asOwners = promisers.map(({ promisedById }) => ({ ownerId: promisedById, coverId: null }));
  return loadCalendarsFor(db, workspaceId, [...promisers, ...asOwners]);
}
