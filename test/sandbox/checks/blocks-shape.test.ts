import { describe, expect, it } from 'vitest';
import { checkBlocks, type Surface } from '../../../sandbox/server/checks/blocks.ts';
import * as s from './samples.ts';

const { plain, mrkdwn, option, options } = s;
const one = (element: object) => [s.actions(element)];

describe('Slack words a problem', () => {
  const worded: [object[], string][] = [
    [
      [s.section({ text: mrkdwn('x'.repeat(3001)) })],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [[s.section({ text: mrkdwn('') })], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [[{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
    [[{ type: 'divider', nope: 1 }], 'invalid additional property: nope [json-pointer:/blocks/0]'],
    [[{ type: 'nope' }], 'unsupported type: nope [json-pointer:/blocks/0/type]'],
    [[{}], 'missing required field: type [json-pointer:/blocks/0]'],
    [
      one({ type: 'overflow', options: options(6) }),
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      one(s.button({ style: 'green' })),
      'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
    ],
    [[s.section({ text: 'Hello' })], 'must provide an object [json-pointer:/blocks/0/text]'],
    [
      [s.section({ block_id: 'b' }), s.section({ block_id: 'b' })],
      '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      [{ ...s.actions(s.button({ action_id: 'a' }), s.button({ action_id: 'a' })), block_id: 'b' }],
      '`action_id` "a" already exists for `block_id` "b" [json-pointer:/blocks/0/elements/1/action_id]',
    ],
  ];

  it.each(worded)('%#: in its own words, with a pointer', (blocks, problem) => {
    expect(checkBlocks(blocks, 'message')).toEqual([problem]);
  });

  it('points into the view when the blocks are a view’s', () => {
    expect(checkBlocks([{ type: 'nope' }], 'modal', '/view/blocks')).toEqual([
      'unsupported type: nope [json-pointer:/view/blocks/0/type]',
    ]);
  });
});

describe('refused', () => {
  const refused: [string, object[], Surface?][] = [
    ['verbatim on plain text', [s.section({ text: { ...plain('a'), verbatim: true } })]],
    ['emoji on mrkdwn', [s.section({ text: { ...mrkdwn('a'), emoji: true } })]],
    ['mrkdwn in a header', [{ type: 'header', text: mrkdwn('a') }]],
    ['mrkdwn on a button', one(s.button({ text: mrkdwn('a') }))],
    ['mrkdwn in a select option', one(s.select({ options: [{ text: mrkdwn('a'), value: 'a' }] }))],
    ['a section with neither text nor fields', [s.section({ text: undefined })]],
    ['a type on an option', one(s.select({ options: [{ ...option('a'), type: 'option' }] }))],
    ['a url on a select option', one(s.select({ options: [{ ...option('a'), url: 'https://a.b' }] }))],
    [
      'options beside option_groups',
      one(s.select({ option_groups: [{ label: plain('g'), options: options(1) }] })),
    ],
    ['neither options nor option_groups', one(s.select({ options: undefined }))],
    ['an initial option that is none of the options', one(s.select({ initial_option: option('other') }))],
    ['an initial option with other wording', one(s.select({ initial_option: option('o0', 'Other') }))],
    [
      'initial options that are not options',
      one({ type: 'checkboxes', options: options(2), initial_options: [option('z')] }),
    ],
    [
      'more initial options than may be chosen',
      one(s.select({ type: 'multi_static_select', max_selected_items: 1, initial_options: options(2) })),
    ],
    [
      'a confirm dialog without its buttons',
      one(s.button({ confirm: { title: plain('a'), text: plain('b') } })),
    ],
    ['a date of another form', one({ type: 'datepicker', initial_date: '1.2.2026' })],
    ['a day that does not exist', one({ type: 'datepicker', initial_date: '2026-02-30' })],
    ['a time of another form', one({ type: 'timepicker', initial_time: '9:00' })],
    ['the hour 24', one({ type: 'timepicker', initial_time: '24:00' })],
    ['a zone that does not exist', one({ type: 'timepicker', timezone: 'Mars/Olympus' })],
    ['a timestamp in milliseconds', one({ type: 'datetimepicker', initial_date_time: 1_628_633_820_000 })],
    ['text input in actions', one(s.textInput())],
    ['a button in an input', [s.input(s.button())], 'modal'],
    ['an image in actions', one({ type: 'image', image_url: 'https://a.b', alt_text: 'a' })],
    ['a date and time picker as an accessory', [s.section({ accessory: { type: 'datetimepicker' } })]],
    [
      'an image with two sources',
      [{ type: 'image', image_url: 'https://a.b', slack_file: { id: 'F1' }, alt_text: 'a' }],
    ],
    ['an image without a source', [{ type: 'image', alt_text: 'a' }]],
    ['a min_length above max_length', [s.input(s.textInput({ min_length: 5, max_length: 4 }))], 'modal'],
    ['a number field that does not say whether decimals go', [s.input({ type: 'number_input' })], 'modal'],
    [
      'bounds as numbers',
      [s.input({ type: 'number_input', is_decimal_allowed: true, min_value: 1 })],
      'modal',
    ],
    [
      'an initial number out of bounds',
      [s.input({ type: 'number_input', is_decimal_allowed: false, initial_value: '0', min_value: '1' })],
      'modal',
    ],
    [
      'two focused fields',
      [s.input(s.textInput({ focus_on_load: true })), s.input(s.textInput({ focus_on_load: true }))],
      'modal',
    ],
    ['a number field in App Home', [s.input({ type: 'number_input', is_decimal_allowed: true })], 'home'],
    ['a file field in a message', [s.input({ type: 'file_input' })]],
    ['a data table in a modal', [s.dataTable(2)], 'modal'],
    ['a chart in App Home', [s.lineChart(1, 1)], 'home'],
    ['a table in a modal', [s.table(1)], 'modal'],
    ['markdown in a modal', [{ type: 'markdown', text: 'a' }], 'modal'],
    ['an alert in a message', [{ type: 'alert', text: plain('a') }]],
    [
      'rich text in a data table’s header',
      [s.dataTable(2, 1, { rows: [[s.richText('a')], [s.richText('b')]] })],
    ],
    [
      'rows of unequal length',
      [s.dataTable(2, 1, { rows: [s.dataTable(2, 1).rows[0], s.dataTable(2, 2).rows[0]] })],
    ],
    ['a row header that is no column', [s.dataTable(2, 2, { row_header_column_index: 2 })]],
    [
      'a data table’s number that is text',
      [s.dataTable(2, 1, { rows: [[s.cell('Score')], [{ type: 'raw_number', value: '7', text: '7' }]] })],
    ],
    [
      'a button in a data table',
      [s.dataTable(2, 1, { rows: [[s.cell('Act')], [{ type: 'action_cell', element: s.button() }]] })],
    ],
    ['an empty cell', [s.dataTable(2, 1, { rows: [[s.cell('Score')], [s.cell('')]] })]],
    ['a chart of a kind that is none', [s.lineChart(1, 1, { chart: { type: 'donut', segments: [] } })]],
    ['a data table without a caption', [s.dataTable(2, 1, { caption: undefined })]],
    [
      'a chart point for no category',
      [s.lineChart(1, 1, { chart: { ...s.lineChart(1, 1).chart, axis_config: { categories: ['other'] } } })],
    ],
    [
      'two series of one name',
      [
        s.lineChart(1, 1, {
          chart: {
            ...s.lineChart(1, 1).chart,
            series: [...s.lineChart(1, 1).chart.series, ...s.lineChart(1, 1).chart.series],
          },
        }),
      ],
    ],
    [
      'a slice of nothing',
      [{ ...s.pieChart(1), chart: { type: 'pie', segments: [{ label: 'a', value: 0 }] } }],
    ],
    [
      'a block_id used again within a container',
      [
        s.section({ block_id: 'b' }),
        { type: 'container', title: plain('T'), child_blocks: [s.section({ block_id: 'b' })] },
      ],
    ],
  ];

  it.each(refused)('%s', (_what, blocks, surface = 'message') => {
    expect(checkBlocks(blocks, surface)).not.toEqual([]);
  });
});

describe('taken', () => {
  const everyMenu = ['users', 'conversations', 'channels', 'external'].flatMap((kind) => [
    { type: `${kind}_select` },
    { type: `multi_${kind}_select` },
  ]);
  const choosers = [
    s.select({ initial_option: option('o1') }),
    s.select({
      options: undefined,
      option_groups: [{ label: plain('g'), options: options(2) }],
      initial_option: option('o1'),
    }),
    s.select({ type: 'multi_static_select', initial_options: [option('o0')] }),
    ...everyMenu,
    { type: 'datepicker', initial_date: '2028-02-29' },
    { type: 'timepicker', initial_time: '23:59', timezone: 'Europe/Berlin' },
    { type: 'radio_buttons', options: [{ text: mrkdwn('*a*'), value: 'a', description: mrkdwn('b') }] },
    { type: 'checkboxes', options: options(2) },
  ];
  const typed = [
    s.textInput({
      multiline: true,
      min_length: 0,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
    }),
    {
      type: 'number_input',
      is_decimal_allowed: true,
      min_value: '-1.5',
      max_value: '10',
      initial_value: '2.25',
    },
    { type: 'email_text_input' },
    { type: 'url_text_input' },
    { type: 'rich_text_input', initial_value: s.richText('a') },
    { type: 'file_input', filetypes: ['pdf'], max_files: 1 },
    { type: 'datetimepicker', initial_date_time: 1_628_633_820 },
  ];

  it('every chooser as an accessory, in actions and in an input, on every surface', () => {
    for (const surface of ['message', 'modal', 'home'] as const) {
      for (const element of choosers) {
        expect(
          checkBlocks([s.section({ accessory: element }), s.actions(element), s.input(element)], surface),
        ).toEqual([]);
      }
    }
  });

  it('every field in an input of a modal', () => {
    expect(
      checkBlocks(
        typed.map((element) => s.input(element)),
        'modal',
      ),
    ).toEqual([]);
  });

  it('a text field in an input of a message and of App Home', () => {
    expect(checkBlocks([s.input(s.textInput(), { dispatch_action: true })], 'message')).toEqual([]);
    expect(checkBlocks([s.input(s.textInput())], 'home')).toEqual([]);
  });

  it('every block of a message', () => {
    const blocks = [
      { type: 'divider' },
      { type: 'header', text: { ...plain('a'), emoji: true } },
      s.section({ text: { ...mrkdwn('a'), verbatim: true }, expand: true }),
      { type: 'context', elements: [{ type: 'image', image_url: 'https://a.b', alt_text: 'a' }, plain('a')] },
      { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a' },
      s.richText('a'),
      { type: 'file', external_id: 'f', source: 'remote' },
      { type: 'markdown', text: '**a**' },
      { type: 'card', title: mrkdwn('a'), actions: [s.button()] },
      { type: 'carousel', elements: [{ type: 'card', body: mrkdwn('a') }] },
      {
        type: 'plan',
        title: 'a',
        tasks: [{ type: 'task_card', task_id: '1', title: 'a', status: 'pending' }],
      },
      { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'trash', text: plain('a') }] },
      {
        type: 'container',
        title: plain('a'),
        child_blocks: [s.section()],
        is_collapsible: true,
        default_collapsed: true,
      },
      s.table(2, 2),
      s.dataTable(2, 2),
      s.dataTable(2, 1, { rows: [[s.cell('Score')], [{ type: 'raw_number', value: -7.5, text: '−7.5' }]] }),
      s.lineChart(6, 20),
      s.pieChart(6),
    ];
    expect(checkBlocks(blocks, 'message')).toEqual([]);
  });

  it('one action_id in two blocks', () => {
    const row = s.actions(s.button({ action_id: 'a' }));
    expect(checkBlocks([row, row], 'message')).toEqual([]);
  });
});
