import { expect, test } from 'vitest';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { dataTable, lineChart } from '../../src/slack/blocks/data-blocks.ts';

test('a table has aligned columns, with its numbers to the right', () => {
  const table = dataTable(
    'All clients',
    ['Client', 'Score'],
    [
      ['Harbor Foods', { value: 7, text: '7' }],
      [{ user: 'U0ANA' }, '–'],
      ['Acme', { value: 100, text: '100' }],
    ],
  );
  expect(renderBlocks([table])).toBe(
    [
      'All clients',
      'Client       | Score',
      '-------------+------',
      'Harbor Foods |     7',
      '<@U0ANA>     |     –',
      'Acme         |   100',
    ].join('\n'),
  );
});

test('a chart has a small drawing for each series, and where it comes from and has got to', () => {
  const series = [
    { name: 'Acme', values: [0, 35, 70] },
    { name: 'Harbor', values: [70, 70, 70] },
  ];
  expect(renderBlocks([lineChart('Score', ['May', 'June', 'July'], series, { y: 'of 100' })])).toBe(
    [
      'Score (line chart: of 100)',
      'Acme   | ▁▅█ | 0 (May) to 70 (July)',
      'Harbor | ███ | 70 (May) to 70 (July)',
    ].join('\n'),
  );
  const bars = {
    type: 'data_visualization',
    title: 'Won',
    chart: { type: 'bar', series: [{ name: '€', data: [{ label: 'May', value: -5 }] }] },
  };
  expect(renderBlocks([bars])).toBe('Won (bar chart)\n€ | ▁ | -5 (May)');
});

test('a pie has a bar for each segment', () => {
  const segments = [
    { label: 'Healthy', value: 9 },
    { label: 'At risk', value: 1 },
  ];
  const pie = { type: 'data_visualization', title: 'By band', chart: { type: 'pie', segments } };
  expect(renderBlocks([pie])).toBe(
    ['By band (pie chart)', `Healthy | 90% | ${'█'.repeat(18)}`, 'At risk | 10% | ██'].join('\n'),
  );
});
