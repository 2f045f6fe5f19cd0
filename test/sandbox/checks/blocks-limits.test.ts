import { describe, expect, it } from 'vitest';
import { checkBlocks, type Surface } from '../../../sandbox/server/checks/blocks.ts';
import * as s from './samples.ts';

const { chars, times, plain, mrkdwn, option, options } = s;
const image = (more: object = {}) => ({
  type: 'image',
  image_url: 'https://example.com/a.png',
  alt_text: 'A',
  ...more,
});
const confirm = (more: object = {}) => ({
  title: plain('Sure?'),
  text: mrkdwn('Really'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});

/** [what, limit, blocks of that size, surface]: the limit passes, one over it is refused. */
const upTo: [string, number, (n: number) => object[], Surface?][] = [
  ['blocks in a message', 50, (n) => times(n, () => s.section())],
  ['blocks in a modal', 100, (n) => times(n, () => s.section()), 'modal'],
  ['blocks in App Home', 100, (n) => times(n, () => s.section()), 'home'],
  ['section text', 3000, (n) => [s.section({ text: mrkdwn(chars(n)) })]],
  ['section fields', 10, (n) => [s.section({ fields: times(n, () => mrkdwn('a')) })]],
  ['field text', 2000, (n) => [s.section({ fields: [mrkdwn(chars(n))] })]],
  ['block_id', 255, (n) => [s.section({ block_id: chars(n) })]],
  ['header text', 150, (n) => [{ type: 'header', text: plain(chars(n)) }]],
  ['context elements', 10, (n) => [{ type: 'context', elements: times(n, () => mrkdwn('a')) }]],
  ['context text', 3000, (n) => [{ type: 'context', elements: [mrkdwn(chars(n))] }]],
  ['actions elements', 25, (n) => [s.actions(...times(n, () => s.button()))]],
  ['button text', 75, (n) => [s.actions(s.button({ text: plain(chars(n)) }))]],
  ['button value', 2000, (n) => [s.actions(s.button({ value: chars(n) }))]],
  ['button url', 3000, (n) => [s.actions(s.button({ url: 'https://a.b/'.padEnd(n, 'x') }))]],
  ['action_id', 255, (n) => [s.actions(s.button({ action_id: chars(n) }))]],
  ['accessibility_label', 75, (n) => [s.actions(s.button({ accessibility_label: chars(n) }))]],
  ['confirm title', 100, (n) => [s.actions(s.button({ confirm: confirm({ title: plain(chars(n)) }) }))]],
  ['confirm text', 300, (n) => [s.actions(s.button({ confirm: confirm({ text: plain(chars(n)) }) }))]],
  ['confirm confirm', 30, (n) => [s.actions(s.button({ confirm: confirm({ confirm: plain(chars(n)) }) }))]],
  ['confirm deny', 30, (n) => [s.actions(s.button({ confirm: confirm({ deny: plain(chars(n)) }) }))]],
  ['option text', 75, (n) => [s.actions(s.select({ options: [option('a', chars(n))] }))]],
  ['option value', 150, (n) => [s.actions(s.select({ options: [option(chars(n), 'a')] }))]],
  [
    'option description',
    75,
    (n) => [s.actions(s.select({ options: [{ ...option('a'), description: plain(chars(n)) }] }))],
  ],
  ['select options', 100, (n) => [s.actions(s.select({ options: options(n) }))]],
  [
    'option groups',
    100,
    (n) => [
      s.actions(
        s.select({
          options: undefined,
          option_groups: times(n, (i) => ({ label: plain('g'), options: [option(`v${i}`)] })),
        }),
      ),
    ],
  ],
  [
    'options in a group',
    100,
    (n) => [
      s.actions(
        s.select({ options: undefined, option_groups: [{ label: plain('g'), options: options(n) }] }),
      ),
    ],
  ],
  [
    'group label',
    75,
    (n) => [
      s.actions(
        s.select({ options: undefined, option_groups: [{ label: plain(chars(n)), options: options(1) }] }),
      ),
    ],
  ],
  ['radio options', 10, (n) => [s.actions({ type: 'radio_buttons', options: options(n) })]],
  ['checkbox options', 10, (n) => [s.actions({ type: 'checkboxes', options: options(n) })]],
  ['overflow options', 5, (n) => [s.actions({ type: 'overflow', options: options(n) })]],
  ['placeholder', 150, (n) => [s.actions(s.select({ placeholder: plain(chars(n)) }))]],
  ['input label', 2000, (n) => [s.input(s.textInput(), { label: plain(chars(n)) })], 'modal'],
  ['input hint', 2000, (n) => [s.input(s.textInput(), { hint: plain(chars(n)) })], 'modal'],
  ['min_length', 3000, (n) => [s.input(s.textInput({ min_length: n }))], 'modal'],
  ['max_length', 3000, (n) => [s.input(s.textInput({ max_length: n }))], 'modal'],
  ['max_files', 10, (n) => [s.input({ type: 'file_input', max_files: n })], 'modal'],
  ['image alt_text', 2000, (n) => [image({ alt_text: chars(n) })]],
  ['image title', 2000, (n) => [image({ title: plain(chars(n)) })]],
  ['image url', 3000, (n) => [image({ image_url: 'https://a.b/'.padEnd(n, 'x') })]],
  ['markdown text', 12_000, (n) => [{ type: 'markdown', text: chars(n) }]],
  [
    'markdown text of all blocks',
    12_000,
    (n) => [
      { type: 'markdown', text: chars(6000) },
      { type: 'markdown', text: chars(n - 6000) },
    ],
  ],
  ['table rows', 100, (n) => [s.table(n)]],
  ['table columns', 20, (n) => [s.table(1, n)]],
  ['tables in a message', 1, (n) => times(n, () => s.table(1))],
  ['data_table rows', 101, (n) => [s.dataTable(n)]],
  ['data_table columns', 20, (n) => [s.dataTable(2, n)]],
  ['data_table page_size', 100, (n) => [s.dataTable(2, 1, { page_size: n })]],
  [
    'characters in all cells',
    10_000,
    (n) => [
      s.dataTable(2, 1, {
        rows: [[{ type: 'raw_text', text: 'a' }], [{ type: 'raw_text', text: chars(5000 - 1) }]],
      }),
      {
        type: 'data_table',
        caption: 'c',
        rows: [[{ type: 'raw_text', text: 'a' }], [s.richText(chars(n - 5001))]],
      },
    ],
  ],
  ['charts in a message', 2, (n) => times(n, () => s.lineChart(1, 1))],
  ['chart series', 6, (n) => [s.lineChart(n, 2)]],
  ['chart points', 20, (n) => [s.lineChart(1, n)]],
  ['chart segments', 6, (n) => [s.pieChart(n)]],
  ['chart title', 50, (n) => [s.lineChart(1, 1, { title: chars(n) })]],
  ['alert text', 3000, (n) => [{ type: 'alert', text: plain(chars(n)) }], 'modal'],
  ['card body', 200, (n) => [{ type: 'card', body: mrkdwn(chars(n)) }]],
  [
    'carousel cards',
    10,
    (n) => [{ type: 'carousel', elements: times(n, () => ({ type: 'card', body: mrkdwn('a') })) }],
  ],
  [
    'container blocks',
    10,
    (n) => [{ type: 'container', title: plain('T'), child_blocks: times(n, () => s.section()) }],
  ],
];

describe('a limit', () => {
  it.each(upTo)('of %s is %i', (_what, limit, blocks, surface = 'message') => {
    expect(checkBlocks(blocks(limit), surface)).toEqual([]);
    expect(checkBlocks(blocks(limit + 1), surface)).not.toEqual([]);
  });
});

/** [what, least, blocks of that size, surface]: the least passes, one under it is refused. */
const atLeast: [string, number, (n: number) => object[], Surface?][] = [
  ['section text', 1, (n) => [s.section({ text: mrkdwn(chars(n)) })]],
  ['block_id', 1, (n) => [s.section({ block_id: chars(n) })]],
  ['action_id', 1, (n) => [s.actions(s.button({ action_id: chars(n) }))]],
  ['option value', 1, (n) => [s.actions(s.select({ options: [option(chars(n), 'a')] }))]],
  ['actions elements', 1, (n) => [s.actions(...times(n, () => s.button()))]],
  ['context elements', 1, (n) => [{ type: 'context', elements: times(n, () => mrkdwn('a')) }]],
  ['section fields', 1, (n) => [s.section({ fields: times(n, () => mrkdwn('a')) })]],
  ['select options', 1, (n) => [s.actions(s.select({ options: options(n) }))]],
  ['overflow options', 1, (n) => [s.actions({ type: 'overflow', options: options(n) })]],
  [
    'max_selected_items',
    1,
    (n) => [s.actions(s.select({ type: 'multi_static_select', max_selected_items: n }))],
  ],
  ['min_query_length', 0, (n) => [s.actions({ type: 'external_select', min_query_length: n })]],
  ['data_table rows', 2, (n) => [s.dataTable(n)]],
  ['chart series', 1, (n) => [s.lineChart(n, 2)]],
  ['chart segments', 1, (n) => [s.pieChart(n)]],
  ['image alt_text', 1, (n) => [image({ alt_text: chars(n) })]],
];

describe('a lower limit', () => {
  it.each(atLeast)('of %s is %i', (_what, least, blocks, surface = 'message') => {
    expect(checkBlocks(blocks(least), surface)).toEqual([]);
    const tooFew = least === 0 ? blocks(-1) : blocks(least - 1);
    expect(checkBlocks(tooFew, surface)).not.toEqual([]);
  });
});
