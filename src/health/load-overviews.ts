import { latestCheckIns } from '../check-ins/store.ts';
import type { Client } from '../clients/rules.ts';
import { openFollowUps } from '../follow-ups/store.ts';
import type { Database } from '../storage/database.ts';
import { findOverrides } from './holds/store.ts';
import type { Facts, Overview } from './rules.ts';
import { assess } from './score/assess.ts';
import { findBaselines } from './snapshots/history-store.ts';
import { countSkipsInRow, findAskings } from './store.ts';
import { loadWeights } from './weights/store.ts';

/** How many check-ins of a client are looked at: what may still count of the closest sensible cadence. */
const CHECK_INS_READ = 15;

/** Reads what is known about these clients of one workspace, in their order, in a few queries however many they are. */
export async function loadOverviews(
  db: Database,
  workspaceId: string,
  clients: readonly Client[],
  now: Temporal.Instant,
): Promise<Overview[]> {
  const clientIds = clients.map(({ id }) => id);
  if (clientIds.length === 0) return [];
  const [checkIns, followUps, askings, skips, before, overrides, weights] = await Promise.all([
    latestCheckIns(db, workspaceId, clientIds, CHECK_INS_READ),
    openFollowUps(db, workspaceId, { clientIds }),
    findAskings(db, workspaceId, clientIds),
    countSkipsInRow(db, workspaceId, clientIds),
    findBaselines(db, workspaceId, clients, now),
    findOverrides(db, workspaceId, clientIds, now),
    loadWeights(db, workspaceId),
  ]);
  const followUpsOf = Map.groupBy(followUps, ({ clientId }) => clientId);
  return clients.map((client) => {
    const facts: Facts = {
      client,
      checkIns: checkIns.get(client.id) ?? [],
      followUps: followUpsOf.get(client.id) ?? [],
      skips: skips.get(client.id) ?? 0,
      weights,
      previous: before.get(client.id)?.previous ?? null,
      usual: before.get(client.id)?.usual ?? null,
      override: overrides.get(client.id) ?? null,
    };
    const asking = askings.get(client.id);
    return {
      client,
      checkIns: facts.checkIns,
      followUps: facts.followUps,
      facts,
      health: assess(facts, now),
      prompt: asking?.prompt ?? null,
      lastSkip: asking?.lastSkip ?? null,
      unreached: asking?.unreached ?? null,
    };
  });
}

/** Reads what is known about one client. */
export async function loadOverview(db: Database, client: Client, now: Temporal.Instant): Promise<Overview> {
  const [overview] = await loadOverviews(db, client.workspaceId, [client], now);
  if (!overview) throw new Error('A client has no overview');
  return overview;
}
