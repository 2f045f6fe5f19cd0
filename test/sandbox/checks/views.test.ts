import { describe, expect, it } from 'vitest';
import { checkView } from '../../../sandbox/server/checks/views.ts';
import { chars, input, modal, plain, section, textInput, times } from './samples.ts';

const home = (more: object = {}) => ({ type: 'home', blocks: [section()], ...more });

describe('a view is refused above', () => {
  const upTo: [string, number, (n: number) => object][] = [
    ['title', 24, (n) => modal({ title: plain(chars(n)) })],
    ['submit', 24, (n) => modal({ submit: plain(chars(n)) })],
    ['close', 24, (n) => modal({ close: plain(chars(n)) })],
    ['private_metadata', 3000, (n) => modal({ private_metadata: chars(n) })],
    ['callback_id', 255, (n) => modal({ callback_id: chars(n) })],
    ['external_id', 255, (n) => modal({ external_id: chars(n) })],
    ['blocks', 100, (n) => modal({ blocks: times(n, () => section()) })],
  ];

  it.each(upTo)('%s of %i', (_what, limit, view) => {
    expect(checkView(view(limit), 'modal')).toBeNull();
    expect(checkView(view(limit + 1), 'modal')).toMatchObject({ error: 'invalid_arguments' });
  });

  it('250,000 bytes, however many characters those are', () => {
    const sized = (bytes: number) => {
      const view = home({
        blocks: times(90, () => section({ text: plain('é'.repeat(1300)) })),
        callback_id: '',
      });
      return { ...view, callback_id: chars(bytes - Buffer.byteLength(JSON.stringify(view))) };
    };
    expect(checkView(sized(250_001), 'home')?.error).toBe('view_too_large');
    expect(checkView(sized(250_000), 'home')?.error).not.toBe('view_too_large');
  });
});

describe('a view', () => {
  it('with an input needs a submit button', () => {
    const blocks = [input(textInput())];
    expect(checkView(modal({ blocks }), 'modal')).toEqual({
      error: 'invalid_arguments',
      messages: ['missing required field: submit [json-pointer:/view]'],
    });
    expect(checkView(modal({ blocks, submit: plain('Save') }), 'modal')).toBeNull();
    expect(checkView(home({ blocks }), 'home')).toBeNull();
  });

  it('that lacks everything is told so at once', () => {
    expect(checkView({}, 'modal')?.messages).toEqual([
      'missing required field: type [json-pointer:/view]',
      'missing required field: blocks [json-pointer:/view]',
      'missing required field: title [json-pointer:/view]',
    ]);
  });

  it.each([
    ['a modal as App Home', modal(), 'home'],
    ['App Home as a modal', home(), 'modal'],
    ['a title on App Home', home({ title: plain('T') }), 'home'],
    ['submit_disabled', modal({ submit_disabled: true }), 'modal'],
    ['a title in mrkdwn', modal({ title: { type: 'mrkdwn', text: 'T' } }), 'modal'],
    ['something that is no view', 'view', 'modal'],
  ] as const)('is refused: %s', (_what, view, kind) => {
    expect(checkView(view, kind)).toMatchObject({ error: 'invalid_arguments' });
  });

  it('that has a bad block is told where', () => {
    expect(checkView(modal({ blocks: [{ type: 'header' }] }), 'modal')?.messages).toEqual([
      'missing required field: text [json-pointer:/view/blocks/0]',
    ]);
  });
});
