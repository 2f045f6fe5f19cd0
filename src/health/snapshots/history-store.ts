import { sql } from 'kysely';
import { gapDays } from '../../clients/cadence/rules.ts';
import type { Client } from '../../clients/rules.ts';
import type { Database } from '../../storage/database.ts';
import type { BandCounts, Snapshot } from '../rules.ts';
import type { Band } from '../score/rules.ts';

/** What a client usually scores is the middle of so many days back, or of two ideal gaps where that is longer. */
const USUAL_DAYS = 84;
/** The last days are not usual yet. */
const USUAL_UNTIL_DAYS = 7;
const USUAL_NEEDS = 3;

/** What was known of a client's health before now. */
export interface Baseline {
  /** The computed band of the last snapshot. */
  previous: Band | null;
  /** The middle of their own daily scores; null while there are too few. */
  usual: number | null;
}

/** What was before, for each of these clients; one without a snapshot is not in the map. */
export async function findBaselines(
  db: Database,
  workspaceId: string,
  clients: readonly Client[],
  now: Temporal.Instant,
): Promise<Map<string, Baseline>> {
  if (clients.length === 0) return new Map();
  const ids = clients.map(({ id }) => id);
  const days = clients.map(({ cadence }) => Math.max(USUAL_DAYS, 2 * gapDays(cadence)));
  const { rows } = await sql<{ id: string; previous: Band; usual: number | null; days: number }>`
    select wanted.id, latest.computed_band as previous, usual.middle as usual, usual.days
    from unnest(${ids}::uuid[], ${days}::int[]) as wanted (id, days)
    cross join lateral (
      select computed_band from health_snapshots
      where workspace_id = ${workspaceId} and client_id = wanted.id and taken_at <= ${now}
      order by taken_at desc, id desc limit 1) as latest
    cross join lateral (
      select percentile_disc(0.5) within group (order by score) as middle, count(score)::int as days
      from health_snapshots
      where workspace_id = ${workspaceId} and client_id = wanted.id and day is not null
        and taken_at <= ${now}::timestamptz - make_interval(days => ${USUAL_UNTIL_DAYS})
        and taken_at >= ${now}::timestamptz - make_interval(days => wanted.days)) as usual`.execute(db);
  return new Map(
    rows.map((row) => [row.id, { previous: row.previous, usual: row.days < USUAL_NEEDS ? null : row.usual }]),
  );
}

/** A client's snapshots from `since` on, the oldest first. */
export async function snapshotsSince(
  db: Database,
  workspaceId: string,
  clientId: string,
  since: Temporal.Instant,
): Promise<Snapshot[]> {
  return db
    .selectFrom('health_snapshots')
    .select(['taken_at as takenAt', 'band', 'score'])
    .where('workspace_id', '=', workspaceId)
    .where('client_id', '=', clientId)
    .where('taken_at', '>=', since)
    .orderBy('taken_at')
    .orderBy('id')
    .execute();
}

/** How many clients were in each band at each of `times`, in their order; times before the first snapshot are left out. */
export async function bandCountsAt(
  db: Database,
  workspaceId: string,
  times: readonly Temporal.Instant[],
): Promise<BandCounts[]> {
  const { rows } = await sql<{ at: Temporal.Instant; band: Band; clients: number }>`
    select wanted.at, latest.band, count(*)::int as clients
    from unnest(${times.map(String)}::timestamptz[]) as wanted (at)
    join clients on clients.workspace_id = ${workspaceId}
      and (clients.ended_at is null or clients.ended_at > wanted.at)
    cross join lateral (
      select band from health_snapshots
      where health_snapshots.workspace_id = ${workspaceId} and client_id = clients.id and taken_at <= wanted.at
      order by taken_at desc, id desc limit 1) as latest
    group by wanted.at, latest.band`.execute(db);
  return times.flatMap((at): BandCounts[] => {
    const here = rows.filter((row) => row.at.equals(at));
    if (here.length === 0) return [];
    const countOf = (band: Band) => here.find((row) => row.band === band)?.clients ?? 0;
    return [
      {
        at,
        counts: {
          healthy: countOf('healthy'),
          watch: countOf('watch'),
          'at-risk': countOf('at-risk'),
          unknown: countOf('unknown'),
        },
      },
    ];
  });
}
