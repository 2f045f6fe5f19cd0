/** `npm run chaos -- --prompts 2000 --seed 1 [--backend redis|postgres] [--workers 2]`: exits with 1 unless every count is exact. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { isActsExact } from './count-acts.ts';
import { isExact } from './count-dms.ts';
import { type ChaosReport, runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: {
    prompts: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    backend: { type: 'string', default: 'redis' },
    workers: { type: 'string', default: '2' },
  },
});
const options = z
  .object({
    prompts: z.coerce.number().int().min(1).max(20_000),
    seed: z.coerce.number().int(),
    backend: z.enum(['redis', 'postgres']),
    workers: z.coerce.number().int().min(1).max(8),
  })
  .parse(values);

let said = 0;
const report = await runChaos({
  ...options,
  onProgress(sent, seconds) {
    if (seconds - said < 10) return;
    said = seconds;
    console.error(`${Math.round(seconds)} s: ${sent} of ${options.prompts} sent`);
  },
});
print(report);
process.exit(isExact(report) && isActsExact(report.acts) ? 0 : 1);

function print({ faults, seconds, acts, ...counts }: ChaosReport): void {
  const { prompts, seed, backend, workers } = options;
  console.log(`${prompts} prompts, seed ${seed}, queue on ${backend}, ${workers} processes`);
  const rows = { ...faults, seconds: Math.round(seconds), ...counts };
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  for (const [name, value] of Object.entries(rows)) {
    console.log(`  ${name.padEnd(width)}  ${String(value).padStart(6)}`);
  }
  const { acted, ...wrong } = acts;
  const said = Object.entries(wrong).map(([name, value]) => `${value} ${name}`);
  console.log(`${isExact(counts) ? '' : 'NOT EXACT: '}${counts.messages} DMs for ${counts.due} prompts due.`);
  console.log(`${isActsExact(acts) ? '' : 'NOT EXACT: '}${acted} people acted: ${said.join(', ')}.`);
}
