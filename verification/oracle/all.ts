/**
 * `npm run test:oracle [-- zone...]`: every cadence in every zone that the runtime knows, or in the named ones, over the years
 * 2024 to 2030. Exits with 1 if anything differs. Uses the whole machine for a quarter of an hour or more.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { allCadences } from './cadences.ts';
import { type Comparison, compareZone } from './compare.ts';

const DIFFERENCES_SHOWN = 20;
const TOLD_EVERY = 20;

if (isMainThread) process.exitCode = await compareAll(process.argv.slice(2));
else parentPort?.on('message', (message) => parentPort?.postMessage(compareNumbered(message)));

async function compareAll(named: readonly string[]): Promise<number> {
  const zones = named.length > 0 ? named : Intl.supportedValuesOf('timeZone');
  const waiting = [...zones.entries()];
  const total: Comparison = { occurrences: 0, differences: [] };
  let done = 0;
  const work = async () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: zones });
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { occurrences, differences } = await ask(worker, next[0]);
      total.occurrences += occurrences;
      total.differences.push(...differences);
      done += 1;
      if (done % TOLD_EVERY === 0) console.error(`${done} of ${zones.length} zones`);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), zones.length) }, work));
  for (const difference of total.differences.slice(0, DIFFERENCES_SHOWN)) console.log(difference);
  const compared = `${zones.length} zones x ${total.occurrences.toLocaleString('en')} occurrences`;
  console.log(`${compared}: ${total.differences.length} differences`);
  return total.differences.length === 0 ? 0 : 1;
}

async function ask(worker: Worker, number: number): Promise<Comparison> {
  worker.postMessage(number);
  const [comparison] = await once(worker, 'message');
  return comparison;
}

/** A third of the sets of weekdays per zone, another third in the next, so that all are met in many zones. */
function compareNumbered(message: unknown): Comparison {
  const zones = z.array(z.string()).parse(workerData);
  const number = z.int().parse(message);
  const zone = zones[number];
  if (zone === undefined) throw new RangeError(`No zone ${number}`);
  const cadences = allCadences().filter(
    (cadence, index) =>
      cadence.unit !== 'week' || cadence.weekdays.length === 1 || (index + number) % 3 === 0,
  );
  return compareZone(zone, cadences, number);
}
