import { describe, expect, it } from 'vitest';
import { checkResponseAction } from '../../../sandbox/server/checks/response-action.ts';
import { input, modal, plain, section, textInput } from './samples.ts';

const view = modal({
  blocks: [{ ...section(), block_id: 'said' }, input(textInput(), { block_id: 'words' })],
  submit: plain('Save'),
});
const check = (body: unknown) => checkResponseAction(body, view);

describe('an answer to a submission', () => {
  it.each([
    [undefined],
    [null],
    [''],
    [{}],
    [{ response_action: 'clear' }],
    [{ response_action: 'errors', errors: { words: 'Too short' } }],
    [{ response_action: 'update', view: modal() }],
    [{ response_action: 'push', view: modal() }],
  ])('%j is taken', (body) => {
    expect(check(body)).toEqual([]);
  });

  it.each([
    ['an error under a block that takes no input', { response_action: 'errors', errors: { said: 'No' } }],
    ['an error under no block', { response_action: 'errors', errors: { nope: 'No' } }],
    ['no errors', { response_action: 'errors', errors: {} }],
    ['an empty error', { response_action: 'errors', errors: { words: '' } }],
    ['no view', { response_action: 'update' }],
    ['a view that Slack refuses', { response_action: 'push', view: modal({ title: undefined }) }],
    ['App Home', { response_action: 'update', view: { type: 'home', blocks: [] } }],
    ['an unknown action', { response_action: 'close' }],
    ['an unknown field', { response_action: 'clear', view: modal() }],
    ['text', 'ok'],
    ['a list', []],
  ])('with %s is refused', (_what, body) => {
    expect(check(body)).not.toEqual([]);
  });
});
