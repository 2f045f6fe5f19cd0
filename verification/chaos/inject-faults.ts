import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Fault } from '../../sandbox/protocol.ts';
import { startRedis } from '../../test/support/redis.ts';
import type { Random } from '../random.ts';
import { countSent, type Stage } from './stage.ts';
import type { Workers } from './workers.ts';

/** How often each thing went wrong. */
export type FaultCounts = Record<string, number>;

/** At most one Slack fault per this many messages, or a slow machine would get nothing but faults. */
const FAULT_EVERY_MESSAGES = 3;
/** But at least one in this time. */
const FAULT_EVERY_MS = 4_000;

/** Makes things go wrong at random until `calm` is aborted. Everything works again when it resolves. */
export async function injectFaults(
  stage: Stage,
  workers: Workers,
  random: Random,
  calm: AbortSignal,
): Promise<FaultCounts> {
  const tally: FaultCounts = {};
  const count = (what: string, times = 1) => {
    tally[what] = (tally[what] ?? 0) + times;
  };
  const every = async (leastMs: number, mostMs: number, cause: () => unknown) => {
    while (!calm.aborted) {
      await pause(random.between(leastMs, mostMs), undefined, { signal: calm }).catch(() => {});
      if (!calm.aborted) await cause();
    }
  };
  let sentAtFault = 0;
  let faultAtMs = 0;
  const haveSome = async (messages: number): Promise<boolean> => {
    const sent = await countSent(stage).catch(() => sentAtFault);
    const nowMs = performance.now();
    if (sent < sentAtFault + messages && nowMs < faultAtMs + FAULT_EVERY_MS) return false;
    sentAtFault = sent;
    faultAtMs = nowMs;
    return true;
  };
  await Promise.all([
    every(500, 1_500, () => {
      workers.kill();
    }),
    every(300, 1_200, async () => {
      if (!(await haveSome(FAULT_EVERY_MESSAGES))) return;
      const fault = randomFault(random);
      await stage.driver.fault(fault);
      count(`Slack: ${nameOf(fault)}`, fault.times);
    }),
    every(8_000, 16_000, () => restartPostgres(stage, random, count)),
    ...(stage.redis
      ? [
          every(2_000, 6_000, () => flush(stage, count)),
          every(9_000, 18_000, () => restartRedis(stage, random, count)),
        ]
      : []),
  ]);
  await stage.driver.clearFaults();
  return tally;
}

function randomFault(random: Random): Fault {
  const times = random.whole(1, 3);
  const sending = { method: 'chat.postMessage', times };
  return random.pick<() => Fault>([
    () => ({ ...sending, fault: { kind: 'time_out', when: 'after' } }),
    () => ({ ...sending, fault: { kind: 'time_out', when: 'after' } }),
    () => ({ ...sending, fault: { kind: 'time_out', when: 'before' } }),
    () => ({ ...sending, fault: { kind: 'status', status: random.pick([500, 502, 503]) } }),
    () => ({ ...sending, fault: { kind: 'error', error: random.pick(['internal_error', 'fatal_error']) } }),
    () => ({ ...sending, fault: { kind: 'rate_limited', retryAfterSeconds: random.whole(1, 5) } }),
    () => ({ ...sending, fault: { kind: 'slow', ms: random.whole(200, 1_500) } }),
    () => ({ method: 'conversations.history', times, fault: { kind: 'status', status: 500 } }),
    () => ({ method: 'conversations.history', times, fault: { kind: 'rate_limited', retryAfterSeconds: 2 } }),
    () => ({ method: 'conversations.open', times, fault: { kind: 'time_out', when: 'before' } }),
    () => ({ method: 'socket', fault: { kind: 'drop_socket', how: random.pick(['abrupt', 'refresh']) } }),
  ])();
}

function nameOf({ method, fault }: Fault): string {
  if (fault.kind === 'time_out') return `time-out ${fault.when} the work`;
  if (fault.kind === 'drop_socket') return 'socket dropped';
  if (fault.kind === 'rate_limited') return '429';
  if (fault.kind === 'slow') return 'slow';
  return method === 'chat.postMessage' ? '5xx and error codes' : 'faults in other calls';
}

async function restartPostgres(stage: Stage, random: Random, count: (what: string) => void): Promise<void> {
  const how = random.pick(['stop', 'crash'] as const);
  await stage.postgres[how]();
  await pause(random.between(0, 1_500));
  await stage.postgres.start();
  count(how === 'stop' ? 'Postgres restarted' : 'Postgres crashed');
}

async function flush({ redis }: Stage, count: (what: string) => void): Promise<void> {
  if (!redis) return;
  const client = new Redis(redis.url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => {});
  await client.flushall().then(
    () => count('Redis emptied'),
    () => {},
  );
  client.disconnect();
}

/** It keeps nothing, so it comes back empty. */
async function restartRedis(stage: Stage, random: Random, count: (what: string) => void): Promise<void> {
  if (!stage.redis) return;
  const { port } = stage.redis;
  await stage.redis.stop();
  await pause(random.between(0, 1_500));
  stage.redis = await startRedis(port);
  count('Redis restarted');
}
