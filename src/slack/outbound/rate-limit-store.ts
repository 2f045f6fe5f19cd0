/** Each bucket of a workspace is one row: all processes share it, and no workspace waits for another. */
import type { Database } from '../../storage/database.ts';
import { type Bucket, freeAfterBlock, freeAfterTurn, msUntil, nextTurn } from './rate-limit-rules.ts';

/**
 * Reserves the next turn in all buckets, unless that is more than `patienceMs` away.
 *
 * @returns when it is; it is reserved only where it is near enough.
 */
export async function reserveTurn(
  db: Database,
  workspaceId: string,
  buckets: readonly Bucket[],
  { now, patienceMs }: { now: Temporal.Instant; patienceMs: number },
): Promise<Temporal.Instant> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .insertInto('rate_limits')
      .values(buckets.map(({ name }) => ({ workspace_id: workspaceId, bucket: name, free_at: now })))
      // Locks the rows that were there, in the order of `buckets`.
      .onConflict((conflict) =>
        conflict
          .columns(['workspace_id', 'bucket'])
          .doUpdateSet((eb) => ({ free_at: eb.ref('rate_limits.free_at') })),
      )
      .returning(['bucket', 'free_at'])
      .execute();
    const freeAt = new Map(rows.map((row) => [row.bucket, row.free_at]));
    const at = nextTurn(buckets, freeAt, now);
    if (msUntil(at, now) > patienceMs) return at;
    for (const bucket of buckets) {
      await trx
        .updateTable('rate_limits')
        .set({ free_at: freeAfterTurn(bucket, freeAt, at) })
        .where('workspace_id', '=', workspaceId)
        .where('bucket', '=', bucket.name)
        .execute();
    }
    return at;
  });
}

/** Gives no turn in this bucket before `until`. A longer block stays. */
export async function blockBucket(
  db: Database,
  workspaceId: string,
  bucket: Bucket,
  until: Temporal.Instant,
): Promise<void> {
  await db
    .insertInto('rate_limits')
    .values({ workspace_id: workspaceId, bucket: bucket.name, free_at: freeAfterBlock(bucket, until) })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'bucket']).doUpdateSet(({ fn, ref }) => ({
        free_at: fn<Temporal.Instant>('greatest', [ref('rate_limits.free_at'), ref('excluded.free_at')]),
      })),
    )
    .execute();
}
