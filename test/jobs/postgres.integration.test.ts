import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/jobs/job-kind.ts';
import { createQueue } from '../../src/jobs/queue.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { useDatabase } from '../support/database.ts';
import { queueContract } from './contract.ts';

const database = useDatabase();

describe('the queue on Postgres', () => {
  queueContract({
    get databaseUrl() {
      return database.url;
    },
  });
});

test('an unreachable database is reported at the start, and enqueueing does not fail', async () => {
  const url = new URL(database.url);
  url.pathname = '/no_such_database';
  const queue = createQueue({ databaseUrl: url.href, clock: systemClock, log: silentLog });
  await expect(queue.start({ kinds: [], tick: { run: async () => {} } })).rejects.toThrow(
    'Check DATABASE_URL',
  );
  await queue.close(100);
  expect(queue).toBeDefined();
});

test('the queue leaves no connection behind, whenever it is closed', async () => {
  for (let round = 0; round < 5; round++) {
    const queue = createQueue({
      databaseUrl: database.url,
      clock: systemClock,
      log: silentLog,
      name: 'closing',
    });
    await queue.start({ kinds: [], tick: { run: async () => {} } });
    await queue.close(1_000);
  }
  const open = sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and application_name <> 'rapport'`;
  // The server notices a closed connection a moment later.
  await expect.poll(async () => (await open.execute(database.db)).rows).toEqual([]);
});

test('the queue uses a database again as soon as it is back', async () => {
  const done: string[] = [];
  const spec = { name: 'touch', schema: z.object({ id: z.string() }) };
  const kind = defineJob(spec, async ({ id }) => void done.push(id));
  const queue = createQueue({
    databaseUrl: database.url,
    clock: systemClock,
    log: silentLog,
    name: 'dropped',
  });
  try {
    await queue.start({ kinds: [kind], tick: { run: async () => {} } });
    await sql`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where application_name in ('rapport-jobs', 'dropped') and pid <> pg_backend_pid()`.execute(database.db);
    await expect
      .poll(
        async () => {
          await queue.enqueue(spec, { id: 'a' }, { id: 'a' });
          return done.length;
        },
        { timeout: 15_000 },
      )
      .toBeGreaterThan(0);
  } finally {
    await queue.close(1_000);
  }
});
