import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chartTable,
  labelsThatFit,
  niceTicks,
  slicePath,
  spoken,
  textWidth,
} from '../../../sandbox/page/blocks/chart-scale.ts';
import { filterGroups } from '../../../sandbox/page/blocks/choices.ts';
import { orderRows } from '../../../sandbox/page/blocks/table-order.ts';
import { firstUnreadTs, layOutMessages } from '../../../sandbox/page/shell/layout-messages.ts';
import type { ScreenMessage } from '../../../sandbox/protocol.ts';

function message(user: string, instant: string, more: Partial<ScreenMessage> = {}): ScreenMessage {
  const ts = `${Date.parse(instant) / 1000}.000100`;
  const empty = {
    text: '',
    blocks: [],
    ephemeral: false,
    edited: false,
    threadTs: null,
    replies: [],
    state: {},
  };
  return { ...empty, ts, channel: 'C1', user, ...more };
}

describe('a conversation', () => {
  const talk = [
    message('U1', '2026-11-20T22:58:00Z'),
    message('U1', '2026-11-20T22:59:00Z'),
    message('U1', '2026-11-20T23:01:00Z'),
    message('U2', '2026-11-20T23:02:00Z'),
    message('U2', '2026-11-20T23:20:00Z'),
  ];
  const shape = (zone: string, unread: string | null) =>
    layOutMessages(talk, zone, unread).map((row) =>
      row.kind === 'message' ? (row.compact ? 'same' : 'name') : row.kind,
    );

  test('breaks at midnight where the reader is, and names a writer once in a run', () => {
    expect(shape('Europe/Berlin', null)).toEqual(['day', 'name', 'same', 'day', 'name', 'name', 'name']);
    expect(shape('UTC', null)).toEqual(['day', 'name', 'same', 'same', 'name', 'name']);
  });

  test('names the writer of each message that only one person sees', () => {
    const answers = [0, 1].map((minute) =>
      message('U9', `2026-11-20T10:0${minute}:00Z`, { ephemeral: true }),
    );
    const rows = layOutMessages(answers, 'UTC', null);
    expect(rows.map((row) => row.kind === 'message' && row.compact)).toEqual([false, false, false]);
  });

  test('has a line before the first message that was unread, never counting one’s own', () => {
    expect(firstUnreadTs(talk, 3, 'U1')).toBe(talk[3]?.ts);
    expect(firstUnreadTs(talk, 0, 'U1')).toBeNull();
    expect(shape('UTC', talk[4]?.ts ?? null)).toEqual(['day', 'name', 'same', 'same', 'name', 'new', 'name']);
  });
});

describe('a select', () => {
  const groups = [
    {
      label: 'Ours',
      choices: [
        { value: '1', label: 'Café Olé' },
        { value: '2', label: 'Harbor Foods' },
      ],
    },
    { label: 'Others', choices: [{ value: '3', label: 'Fjord', description: 'Outdoor shop' }] },
  ];

  test.each([
    ['cafe', ['1']],
    ['FOODS har', ['2']],
    ['outdoor', ['3']],
    ['', ['1', '2', '3']],
  ])('finds %j by every word, without case and accents', (query, values) => {
    const { groups: found, note } = filterGroups(groups, query);
    expect(found.flatMap(({ choices }) => choices.map(({ value }) => value))).toEqual(values);
    expect(note).toBeNull();
  });

  test('says so when nothing fits', () => {
    expect(filterGroups(groups, 'zebra')).toEqual({ groups: [], note: 'Nothing matches.' });
  });
});

describe('a chart', () => {
  test('has a scale that takes in zero and every value, in few even steps', () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(values, (numbers) => {
        const ticks = niceTicks(numbers);
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(0, ...numbers) + 1e-6);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(0, ...numbers) - 1e-6);
        expect(ticks.length).toBeGreaterThan(1);
        expect(ticks.length).toBeLessThan(9);
      }),
    );
  });

  test('counts in whole steps what is whole', () => {
    expect(niceTicks([0, 9, 3])).toEqual([0, 5, 10]);
    expect(niceTicks([0.5, 9, 3])).toEqual([0, 2.5, 5, 7.5, 10]);
    expect(niceTicks([1])).toEqual([0, 1]);
  });

  test('names as many of its categories as have room, the last among them, side by side', () => {
    const names = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(names, fc.integer({ min: 140, max: 700 }), (labels, width) => {
        const shown = labelsThatFit(labels, (index) => (width / labels.length) * (index + 0.5), width);
        expect(shown.at(-1)?.label).toBe(labels.at(-1));
        const edges = shown.flatMap(({ label, middle }) => [
          middle - textWidth(label) / 2,
          middle + textWidth(label) / 2,
        ]);
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        expect(edges[0]).toBeGreaterThanOrEqual(-1e-9);
        expect(edges.at(-1)).toBeLessThanOrEqual(width + 1e-9);
      }),
    );
    const all = labelsThatFit(['May', 'June'], (index) => 100 + 200 * index, 400);
    expect(all.map(({ label }) => label)).toEqual(['May', 'June']);
  });

  test('says where each series comes from and has got to', () => {
    const series = [{ name: 'Acme', data: [70, 65, 62].map((value, at) => ({ label: `w${at}`, value })) }];
    expect(spoken({ type: 'line', series, axis_config: { categories: ['w0', 'w1', 'w2'] } })).toBe(
      'line chart. Acme from 70 (w0) to 62 (w2).',
    );
    const segments = [
      { label: 'Healthy', value: 3 },
      { label: 'At risk', value: 1 },
    ];
    expect(spoken({ type: 'pie', segments })).toBe('pie chart. Healthy 75%, At risk 25%.');
  });

  test('reads as a table too', () => {
    const data = (value: number) => [{ label: 'Mon', value }];
    const axis_config = { categories: ['Mon', 'Tue'], x_label: 'Day' };
    const series = [
      { name: 'Agreed', data: data(4) },
      { name: 'Spent', data: data(5.5) },
    ];
    expect(chartTable({ type: 'bar', series, axis_config })).toEqual({
      head: ['Day', 'Agreed', 'Spent'],
      rows: [
        ['Mon', '4', '5.5'],
        ['Tue', '–', '–'],
      ],
    });
  });

  test('draws a slice that is the whole as a circle', () => {
    expect(slicePath(0, 1)).not.toContain('L');
    expect(slicePath(0, 0.25)).toBe('M0,0L0.0000,-1.0000A1,1,0,0,1,1.0000,-0.0000Z');
  });
});

test('a table is ordered by value where there are numbers, else as people order words', () => {
  const cell = (value: number | string) =>
    typeof value === 'number'
      ? ({ type: 'raw_number', value, text: `${value} h` } as const)
      : ({ type: 'raw_text', text: value } as const);
  const rows = [[cell(10)], [cell('week 10')], [cell(9)], [cell('week 9')]];
  const texts = (descending: boolean) =>
    orderRows(rows, { column: 0, descending }).map(([first]) =>
      first?.type === 'raw_number' ? first.value : first?.text,
    );
  expect(texts(false)).toEqual([9, 10, 'week 9', 'week 10']);
  expect(texts(true)).toEqual(['week 10', 'week 9', 10, 9]);
});
