import { type Raw, rawList, rawOrEmpty, textOrEmpty } from '../raw.ts';

export interface TableCell {
  text: string;
  isNumber: boolean;
}

const HEIGHTS = '▁▂▃▄▅▆▇█';
const SHARE_WIDTH = 20;

/** Rows in aligned columns, numbers to the right. With `header`, a rule follows the first row. */
export function renderRows(rows: TableCell[][], header = false): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const body = header ? rows.slice(1) : rows;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => widthOf(oneLine(row[column]?.text)))),
  );
  const isNumber = widths.map((_, column) => body.some((row) => row[column]?.isNumber));
  const lines = rows.map((row) =>
    widths
      .map((width, column) => padded(oneLine(row[column]?.text), width, isNumber[column] === true))
      .join(' | ')
      .trimEnd(),
  );
  if (header) lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('-+-'));
  return lines.join('\n');
}

/** A chart in words: its title, then a line for each series or segment, with a small drawing. */
export function renderChart(block: Raw): string {
  const chart = rawOrEmpty(block.chart);
  const axes = rawOrEmpty(chart.axis_config);
  const by = [textOrEmpty(axes.y_label), textOrEmpty(axes.x_label)].filter(Boolean).join(' by ');
  const title = `${textOrEmpty(block.title)} (${textOrEmpty(chart.type)} chart${by ? `: ${by}` : ''})`;
  const lines = chart.type === 'pie' ? segmentLines(chart) : seriesLines(chart);
  return [title, renderRows(lines)].join('\n');
}

function segmentLines(chart: Raw): TableCell[][] {
  const segments = rawList(chart.segments);
  const total = segments.reduce((sum, { value }) => sum + Number(value), 0) || 1;
  return segments.map(({ label, value }) => {
    const share = Number(value) / total;
    return [
      words(label),
      { text: `${Math.round(share * 100)}%`, isNumber: true },
      words('█'.repeat(Math.max(1, Math.round(share * SHARE_WIDTH)))),
    ];
  });
}

/** All series of a chart are drawn to one scale. */
function seriesLines(chart: Raw): TableCell[][] {
  const series = rawList(chart.series).map(({ name, data }) => ({
    name,
    points: rawList(data).map(({ label, value }) => ({ label: textOrEmpty(label), value: Number(value) })),
  }));
  const values = series.flatMap(({ points }) => points.map(({ value }) => value));
  const low = Math.min(0, ...values);
  const span = Math.max(0, ...values) - low || 1;
  return series.map(({ name, points }) => {
    const drawn = points.map(({ value }) => HEIGHTS[Math.round(((value - low) / span) * 7)]).join('');
    const ends = [points[0], points.at(-1)].filter((point) => point !== undefined);
    const told = ends.map(({ label, value }) => `${value} (${label})`);
    return [words(name), words(drawn), words([...new Set(told)].join(' to '))];
  });
}

function words(text: unknown): TableCell {
  return { text: textOrEmpty(text), isNumber: false };
}

function oneLine(text = ''): string {
  return text.replaceAll('\n', ' ');
}

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - widthOf(text));
  return right ? space + text : text + space;
}

function widthOf(text: string): number {
  return [...text].length;
}
