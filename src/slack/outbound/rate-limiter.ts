import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../runtime/clock.ts';
import type { Database } from '../../storage/database.ts';
import { type Bucket, msUntil } from './rate-limit-rules.ts';
import { blockBucket, reserveTurn } from './rate-limit-store.ts';

/** Slack may not be called yet. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  /** When to come back. */
  readonly retryAt: Temporal.Instant;

  constructor(retryAt: Temporal.Instant) {
    super('Slack may not be called yet');
    this.retryAt = retryAt;
  }
}

/** Keeps how fast Slack is written to, over all processes. */
export interface RateLimiter {
  /** Resolves when it is our turn in all of these buckets. @throws RateLimited when that would take long. */
  acquire(workspaceId: string, buckets: readonly Bucket[]): Promise<void>;
  /** Slack told us to stop: nobody gets a turn in this bucket before `until`. */
  block(workspaceId: string, bucket: Bucket, until: Temporal.Instant): Promise<void>;
}

/**
 * For a simulation, and for tests of something else.
 *
 * @internal
 */
export const unlimited: RateLimiter = { acquire: async () => {}, block: async () => {} };

/** Longer than this, in milliseconds, no worker is held up: the delivery's row waits instead. */
const PATIENCE_MS = 5_000;

/** The clock may be moved on while we wait, so it is looked at this often, in milliseconds. */
const POLL_MS = 100;

/** @param wait for so many milliseconds, by the machine's clock. */
export function createRateLimiter(
  db: Database,
  clock: Clock,
  wait: (ms: number) => Promise<unknown> = pause,
): RateLimiter {
  return {
    async acquire(workspaceId, buckets) {
      const now = clock.now();
      const at = await reserveTurn(db, workspaceId, buckets, { now, patienceMs: PATIENCE_MS });
      if (msUntil(at, now) > PATIENCE_MS) throw new RateLimited(at);
      await waitUntil(clock, at, wait);
    },
    block: (workspaceId, bucket, until) => blockBucket(db, workspaceId, bucket, until),
  };
}

/** By the clock, but never longer than the wait would take by the machine's: some clocks stand still. */
async function waitUntil(
  clock: Clock,
  at: Temporal.Instant,
  wait: (ms: number) => Promise<unknown>,
): Promise<void> {
  let left = msUntil(at, clock.now());
  for (let longest = left; longest > 0 && left > 0; longest -= POLL_MS) {
    await wait(Math.min(left, POLL_MS));
    left = msUntil(at, clock.now());
  }
}
