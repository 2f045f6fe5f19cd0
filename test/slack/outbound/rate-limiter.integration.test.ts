import { beforeEach, describe, expect, test } from 'vitest';
import { silentLog } from '../../../src/runtime/log.ts';
import {
  type Bucket,
  bucketsOfMessage,
  UPDATE_BUCKETS,
} from '../../../src/slack/outbound/rate-limit-rules.ts';
import { createRateLimiter, RateLimited } from '../../../src/slack/outbound/rate-limiter.ts';
import { connectDatabase } from '../../../src/storage/database.ts';
import { clearAgency, StillClock, seedAgency } from '../../reminders/agency.ts';
import { useDatabase } from '../../support/database.ts';
import { ID } from '../../support/studio.ts';

const database = useDatabase();
const start = Temporal.Instant.from('2026-03-03T09:00:00Z');
const clock = new StillClock(start);
const other = 'T0OTHER';

beforeEach(async () => {
  clock.at = start;
  await clearAgency(database.db);
  await seedAgency(database.db);
  await seedAgency(database.db, other);
});

/** Takes turns until one is refused, moving the clock on to each time that it is told, for so long. */
async function turnsWithin(
  buckets: (turn: number) => readonly Bucket[],
  seconds: number,
  limiters = [createRateLimiter(database.db, clock)],
): Promise<number> {
  const end = start.add({ seconds });
  for (let turn = 0; ; turn += 1) {
    const rateLimiter = limiters[turn % limiters.length];
    for (;;) {
      const refused = await rateLimiter?.acquire(ID.team, buckets(turn)).catch((error: unknown) => error);
      if (!refused) break;
      if (!(refused instanceof RateLimited)) throw refused;
      clock.at = refused.retryAt;
    }
    if (Temporal.Instant.compare(clock.at, end) >= 0) return turn;
    // Each process asks again as soon as it may: nobody sleeps in this test.
    clock.at = await freeAt(buckets(turn + 1));
    if (Temporal.Instant.compare(clock.at, end) >= 0) return turn + 1;
  }
}

/** When the last of these buckets may be used again. */
async function freeAt(buckets: readonly Bucket[]): Promise<Temporal.Instant> {
  const rows = await database.db
    .selectFrom('rate_limits')
    .selectAll()
    .where('workspace_id', '=', ID.team)
    .where(
      'bucket',
      'in',
      buckets.map(({ name }) => name),
    )
    .execute();
  return rows
    .map(({ bucket, free_at }) => {
      const { burst = 1, everyMs = 0 } = buckets.find(({ name }) => name === bucket) ?? {};
      return free_at.subtract({ milliseconds: (burst - 1) * everyMs });
    })
    .reduce((a, b) => (Temporal.Instant.compare(a, b) > 0 ? a : b), clock.at);
}

describe('the rate limiter', () => {
  test('allows one message a second in a conversation', async () => {
    expect(await turnsWithin(() => bucketsOfMessage('D1'), 30)).toBe(30);
  });

  test('allows two hundred messages a minute in a workspace, after the first ten', async () => {
    const turns = await turnsWithin((turn) => bucketsOfMessage(`D${turn}`), 60);
    expect(turns).toBeGreaterThanOrEqual(200);
    expect(turns).toBeLessThanOrEqual(210);
  });

  test('holds for two processes together', async () => {
    const second = connectDatabase(database.url, silentLog);
    try {
      const limiters = [createRateLimiter(database.db, clock), createRateLimiter(second, clock)];
      const turns = await turnsWithin((turn) => bucketsOfMessage(`D${turn}`), 60, limiters);
      expect(turns).toBeLessThanOrEqual(210);
    } finally {
      await second.destroy();
    }
  });

  test('gives each of many that ask at once a turn of its own', async () => {
    const rateLimiter = createRateLimiter(database.db, clock);
    const blocked = start.add({ seconds: 60 });
    const [workspace] = bucketsOfMessage('D1');
    if (workspace) await rateLimiter.block(ID.team, workspace, blocked);
    clock.at = blocked;
    const asked = await Promise.all(
      [1, 2, 3].map((n) => rateLimiter.acquire(ID.team, bucketsOfMessage(`D${n}`))),
    );
    expect(asked).toHaveLength(3);
    // The burst was used up by the block: the third turn is 600 ms after it.
    const row = await database.db
      .selectFrom('rate_limits')
      .select('free_at')
      .where('bucket', '=', 'workspace')
      .executeTakeFirstOrThrow();
    expect(row.free_at.since(blocked).total('milliseconds')).toBe(3 * 300 + 9 * 300);
  });

  test('stops until the time that a 429 names, only in that workspace', async () => {
    const rateLimiter = createRateLimiter(database.db, clock);
    const [workspace] = bucketsOfMessage('D1');
    const until = start.add({ seconds: 30 });
    if (workspace) await rateLimiter.block(ID.team, workspace, until);
    await expect(rateLimiter.acquire(ID.team, bucketsOfMessage('D1'))).rejects.toThrow(RateLimited);
    await expect(rateLimiter.acquire(ID.team, bucketsOfMessage('D2'))).rejects.toMatchObject({
      retryAt: until,
    });
    await rateLimiter.acquire(other, bucketsOfMessage('D1'));
    await rateLimiter.acquire(ID.team, UPDATE_BUCKETS);
    clock.at = until;
    await rateLimiter.acquire(ID.team, bucketsOfMessage('D1'));
    expect(clock.at).toBe(until);
  });

  test('keeps a longer stop when a shorter 429 arrives later', async () => {
    const rateLimiter = createRateLimiter(database.db, clock);
    const [workspace] = bucketsOfMessage('D1');
    if (!workspace) throw new Error('A message has no bucket');
    await rateLimiter.block(ID.team, workspace, start.add({ seconds: 30 }));
    await rateLimiter.block(ID.team, workspace, start.add({ seconds: 10 }));
    await expect(rateLimiter.acquire(ID.team, bucketsOfMessage('D1'))).rejects.toMatchObject({
      retryAt: start.add({ seconds: 30 }),
    });
  });

  test('takes no turn from a bucket when another one is not free', async () => {
    const rateLimiter = createRateLimiter(database.db, clock);
    const [workspace, d1] = bucketsOfMessage('D1');
    if (!workspace || !d1) throw new Error('A message has no bucket');
    await rateLimiter.block(ID.team, workspace, start.add({ seconds: 30 }));
    await expect(rateLimiter.acquire(ID.team, [workspace, d1])).rejects.toThrow(RateLimited);
    expect(await freeAt([d1])).toEqual(start);
  });
});
