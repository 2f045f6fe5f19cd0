import { describe, expect, test } from 'vitest';
import { createLog, redactSecrets } from '../../src/runtime/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): {
  text: string;
  line: Record<string, unknown>;
} {
  const lines: string[] = [];
  write(createLog('trace', { write: (line) => lines.push(line) }));
  return { text: lines.join(''), line: JSON.parse(lines[0] ?? '{}') };
}

test('ids, counts and times are logged as they are', () => {
  const at = Temporal.Instant.from('2026-01-01T00:00:00Z');
  const { line } = logged((log) => log.info({ clientId: 'c1', count: 3, at, nothing: null }, 'Asked'));
  expect(line).toMatchObject({
    level: 'info',
    clientId: 'c1',
    count: 3,
    at: '2026-01-01T00:00:00Z',
    nothing: null,
    msg: 'Asked',
  });
});

describe('a secret is never logged', () => {
  test.each([
    ['under its key, however deep', { a: [{ request: { headers: { Authorization: 'hush' } } }] }],
    ['under a key in any spelling', { signing_secret: 'hush', 'client-secret': 'hush', BotToken: 'hush' }],
    ['as a token in some text', { answer: 'invalid token xoxb-1-hush and xapp-1-hush' }],
    ['as a password in an address', { at: 'postgres://rapport:hush@db:5432/rapport' }],
    ['as a password in the query of an address', { at: 'postgres:///rapport?host=/run&password=hush' }],
    ['in an error', { err: new Error('connect redis://:hush@cache:6379 failed') }],
    ["in an error's cause", { err: new Error('outer', { cause: new Error('xoxe.xoxp-1-hush xoxp-hush') }) }],
    ["in an error's own fields", { err: Object.assign(new Error('no'), { config: { token: 'hush' } }) }],
  ])('%s', (_, object) => {
    const { text } = logged((log) => log.error(object, 'Something'));
    expect(text).not.toContain('hush');
    expect(text).toContain('Something');
  });

  test('in the message itself', () => {
    const { text } = logged((log) => log.warn({}, 'took xoxb-hush'));
    expect(text).not.toContain('hush');
  });
});

describe('words about a client are never logged', () => {
  test.each([
    [
      "in a form's values",
      { view: { state: { values: { words: { words: { value: 'they are cross' } } } } } },
    ],
    [
      "in a row's columns",
      { row: { client_words: 'they are cross', went_well: 'they are cross', skip_reason: 'they are cross' } },
    ],
    ['in a Slack message', { message: { text: 'they are cross', blocks: [{ text: 'they are cross' }] } }],
    [
      "in a database error's detail",
      { err: Object.assign(new Error('duplicate key'), { code: '23505', detail: 'they are cross' }) },
    ],
    [
      'in a database error about a value',
      {
        err: Object.assign(new Error('invalid input syntax for type date: "they are cross"'), {
          code: '22007',
        }),
      },
    ],
  ])('%s', (_, object) => {
    const { text } = logged((log) => log.error(object, 'Something'));
    expect(text).not.toContain('they are cross');
    expect(text).toContain('Something');
  });
});

test('an error keeps what helps to find its cause', () => {
  const error = Object.assign(new TypeError('no such thing'), {
    code: '23505',
    constraint: 'clients_name_key',
  });
  const { line } = logged((log) => log.error({ err: error }, 'Something'));
  expect(line.err).toMatchObject({
    type: 'TypeError',
    message: 'no such thing',
    code: '23505',
    constraint: 'clients_name_key',
  });
  expect(String((line.err as { stack: string }).stack)).toContain('log.test.ts');
});

test('an object that contains itself is cut off', () => {
  const around: Record<string, unknown> = {};
  around.again = around;
  const { text } = logged((log) => log.info({ around }, 'Something'));
  expect(text).toContain('[too deep]');
});

test('addresses without a password stay readable', () => {
  expect(redactSecrets('http://127.0.0.1:4000/api/ and redis://cache:6379')).toBe(
    'http://127.0.0.1:4000/api/ and redis://cache:6379',
  );
});
