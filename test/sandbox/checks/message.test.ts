import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../../sandbox/server/checks/message.ts';
import { chars, section, times } from './samples.ts';

const metadata = (payload: unknown, type: unknown = 'round_sent') => ({
  event_type: type,
  event_payload: payload,
});
const METADATA_FRAME = JSON.stringify(metadata({ id: '' })).length;

describe('a message', () => {
  it.each([
    ['with text', { text: 'Hi' }],
    ['with blocks', { blocks: [section()] }],
    ['with both', { text: 'Hi', blocks: [section()] }],
    ['with attachments', { attachments: [{ text: 'a', blocks: [section()] }] }],
    ['with markdown', { markdown_text: '**a**' }],
    ['with 40,000 characters', { text: chars(40_000) }],
    [
      'with metadata',
      { text: 'Hi', metadata: metadata({ id: 'a', count: 1, on: true, more: { a: 1 }, list: [{ a: 1 }] }) },
    ],
    [
      'with 8,000 bytes of metadata',
      { text: 'Hi', metadata: metadata({ id: chars(8000 - METADATA_FRAME) }) },
    ],
  ])('%s is taken', (_what, args) => {
    expect(checkMessage(args)).toBeNull();
  });

  it.each([
    ['no_text', {}],
    ['no_text', { text: '', blocks: [], attachments: [] }],
    ['no_text', null],
    ['msg_too_long', { text: chars(40_001) }],
    ['msg_too_long', { markdown_text: chars(12_001) }],
    ['markdown_text_conflict', { markdown_text: 'a', text: 'b' }],
    ['invalid_arguments', { text: { text: 'a' } }],
    ['invalid_blocks_format', { blocks: 'blocks' }],
    ['invalid_blocks', { text: 'Hi', blocks: [{ type: 'nope' }] }],
    ['invalid_attachments', { attachments: 'a' }],
    ['invalid_attachments', { attachments: [{ blocks: [{ type: 'nope' }] }] }],
    ['too_many_attachments', { attachments: times(101, () => ({ text: 'a' })) }],
    ['invalid_metadata_format', { text: 'Hi', metadata: 'a' }],
    ['invalid_metadata_format', { text: 'Hi', metadata: { event_type: 'a' } }],
    ['invalid_metadata_format', { text: 'Hi', metadata: metadata({}, 'with space') }],
    ['invalid_metadata_format', { text: 'Hi', metadata: metadata({ a: null }) }],
    ['invalid_metadata_format', { text: 'Hi', metadata: metadata({ a: { b: { c: 1 } } }) }],
    ['metadata_too_large', { text: 'Hi', metadata: metadata({ id: chars(8001 - METADATA_FRAME) }) }],
  ])('is refused with %s: %#', (error, args) => {
    expect(checkMessage(args)?.error).toBe(error);
  });

  it('says which block is bad', () => {
    expect(checkMessage({ blocks: [{ type: 'header' }] })?.messages).toEqual([
      'missing required field: text [json-pointer:/blocks/0]',
    ]);
  });
});
