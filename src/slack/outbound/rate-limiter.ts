/**
 * How fast Slack is written to. Each bucket of a workspace is one row, so that all processes together keep to its pace, and
 * so that one workspace's waiting is no other's.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Clock } from '../../runtime/clock.ts';
import type { Database } from '../../storage/database.ts';

/** One of the things that Slack counts by itself. */
export interface Bucket {
  name: string;
  /** Milliseconds between two, in the long run. */
  everyMs: number;
  /** So many may come at once, after a rest. */
  burst: number;
}

/**
 * A message counts for its conversation (one a second) and for its workspace (two hundred a minute). Source:
 * docs.slack.dev, "Rate limits": about one message a second in a channel, several hundred a minute in a workspace.
 */
export function bucketsOfMessage(conversation: string): Bucket[] {
  return [
    { name: 'workspace', everyMs: 300, burst: 10 },
    { name: conversation, everyMs: 1_000, burst: 1 },
  ];
}

/** `chat.update` is counted apart. Source: docs.slack.dev, chat.update: tier 3, fifty a minute. */
export const UPDATE_BUCKETS: readonly Bucket[] = [{ name: 'updates', everyMs: 1_200, burst: 20 }];

/** It is not our turn yet. */
export class RateLimited extends Error {
  override readonly name = 'NotOurTurn';
  /** When to come back. */
  readonly at: Temporal.Instant;

  constructor(at: Temporal.Instant) {
    super('It is not our turn yet');
    this.at = at;
  }
}

/** Who keeps the pace. */
export interface RateLimiter {
  /** Resolves when it is our turn in all of these buckets. @throws NotOurTurn when that would take long. */
  acquire(workspaceId: string, buckets: readonly Bucket[]): Promise<void>;
  /** Slack told us to stop: nobody has a turn in this bucket before `until`. */
  block(workspaceId: string, bucket: Bucket, until: Temporal.Instant): Promise<void>;
}

/** For what keeps no pace: a simulation, a test of something else. */
export const unlimited: RateLimiter = { acquire: async () => {}, block: async () => {} };

/** Longer than this, in milliseconds, no worker is held up: the delivery's row waits instead. */
const PATIENCE_MS = 5_000;

/** The clock may be moved on while we wait, so it is looked at this often, in milliseconds. */
const LOOK_EVERY_MS = 100;

/** @param wait for so many milliseconds, by the machine's clock. */
export function createRateLimiter(
  db: Database,
  clock: Clock,
  wait: (ms: number) => Promise<unknown> = pause,
): RateLimiter {
  return {
    async acquire(workspaceId, buckets) {
      const now = clock.now();
      const at = await reserve(db, workspaceId, buckets, now);
      if (waitMs(at, now) > PATIENCE_MS) throw new RateLimited(at);
      await waitUntil(clock, at, wait);
    },
    async block(workspaceId, bucket, until) {
      const freeAt = until.add({ milliseconds: (bucket.burst - 1) * bucket.everyMs });
      await sql`
        insert into rate_limits (workspace_id, bucket, free_at) values (${workspaceId}, ${bucket.name}, ${freeAt})
        on conflict (workspace_id, bucket) do update set free_at = greatest(rate_limits.free_at, excluded.free_at)`.execute(
        db,
      );
    },
  };
}

/**
 * Takes the next turn in all buckets, unless it is further away than anybody waits. `free_at` is when the bucket would be free
 * of all turns given so far; a burst may come that much before.
 */
async function reserve(
  db: Database,
  workspaceId: string,
  buckets: readonly Bucket[],
  now: Temporal.Instant,
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
    const free = (bucket: Bucket) => later(freeAt.get(bucket.name) ?? now, now);
    const at = buckets
      .map((bucket) => free(bucket).subtract({ milliseconds: (bucket.burst - 1) * bucket.everyMs }))
      .reduce(later, now);
    if (waitMs(at, now) > PATIENCE_MS) return at;
    for (const bucket of buckets) {
      await trx
        .updateTable('rate_limits')
        .set({ free_at: later(free(bucket), at).add({ milliseconds: bucket.everyMs }) })
        .where('workspace_id', '=', workspaceId)
        .where('bucket', '=', bucket.name)
        .execute();
    }
    return at;
  });
}

/** By the clock, but never longer than the wait would take by the machine's: some clocks stand still. */
async function waitUntil(
  clock: Clock,
  at: Temporal.Instant,
  wait: (ms: number) => Promise<unknown>,
): Promise<void> {
  let left = waitMs(at, clock.now());
  for (let longest = left; longest > 0 && left > 0; longest -= LOOK_EVERY_MS) {
    await wait(Math.min(left, LOOK_EVERY_MS));
    left = waitMs(at, clock.now());
  }
}

function waitMs(at: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, Math.ceil(at.since(now).total('milliseconds')));
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) > 0 ? a : b;
}
