/**
 * Charts and tables. They work in messages only, and not every workspace takes them yet: a `Message` that has one says the
 * same in its `plainBlocks`. What is longer than Slack takes is cut, or left out as each function says.
 */
import type { Block, DataTableBlock, RawNumberElement, RawTextElement, RichTextBlock } from '@slack/types';
import { clip } from '../../runtime/formats/text.ts';
import { paragraph, richText } from './blocks.ts';
import { LIMITS } from './limits.ts';

/** The kind of chart that Rapport draws. Source: docs.slack.dev, "Data visualization block". `@slack/types` does not have it. */
export interface DataVisualizationBlock extends Block {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'line';
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[]; x_label?: string; y_label?: string };
  };
}

/** One line: a value for each category, in their order. */
export interface Series {
  name: string;
  values: readonly number[];
}

/** Words as they were typed, a number and how to show it, or a mention. */
export type Cell = string | { value: number; text: string } | { user: string };

/** Ours, so that a header and a row of the longest cells fit. */
const CELL_TEXT = 200;
const CAPTION = 150;

/** How much of a message's cells a mention is taken to use: Slack does not say how it counts one. */
const MENTION = 50;

/** Slack takes no empty text. */
const NOTHING = '–';

/**
 * A line for each series. Of more than twenty categories the last stay, the newest where they are times.
 *
 * @throws RangeError without a series or category, and where a value is missing or no number: a chart has no gaps.
 */
export function lineChart(
  title: string,
  categories: readonly string[],
  series: readonly Series[],
  axes: { x?: string; y?: string } = {},
): DataVisualizationBlock {
  const first = Math.max(0, categories.length - LIMITS.chartPoints);
  const labels = distinct(categories.slice(first));
  const shown = series.slice(0, LIMITS.chartSeries);
  if (labels.length === 0 || shown.length === 0) throw new RangeError('A chart needs a point');
  const names = distinct(shown.map(({ name }) => name));
  return {
    type: 'data_visualization',
    title: text(title, LIMITS.chartTitle),
    chart: {
      type: 'line',
      series: shown.map(({ values }, index) => ({
        name: names[index] ?? '',
        data: labels.map((label, at) => ({ label, value: finite(values[first + at]) })),
      })),
      axis_config: {
        categories: labels,
        ...(axes.x ? { x_label: text(axes.x, LIMITS.chartTitle) } : {}),
        ...(axes.y ? { y_label: text(axes.y, LIMITS.chartTitle) } : {}),
      },
    },
  };
}

/**
 * A table that can be sorted, and is read page by page. A column of numbers alone sorts as numbers. Rows that no longer fit
 * are left out, the last first: `rows` of the block, less its header, tells how many there are.
 *
 * @param more `pageSize` in rows; Slack's default is five.
 * @throws RangeError without rows.
 */
export function dataTable(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  more: { pageSize?: number } = {},
): DataTableBlock {
  if (rows.length === 0) throw new RangeError('A table needs a row');
  const columns = header.slice(0, LIMITS.tableColumns);
  const all = [columns, ...rows.slice(0, LIMITS.tableRows)].map((row) =>
    columns.map((_, column) => tableCell(row[column] ?? '')),
  );
  return {
    type: 'data_table',
    caption: text(caption, CAPTION),
    rows: fitting(all),
    ...(more.pageSize ? { page_size: Math.min(more.pageSize, LIMITS.tablePage) } : {}),
  };
}

function finite(value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value)) throw new RangeError('A chart has no gaps');
  return value;
}

/** Slack tells points and series apart by their labels: those that would read the same once cut get a number. */
function distinct(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    let own = text(label, LIMITS.chartLabel);
    for (let n = 2; taken.has(own); n += 1) {
      const number = ` ${n}`;
      own = text(label, LIMITS.chartLabel - number.length) + number;
    }
    taken.add(own);
    return own;
  });
}

type TableCell = RawTextElement | RawNumberElement | RichTextBlock;

function tableCell(cell: Cell): TableCell {
  if (typeof cell === 'string') return { type: 'raw_text', text: text(cell, CELL_TEXT) };
  if ('user' in cell) return richText(paragraph(cell));
  const shown = text(cell.text, CELL_TEXT);
  if (!Number.isFinite(cell.value)) return { type: 'raw_text', text: shown };
  return { type: 'raw_number', value: cell.value, text: shown };
}

function fitting(rows: TableCell[][]): TableCell[][] {
  let left: number = LIMITS.messageCells;
  const end = rows.findIndex((row) => {
    left -= row.reduce((sum, cell) => sum + ('text' in cell ? cell.text.length : MENTION), 0);
    return left < 0;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

function text(words: string, max: number): string {
  return clip(words.trim() === '' ? NOTHING : words, max);
}
