import { sql } from 'kysely';
import { findClients } from '../../clients/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import { loadOverviews } from '../load-overviews.ts';
import { endPastOverrides } from '../override/store.ts';
import type { Overview } from '../rules.ts';
import type { Band } from '../score/rules.ts';
import { addSnapshots, latestBands } from './store.ts';

/** A client's health as it has just been kept, and the band that was shown before; null for a client's first. */
export interface SnapshotChange {
  overview: Overview;
  before: Band | null;
}

/** Told of what was kept, in its transaction: all of it is so, or none. */
export type SnapshotListener = (
  trx: Transaction,
  taken: readonly SnapshotChange[],
  now: Temporal.Instant,
) => Promise<void>;

/** So many clients in one transaction: a workspace of thousands does not hold its rows for long. */
const BATCH_SIZE = 200;

/**
 * Keeps the health of each client that is not ended: once on each day of the workspace's zone, and whenever something
 * that it hangs on was marked as changed. Any number of processes may do so at the same time: one does the work of a
 * workspace, the others leave it to that one.
 */
export async function snapshotHealth(
  db: Database,
  clock: Clock,
  onSnapshots: SnapshotListener,
): Promise<void> {
  const now = clock.now();
  await db.transaction().execute((trx) => endPastOverrides(trx, now));
  for (const workspace of await findSnapshotDays(db, now)) {
    let did = BATCH_SIZE;
    while (did === BATCH_SIZE) {
      did = await db.transaction().execute((trx) => snapshotBatch(trx, workspace, now, onSnapshots));
    }
  }
}

interface SnapshotDay {
  workspaceId: string;
  /** Today, in the workspace's zone. */
  day: Temporal.PlainDate;
}

async function findSnapshotDays(db: Database, now: Temporal.Instant): Promise<SnapshotDay[]> {
  const { rows } = await sql<{ id: string; day: Temporal.PlainDate }>`
    select id, (${now}::timestamptz at time zone default_time_zone)::date as day from workspaces
    where exists (
      select from clients
      where clients.workspace_id = workspaces.id and status <> 'ended'
        and (health_due or not exists (
          select from health_snapshots
          where health_snapshots.workspace_id = clients.workspace_id and client_id = clients.id
            and day = (${now}::timestamptz at time zone default_time_zone)::date)))`.execute(db);
  return rows.map((row) => ({ workspaceId: row.id, day: row.day }));
}

/** @returns how many clients it took up. */
async function snapshotBatch(
  trx: Transaction,
  { workspaceId, day }: SnapshotDay,
  now: Temporal.Instant,
  onSnapshots: SnapshotListener,
): Promise<number> {
  const lock = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`snapshots ${workspaceId}`}, 0)) as locked`.execute(
    trx,
  );
  if (!lock.rows[0]?.locked) return 0;
  // The revision goes before the facts are read: what changes meanwhile is of a later one, and looked at again.
  const { rows } = await sql<{ id: string; revision: number; is_daily: boolean }>`
    select id, health_revision as revision, is_daily
    from clients
    cross join lateral (
      select not exists (
        select from health_snapshots
        where workspace_id = ${workspaceId} and client_id = clients.id and day = ${day}) as is_daily) as today
    where workspace_id = ${workspaceId} and status <> 'ended' and (health_due or is_daily)
    order by id limit ${BATCH_SIZE}`.execute(trx);
  const ids = rows.map(({ id }) => id);
  const daily = new Set(rows.flatMap((row) => (row.is_daily ? [row.id] : [])));
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
  await markProcessed(trx, workspaceId, rows);
  return rows.length;
}

/** Comes last: nobody who works on these clients waits for longer than it takes to write this. */
async function markProcessed(
  trx: Transaction,
  workspaceId: string,
  kept: readonly { id: string; revision: number }[],
): Promise<void> {
  const ids = kept.map(({ id }) => id);
  const revisions = kept.map(({ revision }) => revision);
  await sql`
    update clients set processed_revision = kept.revision
    from unnest(${ids}::uuid[], ${revisions}::int[]) as kept (id, revision)
    where clients.workspace_id = ${workspaceId} and clients.id = kept.id
      and processed_revision < kept.revision`.execute(trx);
}
