import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../../sandbox/server/checks/blocks.ts';
import type { Block } from '../../../src/slack/blocks/blocks.ts';
import { dataTable, lineChart } from '../../../src/slack/blocks/data-blocks.ts';

const words = fc.string({ unit: 'grapheme', maxLength: 60 });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const refusals = (block: Block) => checkBlocks([block], 'message');

describe('Slack accepts', () => {
  test('a chart of any series and names', () => {
    const input = fc.record({
      title: words,
      categories: fc.array(words, { minLength: 1, maxLength: 30 }),
      names: fc.array(words, { minLength: 1, maxLength: 9 }),
      value: number,
    });
    fc.assert(
      fc.property(input, ({ title, categories, names, value }) => {
        const series = names.map((name) => ({ name, values: categories.map(() => value) }));
        expect(refusals(lineChart(title, categories, series, { x: title, y: title }))).toEqual([]);
      }),
    );
  });

  test('a table of any cells and size', () => {
    const cell = fc.oneof(
      words,
      words.map((text) => text.repeat(20)),
      fc.record({ value: fc.double(), text: words }),
      fc.constant({ user: 'U0ANA' }),
    );
    const rows = fc.array(fc.array(cell, { maxLength: 25 }), { minLength: 1, maxLength: 120 });
    const header = fc.array(words, { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(
        words,
        header,
        rows,
        fc.integer({ min: 1, max: 300 }),
        (caption, names, cells, pageSize) => {
          expect(refusals(dataTable(caption, names, cells, { pageSize }))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a chart', () => {
  test('keeps the last twenty categories, each with its own value', () => {
    const weeks = Array.from({ length: 30 }, (_, index) => `Week ${index + 1}`);
    const { chart } = lineChart('Score', weeks, [{ name: 'Score', values: weeks.map((_, at) => at + 1) }]);
    expect(chart.axis_config.categories).toEqual(weeks.slice(10));
    expect(chart.series[0]?.data[0]).toEqual({ label: 'Week 11', value: 11 });
    expect(chart.series[0]?.data.at(-1)).toEqual({ label: 'Week 30', value: 30 });
  });

  test('keeps names different that look the same once they are cut', () => {
    const names = ['Harbour & Sons Shipping (London)', 'Harbour & Sons Shipping (Leith)'];
    const { chart } = lineChart('Value', names, [{ name: 'Value', values: [1, 2] }]);
    expect(new Set(chart.axis_config.categories).size).toBe(2);
  });

  test.each([
    ['a missing value', [1], ['a', 'b']],
    ['one that is no number', [Number.NaN], ['a']],
    ['no category', [], []],
  ])('is not drawn over %s', (_, values, categories) => {
    expect(() => lineChart('Score', categories, [{ name: 'Score', values }])).toThrow(RangeError);
  });
});

describe('a table', () => {
  test('keeps words, numbers and mentions apart, and fills short rows', () => {
    const { rows } = dataTable(
      'Clients',
      ['Client', 'Owner', 'Score'],
      [['<@U0BEN>', { user: 'U0ANA' }, { value: 71, text: '71 of 100' }], ['Acme']],
    );
    expect(rows[1]).toEqual([
      { type: 'raw_text', text: '<@U0BEN>' },
      expect.objectContaining({ type: 'rich_text' }),
      { type: 'raw_number', value: 71, text: '71 of 100' },
    ]);
    expect(rows[2]?.map((cell) => 'text' in cell && cell.text)).toEqual(['Acme', '–', '–']);
  });

  test('leaves out the rows that no longer fit', () => {
    const long = Array.from({ length: 100 }, () => ['x'.repeat(150), 'y'.repeat(150)]);
    const { rows } = dataTable('Long', ['A', 'B'], long);
    expect(rows.length - 1).toBe(33);
    expect(() => dataTable('Empty', ['A'], [])).toThrow(RangeError);
  });
});
