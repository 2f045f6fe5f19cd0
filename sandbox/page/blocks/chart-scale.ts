import type { Chart, Segment } from './types.ts';

/** Values closer together than this are drawn as if they were the same. */
const SMALLEST_SPAN = 1e-9;

/** A letter's usual width, and the gap between two labels, in CSS pixels at a chart's font size. */
const LETTER = 6.6;
const GAP = 14;

/** Even steps that cover zero and every value: about `count` at most. Whole numbers get whole steps. */
export function niceTicks(values: readonly number[], count = 4): number[] {
  const finite = values.filter(Number.isFinite);
  const whole = finite.every(Number.isInteger);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  const span = high - low > SMALLEST_SPAN ? high - low : 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const fits = (factor: number) => factor * power >= rough && !(whole && !Number.isInteger(factor * power));
  const step = ([1, 2, 2.5, 5, 10].find(fits) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** A slice of a pie around (0, 0) with radius 1, from one share of the whole to another, clockwise from the top. */
export function slicePath(from: number, to: number): string {
  if (to - from >= 0.9999) return 'M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1Z';
  const [startX, startY] = onCircle(from);
  const [endX, endY] = onCircle(to);
  return `M0,0L${startX},${startY}A1,1,0,${to - from > 0.5 ? 1 : 0},1,${endX},${endY}Z`;
}

/** About how wide `text` is drawn, in CSS pixels. */
export function textWidth(text: string): number {
  return text.length * LETTER;
}

/** Which labels an axis has, and where the middle of each is. */
type AxisLabels = { label: string; middle: number }[];

/**
 * As many labels as fit, evenly spaced, always with the last one (the newest, if they are times). They stay between 0 and
 * `width`.
 */
export function labelsThatFit(
  labels: readonly string[],
  x: (index: number) => number,
  width: number,
): AxisLabels {
  for (let every = 1; every < labels.length; every += 1) {
    const shown = labels
      .map((label, index) => ({ label, middle: keptWithin(x(index), textWidth(label) / 2, width) }))
      .filter((_, index) => (labels.length - 1 - index) % every === 0);
    if (shown.every((one, index) => index === 0 || hasRoom(shown[index - 1], one))) return shown;
  }
  return labels.slice(-1).map((label) => ({
    label,
    middle: keptWithin(x(labels.length - 1), textWidth(label) / 2, width),
  }));
}

function keptWithin(middle: number, half: number, width: number): number {
  return Math.max(half, Math.min(width - half, middle));
}

function hasRoom(before: AxisLabels[number] | undefined, after: AxisLabels[number]): boolean {
  if (!before) return true;
  const apart = after.middle - before.middle;
  return apart >= (textWidth(before.label) + textWidth(after.label)) / 2 + GAP;
}

/** The chart in one sentence, after its title. */
export function spoken(chart: Chart): string {
  if (chart.type === 'pie') {
    const total = sum(chart.segments);
    return `pie chart. ${chart.segments.map(({ label, value }) => `${label} ${share(value, total)}`).join(', ')}.`;
  }
  const courses = chart.series.map(({ name, data }) => {
    const [first] = data;
    const last = data.at(-1);
    if (!first || !last) return name;
    const end = `${formatNumber(last.value)} (${last.label})`;
    return data.length === 1
      ? `${name} ${end}`
      : `${name} from ${formatNumber(first.value)} (${first.label}) to ${end}`;
  });
  return `${chart.type} chart. ${courses.join('; ')}.`;
}

export function share(value: number, total: number): string {
  return `${Math.round((value / total) * 100)}%`;
}

/** The chart as a table: for screen readers, and for everyone who opens it. */
export function chartTable(chart: Chart): { head: string[]; rows: string[][] } {
  if (chart.type === 'pie') {
    const total = sum(chart.segments);
    return {
      head: ['', 'Value', 'Share'],
      rows: chart.segments.map(({ label, value }) => [label, formatNumber(value), share(value, total)]),
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

/** Like `formatNumber`, but short enough for an axis. */
export function formatTick(value: number): string {
  const notation = Math.abs(value) >= 100_000 ? 'compact' : 'standard';
  return new Intl.NumberFormat('en', { maximumFractionDigits: 2, notation }).format(value);
}

function onCircle(share: number): [string, string] {
  const angle = share * 2 * Math.PI;
  return [Math.sin(angle).toFixed(4), (-Math.cos(angle)).toFixed(4)];
}
