import { sql } from 'kysely';
import type { Database, Transaction } from '../../storage/database.ts';
import type { Health } from '../rules.ts';
import type { Band } from '../score/rules.ts';

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
        evidence: JSON.stringify(health.evidence),
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
