import { expect, test } from 'vitest';
import { redisMissing } from '../../test/support/redis.ts';
import type { ActCounts } from './count-acts.ts';
import type { DmCounts } from './count-dms.ts';
import { type ChaosOptions, runChaos } from './run-chaos.ts';

/** Long enough for what a killed process had in hand to be given up and taken up again. */
const timeout = 400_000;
const few: Omit<ChaosOptions, 'backend'> = { prompts: 30, seed: 20_261_121, workers: 2 };

const exact: DmCounts & { acts: ActCounts } = {
  due: 30,
  messages: 30,
  doubled: 0,
  missing: 0,
  unknown: 0,
  failed: 0,
  acts: { acted: 6, doubled: 0, lost: 0, unseen: 0, unfinished: 0, strayed: 0 },
};

test('processes killed, Slack faltering and Postgres restarted: each prompt is one DM, each act done once', {
  timeout,
}, async () => {
  const report = await runChaos({ ...few, backend: 'postgres' });
  expect(report).toMatchObject(exact);
  expect(report.faults['processes killed']).toBeGreaterThan(5);
  expect(report.faults['acts delivered more than once']).toBeGreaterThan(3);
});

test.skipIf(redisMissing)(
  redisMissing ?? 'and with Redis emptied and restarted too',
  { timeout },
  async () => {
    const report = await runChaos({ ...few, backend: 'redis' });
    expect(report).toMatchObject(exact);
    expect(report.faults['processes killed']).toBeGreaterThan(5);
    expect(report.faults['acts delivered more than once']).toBeGreaterThan(3);
  },
);
