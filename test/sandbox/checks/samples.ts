/** Small valid parts, and ways to make text of an exact length. */
export const chars = (count: number) => 'x'.repeat(count);
export const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const option = (value: string, text = value) => ({ text: plain(text), value });
export const options = (count: number) => times(count, (index) => option(`o${index}`));

export const section = (more: object = {}) => ({ type: 'section', text: mrkdwn('Hello'), ...more });
export const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
export const actions = (...elements: object[]) => ({ type: 'actions', elements });
export const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
export const textInput = (more: object = {}) => ({ type: 'plain_text_input', ...more });
export const select = (more: object = {}) => ({ type: 'static_select', options: options(2), ...more });
export const richText = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

export const modal = (more: object = {}) => ({
  type: 'modal',
  title: plain('Title'),
  blocks: [section()],
  ...more,
});

export const cell = (text: string) => ({ type: 'raw_text', text });
export const dataTable = (rows: number, columns = 1, more: object = {}) => ({
  type: 'data_table',
  caption: 'Clients',
  rows: times(rows, () => times(columns, () => cell('a'))),
  ...more,
});
export const table = (rows: number, columns = 1) => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => cell('a'))),
});

const labels = (count: number) => times(count, (index) => `w${index}`);
export const lineChart = (series: number, points: number, more: object = {}) => ({
  type: 'data_visualization',
  title: 'Feeling',
  chart: {
    type: 'line',
    series: times(series, (index) => ({
      name: `s${index}`,
      data: labels(points).map((label) => ({ label, value: 3 })),
    })),
    axis_config: { categories: labels(points) },
  },
  ...more,
});
export const pieChart = (segments: number) => ({
  type: 'data_visualization',
  title: 'Share',
  chart: { type: 'pie', segments: times(segments, (index) => ({ label: `p${index}`, value: 1 })) },
});
