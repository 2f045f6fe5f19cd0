import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../random.ts';
import { planActs } from './acts.ts';
import { type ActCounts, countActs } from './count-acts.ts';
import { countDms, type DmCounts, isQuiet } from './count-dms.ts';
import { type FaultCounts, injectFaults } from './inject-faults.ts';
import { letPeopleAct } from './people.ts';
import { readDms } from './read-dms.ts';
import { countSent, setStage } from './stage.ts';
import { SPEED } from './timing.ts';
import { Workers } from './workers.ts';

export interface ChaosOptions {
  prompts: number;
  seed: number;
  backend: 'redis' | 'postgres';
  workers: number;
  /** Called with the progress now and then. */
  onProgress?(sent: number, seconds: number): void;
}

export interface ChaosReport extends DmCounts {
  acts: ActCounts;
  faults: FaultCounts;
  seconds: number;
}

/** A little less than Slack accepts from one workspace, so that the workers are always busy but never only catching up. */
const DUE_EVERY_MS = 330;

/** The longest time until all is quiet after the faults, in seconds: longer than leases and stalled jobs last. */
const QUIET_WITHIN_SECONDS = 200;

/** The faults continue until this share of the messages is sent, and at least this long. */
const SHARE_UNDER_FIRE = 0.95;
const LEAST_SECONDS = 15;

/**
 * Runs Rapport in several processes, with people who press and type, while everything around it breaks; then counts.
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
    const people = letPeopleAct(stage, workers, acts, {
      seed: options.seed,
      calm: calm.signal,
      over: over.signal,
    }).finally(() => {
      isActing = false;
    });
    const injecting = injectFaults(stage, workers, random, calm.signal);
    const longest = LEAST_SECONDS + (options.prompts * DUE_EVERY_MS * 4) / SPEED / 1_000;
    await until(longest, async () => {
      const sent = await countSent(stage);
      options.onProgress?.(sent, seconds());
      return seconds() > LEAST_SECONDS && sent >= SHARE_UNDER_FIRE * options.prompts;
    });
    calm.abort();
    const faults = await injecting;
    if (!(await until(QUIET_WITHIN_SECONDS, async () => !isActing && isQuiet(stage)))) {
      console.error(`Not everything was quiet after ${QUIET_WITHIN_SECONDS} s.`);
    }
    over.abort();
    const actFaults = await people;
    await workers.stop();
    const dms = await readDms(stage);
    return {
      ...(await countDms(stage, dms)),
      acts: await countActs(stage, dms, acts),
      faults: {
        'processes killed': workers.ended.killed,
        'processes that ended by themselves': workers.ended.byItself,
        ...faults,
        ...actFaults,
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

/** Asks every second; a database that is away counts as no. @returns whether the answer was yes in time. */
async function until(seconds: number, ask: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    if (await ask().catch(() => false)) return true;
    await pause(1_000);
  }
  return false;
}
