import { z } from 'zod';
import { richText } from './rich-text.ts';

/**
 * Blocks that show data. Only messages can have them.
 *
 * Limits, from Slack's pages "Table block", "Data table block" and "Data visualization block":
 *
 * | block | what | limit |
 * |---|---|---|
 * | table | rows, cells a row, column settings | 100, 20, 20 |
 * | data_table | rows with the header, columns, page_size | 2 to 101, 1 to 20, 1 to 100 |
 * | both | text of all cells of a message | 10,000 (see `across-blocks.ts`) |
 * | data_visualization | title, axis titles, labels and names | 50, 50, 20 |
 * | data_visualization | segments, series, points a series | 1 to 6, 1 to 6, 1 to 20 |
 *
 * Some editions of the pages have higher limits (201 rows, 20,000 characters, 12 segments and series) and cells with a
 * button. These are the lowest, so that what passes works in every workspace.
 */
const blockId = z.string().min(1).max(255).optional();

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1),
});
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richText]);

export const table = z.strictObject({
  type: z.literal('table'),
  block_id: blockId,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(['left', 'center', 'right']).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(20)
    .optional(),
});

export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: blockId,
    rows: z.array(z.array(cell).min(1).max(20)).min(2).max(101),
    caption: z.string().min(1),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .superRefine((block, ctx) => {
    const [header = []] = block.rows;
    header.forEach((cell, index) => {
      if (cell.type !== 'rich_text') return;
      ctx.addIssue({
        code: 'custom',
        path: ['rows', 0, index],
        message: 'rich_text is not allowed in the header',
      });
    });
    block.rows.forEach((row, index) => {
      if (row.length === header.length) return;
      ctx.addIssue({
        code: 'custom',
        path: ['rows', index],
        message: 'all rows must have the same number of cells',
      });
    });
    if ((block.row_header_column_index ?? 0) >= header.length) {
      ctx.addIssue({
        code: 'custom',
        path: ['row_header_column_index'],
        message: 'must be a column of the table',
      });
    }
  });

const label = z.string().min(1).max(20);
const axisTitle = z.string().min(1).max(50).optional();

const pie = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(z.strictObject({ label, value: z.number().gt(0) }))
    .min(1)
    .max(6),
});

const seriesChart = <Type extends string>(type: Type) =>
  z
    .strictObject({
      type: z.literal(type),
      series: z
        .array(
          z.strictObject({
            name: label,
            data: z
              .array(z.strictObject({ label, value: z.number() }))
              .min(1)
              .max(20),
          }),
        )
        .min(1)
        .max(6),
      axis_config: z.strictObject({
        categories: z.array(label).min(1).max(20),
        x_label: axisTitle,
        y_label: axisTitle,
      }),
    })
    .superRefine((chart, ctx) => {
      const names = chart.series.map((series) => series.name);
      const categories = chart.axis_config.categories.toSorted().join('\n');
      chart.series.forEach((series, index) => {
        if (names.indexOf(series.name) !== index) {
          ctx.addIssue({ code: 'custom', path: ['series', index, 'name'], message: 'must be unique' });
        }
        const labels = series.data.map((point) => point.label).toSorted();
        if (labels.join('\n') !== categories) {
          ctx.addIssue({
            code: 'custom',
            path: ['series', index, 'data'],
            message: 'must have one point for each of axis_config.categories',
          });
        }
      });
    });

export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: blockId,
  title: z.string().min(1).max(50),
  chart: z.discriminatedUnion('type', [pie, seriesChart('bar'), seriesChart('area'), seriesChart('line')]),
});
