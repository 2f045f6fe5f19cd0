import type { Chart, Segment } from './types.ts';

/** Values closer together than this are drawn as if they were the same. */
const SMALLEST_SPAN = 1e-9;

/** Even steps that take in zero and every value: at most about `count` of them. */
export function niceTicks(values: readonly number[], count = 4): number[] {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const span = high - low > SMALLEST_SPAN ? high - low : 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** A slice of a pie around (0, 0) with radius 1, from and to a share of the whole, clockwise from the top. */
export function slicePath(from: number, to: number): string {
  if (to - from >= 0.9999) return 'M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1Z';
  const [startX, startY] = onCircle(from);
  const [endX, endY] = onCircle(to);
  return `M0,0L${startX},${startY}A1,1,0,${to - from > 0.5 ? 1 : 0},1,${endX},${endY}Z`;
}

/** The chart as a table: what a screen reader reads, and everyone can open. */
export function chartTable(chart: Chart): { head: string[]; rows: string[][] } {
  if (chart.type === 'pie') {
    const total = sum(chart.segments);
    return {
      head: ['', 'Value', 'Share'],
      rows: chart.segments.map(({ label, value }) => [
        label,
        formatNumber(value),
        `${Math.round((value / total) * 100)}%`,
      ]),
    };
  }
  const { categories, x_label } = chart.axis_config;
  return {
    head: [x_label ?? '', ...chart.series.map(({ name }) => name)],
    rows: categories.map((category) => [
      category,
      ...chart.series.map(({ data }) => {
        const value = data.find(({ label }) => label === category)?.value;
        return value === undefined ? '–' : formatNumber(value);
      }),
    ]),
  };
}

export function sum(segments: readonly Segment[]): number {
  return segments.reduce((total, { value }) => total + value, 0) || 1;
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value);
}

function onCircle(share: number): [string, string] {
  const angle = share * 2 * Math.PI;
  return [Math.sin(angle).toFixed(4), (-Math.cos(angle)).toFixed(4)];
}
