import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  defineJob,
  type JobContext,
  type JobKind,
  type JobSpec,
  type Tick,
} from '../../src/jobs/job-kind.ts';
import { createQueue, type JobQueue } from '../../src/jobs/queue.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { createLog, silentLog } from '../../src/runtime/log.ts';

/** Where the queue lives; read only while tests run. */
export interface QueueHome {
  readonly redisUrl?: string | undefined;
  readonly databaseUrl: string;
}

const idsSchema = z.object({ id: z.string() });
type Ids = z.infer<typeof idsSchema>;

const noTick: Tick = { run: async () => {} };
const never = 3_600_000;

function kindOf(
  handle: (ids: Ids, context: JobContext) => Promise<void>,
  name = 'touch',
): JobKind & JobSpec<Ids> {
  const spec: JobSpec<Ids> = { name, schema: idsSchema };
  return { ...spec, ...defineJob(spec, handle) };
}

/** A promise and the means to keep it. */
function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
}

/** What every queue must do, whatever it stands on. Each test has a queue name of its own. */
export function queueContract(home: QueueHome): void {
  const open: JobQueue[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.close(0)));
  });

  function openQueue(name: string, options: { tickEveryMs?: number; lines?: string[] } = {}): JobQueue {
    const log = options.lines ? createLog('info', { write: (line) => options.lines?.push(line) }) : silentLog;
    const queue = createQueue({
      ...(home.redisUrl !== undefined && { redisUrl: home.redisUrl }),
      databaseUrl: home.databaseUrl,
      clock: systemClock,
      log,
      name,
      tickEveryMs: options.tickEveryMs ?? never,
    });
    open.push(queue);
    return queue;
  }

  const newName = () => `q-${randomUUID()}`;

  test('a job added twice before it begins is done once', async () => {
    const done: string[] = [];
    const touch = kindOf(async ({ id }) => void done.push(id));
    const queue = openQueue(newName());
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await queue.enqueue(touch, { id: 'b' }, { id: 'b' });
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.idle();
    expect(done.sort()).toEqual(['a', 'b']);
  });

  test('the same id of two kinds is two jobs', async () => {
    const done: string[] = [];
    const one = kindOf(async () => void done.push('one'), 'one');
    const two = kindOf(async () => void done.push('two'), 'two');
    const queue = openQueue(newName());
    await queue.enqueue(one, { id: 'a' }, { id: 'a' });
    await queue.enqueue(two, { id: 'a' }, { id: 'a' });
    await queue.start({ kinds: [one, two], tick: noTick });
    await queue.idle();
    expect(done.sort()).toEqual(['one', 'two']);
  });

  test('a job that can wait lets the others go first, and is done once too', async () => {
    const done: string[] = [];
    const touch = kindOf(async ({ id }) => void done.push(id));
    const queue = openQueue(newName());
    for (const id of ['later-a', 'later-b', 'later-a'])
      await queue.enqueue(touch, { id }, { id, canWait: true });
    await queue.enqueue(touch, { id: 'now' }, { id: 'now' });
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.idle();
    expect(done[0]).toBe('now');
    expect(done.sort()).toEqual(['later-a', 'later-b', 'now']);
  });

  test('a job that is finished can be added again', async () => {
    let times = 0;
    const touch = kindOf(async () => void times++);
    const queue = openQueue(newName());
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await queue.idle();
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await queue.idle();
    expect(times).toBe(2);
  });

  test('a job added while it is being done is done once more, and not at the same time', async () => {
    const begun = gate();
    const goOn = gate();
    let running = 0;
    let most = 0;
    let times = 0;
    const touch = kindOf(async () => {
      running++;
      most = Math.max(most, running);
      times++;
      begun.open();
      if (times === 1) await goOn.opened;
      running--;
    });
    const queue = openQueue(newName());
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await begun.opened;
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    goOn.open();
    await queue.idle();
    expect({ times, most }).toEqual({ times: 2, most: 1 });
  });

  test('a job that fails because the database is away is tried again, also with two processes', async () => {
    let times = 0;
    const succeeded = gate();
    const touch = kindOf(async () => {
      times++;
      if (times === 1) throw Object.assign(new Error('terminating connection'), { code: '57P01' });
      succeeded.open();
    });
    const name = newName();
    const [first, second] = [openQueue(name), openQueue(name)];
    await first.start({ kinds: [touch], tick: noTick });
    await second.start({ kinds: [touch], tick: noTick });
    await first.enqueue(touch, { id: 'a' }, { id: 'a' });
    await succeeded.opened;
    await first.idle();
    expect(times).toBe(2);
  });

  test('a job that fails through our own fault is not tried again, but can be added again', async () => {
    const lines: string[] = [];
    let times = 0;
    const touch = kindOf(async () => {
      times++;
      if (times === 1) throw new TypeError('a fault');
    });
    const queue = openQueue(newName(), { lines });
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await queue.idle();
    expect(times).toBe(1);
    expect(lines.join('')).toContain('A job failed; the tick will find what it left undone');
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await queue.idle();
    expect(times).toBe(2);
  });

  test('an invalid payload never reaches its handler, is not tried again, and is logged without its words', async () => {
    const lines: string[] = [];
    let times = 0;
    const touch = kindOf(async () => void times++);
    const careless = { name: 'touch', schema: z.object({ id: z.unknown() }) };
    const queue = openQueue(newName(), { lines });
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.enqueue(careless, { id: { text: 'what the client said' } }, { id: 'a' });
    await queue.idle();
    expect(times).toBe(0);
    const dropped = lines.filter((line) => line.includes('invalid payload'));
    expect(dropped).toHaveLength(1);
    expect(JSON.parse(dropped[0] ?? '')).toMatchObject({ job: 'touch', fields: ['id'] });
    expect(lines.join('')).not.toContain('what the client said');
  });

  test('a kind that this version does not know is dropped and logged', async () => {
    const lines: string[] = [];
    const queue = openQueue(newName(), { lines });
    await queue.start({ kinds: [], tick: noTick });
    await queue.enqueue(
      kindOf(async () => {}),
      { id: 'a' },
      { id: 'a' },
    );
    await queue.idle();
    expect(lines.join('')).toContain('does not know this kind of job');
  });

  test('an id with a colon, which BullMQ would split, is refused', async () => {
    const queue = openQueue(newName());
    await expect(
      queue.enqueue(
        kindOf(async () => {}),
        { id: 'a' },
        { id: 'a:b' },
      ),
    ).rejects.toThrow('colon');
  });

  test('closing waits for the running job, and starts no other', async () => {
    const begun = gate();
    const goOn = gate();
    const ended: string[] = [];
    const touch = kindOf(async ({ id }) => {
      begun.open();
      await goOn.opened;
      ended.push(id);
    });
    const name = newName();
    const queue = openQueue(name);
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await begun.opened;
    const closed = queue.close(10_000);
    await openQueue(name).enqueue(touch, { id: 'b' }, { id: 'b' });
    goOn.open();
    await closed;
    expect(ended).toEqual(['a']);
  });

  test('closing gives up on a job at the deadline, and tells it', async () => {
    const begun = gate();
    const told = gate();
    const touch = kindOf(async (_, { signal }) => {
      signal.addEventListener('abort', () => told.open());
      begun.open();
      await told.opened;
    });
    const queue = openQueue(newName());
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await begun.opened;
    const start = performance.now();
    await queue.close(100);
    await told.opened;
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('a job added before a stop is done after the next start', async () => {
    const done: string[] = [];
    const touch = kindOf(async ({ id }) => void done.push(id));
    const name = newName();
    const first = openQueue(name);
    await first.enqueue(touch, { id: 'a' }, { id: 'a' });
    await first.close(1_000);
    const second = openQueue(name);
    await second.start({ kinds: [touch], tick: noTick });
    await second.idle();
    expect(done).toEqual(['a']);
  });

  test('the tick runs at the start, and again and again', async () => {
    const thrice = gate();
    let times = 0;
    const tick: Tick = {
      run: async () => {
        times++;
        if (times === 3) thrice.open();
      },
    };
    await openQueue(newName(), { tickEveryMs: 100 }).start({ kinds: [], tick });
    await thrice.opened;
    expect(times).toBeGreaterThanOrEqual(3);
  });

  test('the tick runs at once when a process is started again, though its next turn is far off', async () => {
    const name = newName();
    const first = openQueue(name);
    await first.start({ kinds: [], tick: noTick });
    await first.idle();
    await first.close(1_000);
    const ran = gate();
    let times = 0;
    const tick: Tick = {
      run: async () => {
        times++;
        ran.open();
      },
    };
    await openQueue(name).start({ kinds: [], tick });
    await ran.opened;
    expect(times).toBe(1);
  });

  test('the next tick comes after one that failed', async () => {
    const again = gate();
    let times = 0;
    const tick: Tick = {
      run: async () => {
        times++;
        if (times === 1) throw new Error('no luck');
        again.open();
      },
    };
    await openQueue(newName(), { tickEveryMs: 100 }).start({ kinds: [], tick });
    await again.opened;
    expect(times).toBeGreaterThanOrEqual(2);
  });

  test('two processes share one tick', async () => {
    const everyMs = 200;
    const ticks = 20;
    const enough = gate();
    let seen = 0;
    const tick: Tick = {
      run: async () => {
        seen++;
        if (seen === ticks) enough.open();
      },
    };
    const name = newName();
    const begun = performance.now();
    const queues = [1, 2].map(() => openQueue(name, { tickEveryMs: everyMs }));
    await Promise.all(queues.map((queue) => queue.start({ kinds: [], tick })));
    await enough.opened;
    const turns = (performance.now() - begun) / everyMs;
    const atTheStart = queues.length + 1;
    // A late tick only takes longer; two schedules would need half as many turns.
    expect(turns).toBeGreaterThan(ticks - atTheStart - 1);
  });

  test('runTick runs the tick at once, with the clock of the queue', async () => {
    const seen: Temporal.Instant[] = [];
    const tick: Tick = { run: async (context) => void seen.push(context.now()) };
    const queue = openQueue(newName());
    await queue.start({ kinds: [], tick });
    await queue.idle();
    const before = seen.length;
    await queue.runTick();
    expect(seen).toHaveLength(before + 1);
    expect(seen.at(-1)).toBeInstanceOf(Temporal.Instant);
  });

  test('idle gives up when the work does not end', async () => {
    const goOn = gate();
    const touch = kindOf(() => goOn.opened);
    const queue = openQueue(newName());
    await queue.start({ kinds: [touch], tick: noTick });
    await queue.enqueue(touch, { id: 'a' }, { id: 'a' });
    await expect(queue.idle(100)).rejects.toThrow('still busy');
    goOn.open();
    await queue.idle();
  });
}
