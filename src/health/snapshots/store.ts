import { sql } from 'kysely';
import type { Database, Transaction } from '../../storage/database.ts';
import type { Health } from '../rules.ts';
import type { Band } from '../score/rules.ts';

/** A workspace in which snapshots are due. */
export interface SnapshotDay {
  workspaceId: string;
  /** Today, in the workspace's zone. */
  day: Temporal.PlainDate;
}

/** A client whose snapshot is due, and the revision of what its health hangs on. */
export interface DueClient {
  id: string;
  revision: number;
  /** The day has no regular snapshot yet. */
  isDaily: boolean;
}

export interface NewSnapshot {
  clientId: string;
  health: Health;
  /** The day whose regular one it is; null for one that a change has caused. */
  day: Temporal.PlainDate | null;
}

/** A day that has its regular one keeps that. */
export async function addSnapshots(
  trx: Transaction,
  workspaceId: string,
  snapshots: readonly NewSnapshot[],
  now: Temporal.Instant,
): Promise<void> {
  if (snapshots.length === 0) return;
  await trx
    .insertInto('health_snapshots')
    .values(
      snapshots.map(({ clientId, health, day }) => ({
        workspace_id: workspaceId,
        client_id: clientId,
        taken_at: now,
        day,
        band: health.band,
        computed_band: health.computedBand,
        score: health.score,
        confidence: health.confidence,
      })),
    )
    .onConflict((conflict) => conflict.columns(['workspace_id', 'client_id', 'day']).doNothing())
    .execute();
}

/**
 * The band that each of these clients was last shown in, and the score; one without a snapshot is not in the map. What
 * another process has kept counts, also where its clock is ahead of ours.
 */
export async function latestBands(
  db: Database,
  workspaceId: string,
  clientIds: readonly string[],
): Promise<Map<string, { band: Band; score: number | null }>> {
  if (clientIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; band: Band; score: number | null }>`
    select wanted.id, latest.band, latest.score
    from unnest(${[...clientIds]}::uuid[]) as wanted (id)
    cross join lateral (
      select band, score from health_snapshots
      where workspace_id = ${workspaceId} and client_id = wanted.id
      order by taken_at desc, id desc limit 1) as latest`.execute(db);
  return new Map(rows.map(({ id, band, score }) => [id, { band, score }]));
}

/** The workspaces in which a client has changed, or has no snapshot of the day yet. */
export async function findSnapshotDays(db: Database, now: Temporal.Instant): Promise<SnapshotDay[]> {
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

/** @returns false where another process takes the snapshots of this workspace. */
export async function lockSnapshots(trx: Transaction, workspaceId: string): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`snapshots ${workspaceId}`}, 0)) as locked`.execute(
    trx,
  );
  return rows[0]?.locked ?? false;
}

export async function listDueClients(
  trx: Transaction,
  { workspaceId, day }: SnapshotDay,
  limit: number,
): Promise<DueClient[]> {
  const { rows } = await sql<{ id: string; revision: number; is_daily: boolean }>`
    select id, health_revision as revision, is_daily
    from clients
    cross join lateral (
      select not exists (
        select from health_snapshots
        where workspace_id = ${workspaceId} and client_id = clients.id and day = ${day}) as is_daily) as today
    where workspace_id = ${workspaceId} and status <> 'ended' and (health_due or is_daily)
    order by id limit ${limit}`.execute(trx);
  return rows.map(({ id, revision, is_daily: isDaily }) => ({ id, revision, isDaily }));
}

/** Comes last in its transaction: nobody who works on these clients waits for longer than it takes to write this. */
export async function markProcessed(
  trx: Transaction,
  workspaceId: string,
  clients: readonly DueClient[],
): Promise<void> {
  const ids = clients.map(({ id }) => id);
  const revisions = clients.map(({ revision }) => revision);
  await sql`
    update clients set processed_revision = seen.revision
    from unnest(${ids}::uuid[], ${revisions}::int[]) as seen (id, revision)
    where clients.workspace_id = ${workspaceId} and clients.id = seen.id
      and processed_revision < seen.revision`.execute(trx);
}
