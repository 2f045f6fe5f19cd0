import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createQueue } from '../../src/jobs/queue.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createLog, silentLog } from '../../src/runtime/log.ts';
import { redisMissing, startRedis, useRedis } from '../support/redis.ts';
import { queueContract } from './contract.ts';

const noDatabase = 'postgres://127.0.0.1:1/unused';
const touch = { name: 'touch', schema: z.object({ id: z.string() }) };

describe.skipIf(redisMissing)(redisMissing ?? 'the queue on Redis', () => {
  const redis = useRedis();

  queueContract({
    get redisUrl() {
      return redis.url;
    },
    databaseUrl: noDatabase,
  });

  test('ticks again by itself after Redis was emptied', async () => {
    const lines: string[] = [];
    let emptied = false;
    const again = Promise.withResolvers<void>();
    const tick = {
      run: async () => {
        if (emptied) again.resolve();
      },
    };
    const queue = createQueue({
      redisUrl: redis.url,
      databaseUrl: noDatabase,
      clock: systemClock,
      log: createLog('info', { write: (line) => lines.push(line) }),
      name: 'emptied',
      tickEveryMs: 100,
    });
    const other = new Redis(redis.url);
    try {
      await queue.start({ kinds: [], tick });
      await queue.idle();
      await other.flushall();
      emptied = true;
      await again.promise;
      expect(await other.exists('rapport:emptied:repeat')).toBe(1);
    } finally {
      other.disconnect();
      await queue.close(1_000);
    }
    expect(lines.join('')).toContain('the tick is scheduled again');
  });
});

describe.skipIf(redisMissing)(redisMissing ?? 'a Redis that goes away', () => {
  test('does not block saving: enqueueing ends soon, with a line in the log', async () => {
    const lines: string[] = [];
    const server = await startRedis();
    const queue = createQueue({
      redisUrl: server.url,
      databaseUrl: noDatabase,
      clock: systemClock,
      log: createLog('info', { write: (line) => lines.push(line) }),
    });
    try {
      await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
      await server.stop();
      await queue.enqueue(touch, { id: 'b' }, { id: 'b' });
      expect(lines.join('')).toContain('A job could not be queued; the tick will find it');
    } finally {
      await queue.close(100);
    }
  });

  test('is reported at the start, with what to do', async () => {
    const queue = createQueue({
      redisUrl: 'redis://127.0.0.1:1',
      databaseUrl: noDatabase,
      clock: systemClock,
      log: silentLog,
    });
    await expect(queue.start({ kinds: [], tick: { run: async () => {} } })).rejects.toThrow(
      'Check REDIS_URL',
    );
    await queue.close(100);
  });
});
