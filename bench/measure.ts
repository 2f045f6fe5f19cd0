/** Named times in milliseconds that one round has yielded, such as `p50` and `p95`. */
export type Times = Record<string, number>;

/** Two ways to do the same work; each prepares its round untimed, and times the work itself. */
export interface Sides {
  ours(): Promise<Times>;
  bare(): Promise<Times>;
}

const widths = [48, 26, 26, 7];

export function printHead(title: string): void {
  console.log(`\n${title}`);
  printRow(['', 'ours, ms', 'bare, ms', 'ratio']);
}

/**
 * Does both in turn, so that what else the machine does falls on both, and prints a line for each of their times: the
 * median, the lowest and highest round, and our median as a multiple of the bare one.
 */
export async function compare(what: string, sides: Sides, rounds = 7, warmUps = 2): Promise<void> {
  const ours: Times[] = [];
  const bare: Times[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const order = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
    for (const side of order) {
      const times = await sides[side]();
      if (round >= 0) (side === 'ours' ? ours : bare).push(times);
    }
  }
  for (const name of Object.keys(ours[0] ?? {})) {
    const [one, other] = [ours, bare].map((all) => all.map((times) => times[name] ?? Number.NaN));
    if (!one || !other) continue;
    const ratio = percentile(one, 50) / percentile(other, 50);
    printRow([`${what}, ${name}`, describe(one), describe(other), ratio.toFixed(2)]);
  }
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The value that `percent` of `values` do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

function describe(values: readonly number[]): string {
  const [median, low, high] = [percentile(values, 50), Math.min(...values), Math.max(...values)].map((ms) =>
    ms.toFixed(ms < 100 ? 1 : 0),
  );
  return `${median} (${low} to ${high})`;
}

function printRow(cells: string[]): void {
  const [first = '', ...others] = cells;
  console.log(
    [first.padEnd(widths[0] ?? 0), ...others.map((cell, i) => cell.padStart(widths[i + 1] ?? 0))].join(''),
  );
}
