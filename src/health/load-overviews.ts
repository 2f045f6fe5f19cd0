import { openFollowUps } from '../check-ins/follow-up-store.ts';
import { latestCheckIns } from '../check-ins/store.ts';
import type { Client } from '../clients/rules.ts';
import type { Database } from '../storage/database.ts';
import { assess, type Overview } from './rules.ts';
import { askingOf, skipsInRow } from './store.ts';

/** How many check-ins of a client are looked at: more than 90 days of the closest sensible cadence. */
const CHECK_INS_READ = 15;

/** Reads what is known about these clients of one workspace, in their order, in four queries however many they are. */
export async function loadOverviews(
  db: Database,
  workspaceId: string,
  clients: readonly Client[],
  now: Temporal.Instant,
): Promise<Overview[]> {
  const clientIds = clients.map(({ id }) => id);
  if (clientIds.length === 0) return [];
  const [checkIns, followUps, askings, skips] = await Promise.all([
    latestCheckIns(db, workspaceId, clientIds, CHECK_INS_READ),
    openFollowUps(db, workspaceId, { clientIds }),
    askingOf(db, workspaceId, clientIds),
    skipsInRow(db, workspaceId, clientIds),
  ]);
  const followUpsOf = Map.groupBy(followUps, ({ clientId }) => clientId);
  return clients.map((client) => {
    const theirs = checkIns.get(client.id) ?? [];
    const promised = followUpsOf.get(client.id) ?? [];
    return {
      client,
      health: assess(client, theirs, promised, now, skips.get(client.id) ?? 0),
      checkIns: theirs,
      followUps: promised,
      prompt: askings.get(client.id)?.prompt ?? null,
      lastSkip: askings.get(client.id)?.lastSkip ?? null,
      unreached: askings.get(client.id)?.unreached ?? null,
    };
  });
}
