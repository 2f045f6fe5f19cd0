import { setTimeout as pause } from 'node:timers/promises';
import { planActs } from './acts.ts';
import { SPEED } from './pace-of-chaos.ts';
import { letPeopleAct } from './people.ts';
import { Random } from './random.ts';
import { readDms } from './read-dms.ts';
import { isQuiet, type Reckoning, reckon } from './reckon.ts';
import { type ActsReckoned, reckonActs } from './reckon-acts.ts';
import { countSent, setStage } from './stage.ts';
import { makeTrouble, type Tally } from './troubles.ts';
import { Workers } from './workers.ts';

export interface ChaosOptions {
  prompts: number;
  seed: number;
  backend: 'redis' | 'postgres';
  workers: number;
  /** Told now and then how far it has come. */
  onProgress?(sent: number, seconds: number): void;
}

export interface ChaosReport extends Reckoning {
  acts: ActsReckoned;
  troubles: Tally;
  seconds: number;
}

/** What Slack takes of one workspace, and a little less: the workers are busy all along, and not only catching up. */
const DUE_EVERY_MS = 330;

/** After the trouble, this long at most until all is quiet, in seconds: longer than leases and stalled jobs last. */
const QUIET_WITHIN_SECONDS = 200;

/** The trouble goes on until so many of the messages are out, and for this long at least. */
const SHARE_UNDER_FIRE = 0.95;
const LEAST_SECONDS = 15;

/**
 * Runs Rapport in several processes, with people who press and type, while everything around it breaks; and counts at the
 * end.
 *
 * @throws Error when it never becomes quiet.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const random = new Random(options.seed);
  const stage = await setStage(options.prompts, options.prompts * DUE_EVERY_MS, options.backend, random);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  const workers = new Workers(options.workers, stage.environment, random);
  const acts = planActs(stage.ownerIds, options.seed);
  const calm = new AbortController();
  const over = new AbortController();
  let isActing = true;
  try {
    const people = letPeopleAct(stage, workers, acts, options.seed, {
      calm: calm.signal,
      over: over.signal,
    }).finally(() => {
      isActing = false;
    });
    const trouble = makeTrouble(stage, workers, random, calm.signal);
    const longest = LEAST_SECONDS + (options.prompts * DUE_EVERY_MS * 4) / SPEED / 1_000;
    await until(longest, async () => {
      const sent = await countSent(stage);
      options.onProgress?.(sent, seconds());
      return seconds() > LEAST_SECONDS && sent >= SHARE_UNDER_FIRE * options.prompts;
    });
    calm.abort();
    const troubles = await trouble;
    if (!(await until(QUIET_WITHIN_SECONDS, async () => !isActing && isQuiet(stage)))) {
      console.error(`Not everything had come to rest after ${QUIET_WITHIN_SECONDS} s.`);
    }
    over.abort();
    const mishaps = await people;
    await workers.stop();
    const dms = await readDms(stage);
    return {
      ...(await reckon(stage, dms)),
      acts: await reckonActs(stage, dms, acts),
      troubles: {
        'processes killed': workers.ended.killed,
        'processes that ended by themselves': workers.ended.byItself,
        ...troubles,
        ...mishaps,
      },
      seconds: seconds(),
    };
  } finally {
    calm.abort();
    over.abort();
    await workers.stop();
    await stage.stop();
  }
}

/** Asks every second; a database that is away just now has not answered yes. @returns whether it was so in time. */
async function until(seconds: number, ask: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    if (await ask().catch(() => false)) return true;
    await pause(1_000);
  }
  return false;
}
