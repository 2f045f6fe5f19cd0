import { describe, expect, test } from 'vitest';
import { checkArguments, flag, list, object, page, text } from '../../../sandbox/server/api/arguments.ts';
import { SlackError } from '../../../sandbox/server/slack-error.ts';

function refusalOf(check: () => unknown): SlackError {
  try {
    check();
  } catch (error) {
    if (error instanceof SlackError) return error;
    throw error;
  }
  throw new Error('It was not refused');
}

describe('an argument', () => {
  test.each([
    ['left out', {}],
    ['empty, as a form sends it', { channel: '' }],
    ['null', { channel: null }],
  ])('that is needed and %s is named as missing', (_how, args) => {
    const { code, details } = refusalOf(() => checkArguments({ channel: text }, args));
    expect(code).toBe('invalid_arguments');
    expect(details.response_metadata).toEqual({ messages: ['[ERROR] missing required field: channel'] });
  });

  test('of the wrong kind is named as invalid', () => {
    const { details } = refusalOf(() => checkArguments({ view: object }, { view: [1] }));
    expect(details.errors).toEqual(['invalid field: view']);
  });

  test.each([
    ['a number for a text', { a: text }, { a: 7 }, { a: '7' }],
    ['a flag of a form', { a: flag }, { a: 'true' }, { a: true }],
    ['a flag left out', { a: flag }, {}, { a: false }],
    ['names separated by commas', { a: list }, { a: 'x, y' }, { a: ['x', 'y'] }],
    ['names as an array', { a: list }, { a: ['x', 'y'] }, { a: ['x', 'y'] }],
    ['no names', { a: list }, {}, { a: [] }],
    ['what the method does not name', {}, { blocks: [1] }, { blocks: [1] }],
  ] as const)('is read: %s', (_what, shape, args, read) => {
    expect(checkArguments(shape, args)).toEqual(read);
  });
});

describe('a page of a list', () => {
  test('ends without a cursor, and another one begins where the cursor says', () => {
    const first = page(['a', 'b', 'c'], { limit: '2' }, 100);
    expect(first.items).toEqual(['a', 'b']);
    expect(page(['a', 'b', 'c'], { limit: '2', cursor: first.cursor }, 100)).toEqual({
      items: ['c'],
      cursor: '',
    });
  });

  test('is refused for a limit out of bounds, and for a cursor that nobody gave out', () => {
    expect(refusalOf(() => page([], { limit: '1001' }, 100)).code).toBe('invalid_limit');
    expect(refusalOf(() => page([], { cursor: 'soon' }, 100)).code).toBe('invalid_cursor');
  });
});
