import { findClients } from '../../clients/store.ts';
import type { Deps } from '../../slack/deps.ts';
import type { Transaction } from '../../storage/database.ts';
import { endPastOverrides } from '../holds/store.ts';
import { loadOverviews } from '../load-overviews.ts';
import type { Overview } from '../rules.ts';
import type { Band } from '../score/rules.ts';
import {
  addSnapshots,
  findSnapshotDays,
  latestBands,
  listDueClients,
  lockSnapshots,
  markProcessed,
  type SnapshotDay,
} from './store.ts';

/** A client's health as the snapshot has it, and the band that was shown before; null for a client's first. */
export interface SnapshotChange {
  overview: Overview;
  before: Band | null;
}

/** Told of the snapshots in their transaction: all of it is so, or none. */
export type SnapshotListener = (
  trx: Transaction,
  changes: readonly SnapshotChange[],
  now: Temporal.Instant,
) => Promise<void>;

/** So many clients in one transaction: a workspace of thousands does not hold its rows for long. */
const BATCH_SIZE = 200;

/**
 * Takes a snapshot of the health of each client that has not ended: once on each day of the workspace's zone, and whenever
 * something that it hangs on was marked as changed. Any number of processes may do so at the same time: one does the work of
 * a workspace, the others leave it to that one.
 */
export async function snapshotHealth(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  onSnapshots: SnapshotListener,
): Promise<void> {
  const now = clock.now();
  await db.transaction().execute((trx) => endPastOverrides(trx, now));
  for (const workspace of await findSnapshotDays(db, now)) {
    let taken = BATCH_SIZE;
    while (taken === BATCH_SIZE) {
      taken = await db.transaction().execute((trx) => snapshotBatch(trx, workspace, now, onSnapshots));
    }
  }
}

/** @returns how many clients it looked at. */
async function snapshotBatch(
  trx: Transaction,
  workspace: SnapshotDay,
  now: Temporal.Instant,
  onSnapshots: SnapshotListener,
): Promise<number> {
  const { workspaceId, day } = workspace;
  if (!(await lockSnapshots(trx, workspaceId))) return 0;
  // The revision is read before the facts: what changes meanwhile is of a later one, and looked at again.
  const due = await listDueClients(trx, workspace, BATCH_SIZE);
  const ids = due.map(({ id }) => id);
  const daily = new Set(due.flatMap(({ id, isDaily }) => (isDaily ? [id] : [])));
  const clients = await findClients(trx, workspaceId, ids);
  const overviews = await loadOverviews(trx, workspaceId, [...clients.values()], now);
  const before = await latestBands(trx, workspaceId, ids);
  await addSnapshots(
    trx,
    workspaceId,
    overviews.flatMap(({ client, health }) => {
      const last = before.get(client.id);
      const changed = !last || last.band !== health.band || last.score !== health.score;
      const isDaily = daily.has(client.id);
      return changed || isDaily ? [{ clientId: client.id, health, day: isDaily ? day : null }] : [];
    }),
    now,
  );
  await onSnapshots(
    trx,
    overviews.map((overview) => ({ overview, before: before.get(overview.client.id)?.band ?? null })),
    now,
  );
  await markProcessed(trx, workspaceId, due);
  return due.length;
}
