/** `node verification/worlds/main.ts [--seeds 101,102] [--clients 500] [--followed 60]`: how well the score tells who leaves, in two worlds. */
import { parseArgs } from 'node:util';
import { DRIFTING_WORLD } from './drifting-world.ts';
import { FORMULAS } from './formulas.ts';
import { type Measured, measure } from './measure.ts';
import { SHAKEN_WORLD } from './shaken-world.ts';

/** Nothing was ever tuned on these. For looking, take 1 to 20. */
const TABLE_SEEDS = '101,102,103,104,105,106,107,108';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: TABLE_SEEDS },
    clients: { type: 'string', default: '500' },
    followed: { type: 'string', default: '60' },
  },
});
const population = {
  seeds: values.seeds.split(',').map(Number),
  clients: Number(values.clients),
  followed: Number(values.followed),
};

for (const world of [DRIFTING_WORLD, SHAKEN_WORLD]) {
  console.log(`\n${world.name}: ${population.clients} clients, seeds ${values.seeds}`);
  const rows = FORMULAS.map((formula) => [formula.name, ...cells(measure(world, formula, population))]);
  print([['', 'AUC', 'caught', 'lift', 'green', 'red leave', 'green leave', 'changes', 'most'], ...rows]);
}

function cells(measured: Measured): string[] {
  const { auc, caught, lift, green, redLeave, greenLeave, changesAYear, mostChanges } = measured;
  return [
    auc.toFixed(3),
    percent(caught),
    lift.toFixed(2),
    percent(green),
    percent(redLeave),
    percent(greenLeave),
    Number.isNaN(changesAYear) ? '–' : changesAYear.toFixed(1),
    Number.isFinite(mostChanges) ? String(mostChanges) : '–',
  ];
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`;
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const line = row.map((cell, index) =>
      index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0),
    );
    console.log(line.join('  ').trimEnd());
  }
}
