import { CURRENT_STATUSES } from '../../clients/rules.ts';
import { listClients } from '../../clients/store.ts';
import { loadOverviews } from '../../health/load-overviews.ts';
import { findPeople } from '../../people/store.ts';
import type { Database } from '../../storage/database.ts';
import type { Portfolio } from './rules.ts';

export async function loadPortfolio(
  db: Database,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<Portfolio> {
  const clients = await listClients(db, workspaceId, { statuses: CURRENT_STATUSES });
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
