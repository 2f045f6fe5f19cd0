import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONFIG_KEYS, defaultDataDir, type Machine, readConfig, readStorageConfig } from '../src/config.ts';
import { StartError } from '../src/runtime/start-error.ts';

const machine: Machine = { platform: 'linux', uid: 1000, home: '/home/ana' };
const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

function problemsOf(environment: Record<string, string>): string {
  try {
    readConfig(environment, machine);
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  return '';
}

test('two tokens are enough for Socket Mode, the embedded Postgres and a queue in it', () => {
  expect(readConfig(tokens, machine)).toEqual({
    slack: { botToken: 'xoxb-1', apiUrl: undefined, receive: { mode: 'socket', appToken: 'xapp-1' } },
    database: { dataDir: '/home/ana/.local/share/rapport' },
    redisUrl: undefined,
    health: undefined,
    logLevel: 'info',
  });
});

test('every setting can be changed', () => {
  const config = readConfig(
    {
      SLACK_BOT_TOKEN: ' xoxb-1\n',
      SLACK_SIGNING_SECRET: 'abc',
      PORT: '8080',
      SLACK_API_URL: 'http://127.0.0.1:4000/api',
      DATABASE_URL: 'postgresql://rapport@/rapport?host=/run/postgresql',
      REDIS_URL: 'rediss://cache:6379/2',
      HEALTH_PORT: '9090',
      HEALTH_HOST: '0.0.0.0',
      LOG_LEVEL: 'debug',
    },
    machine,
  );
  expect(config).toEqual({
    slack: {
      botToken: 'xoxb-1',
      apiUrl: 'http://127.0.0.1:4000/api/',
      receive: { mode: 'http', signingSecret: 'abc', port: 8080 },
    },
    database: { url: 'postgresql://rapport@/rapport?host=/run/postgresql' },
    redisUrl: 'rediss://cache:6379/2',
    health: { host: '0.0.0.0', port: 9090 },
    logLevel: 'debug',
  });
});

test('an empty or blank variable counts as unset', () => {
  const empty = Object.fromEntries(CONFIG_KEYS.map((key) => [key, key.length % 2 ? '' : '  ']));
  expect(readConfig({ ...empty, ...tokens }, machine)).toEqual(readConfig(tokens, machine));
});

test('the configuration cannot be changed', () => {
  const config = readConfig(tokens, machine);
  expect(() => Object.assign(config.slack.receive, { appToken: 'other' })).toThrow(TypeError);
});

describe('missing tokens', () => {
  test('are reported in one line, with where to get them and the demo', () => {
    const message = problemsOf({});
    expect(message).not.toContain('\n');
    expect(message).toContain('SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET)');
    expect(message).toContain('https://api.slack.com/apps');
    expect(message).toContain('npm run demo');
  });

  test('are named alone when the other is there', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1' })).toMatch(
      /^Missing: SLACK_APP_TOKEN \(or SLACK_SIGNING_SECRET\)\./,
    );
    expect(problemsOf({ SLACK_SIGNING_SECRET: 'abc' })).toMatch(/^Missing: SLACK_BOT_TOKEN\./);
  });

  test('do not matter to `migrate`', () => {
    expect(readStorageConfig({ DATABASE_URL: 'postgres://db/rapport' }, machine)).toEqual({
      database: { url: 'postgres://db/rapport' },
      logLevel: 'info',
    });
  });
});

test('all problems are reported at once, by the names of their variables', () => {
  const message = problemsOf({
    SLACK_BOT_TOKEN: 'xapp-mistaken',
    SLACK_APP_TOKEN: '"xapp-quoted"',
    PORT: '99999',
    SLACK_API_URL: 'ftp://slack',
    DATABASE_URL: 'mysql://db',
    REDIS_URL: 'localhost:6379',
    RAPPORT_DATA_DIR: '~/rapport',
    HEALTH_PORT: '-1',
    LOG_LEVEL: 'loud',
  });
  expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual([
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'PORT',
    'SLACK_API_URL',
    'DATABASE_URL',
    'REDIS_URL',
    'RAPPORT_DATA_DIR',
    'HEALTH_PORT',
    'LOG_LEVEL',
  ]);
});

test('no message repeats a value', () => {
  const value = fc.stringMatching(/^[Z9]{6,20}$/);
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...CONFIG_KEYS), value), (environment) => {
      const message = problemsOf(environment);
      for (const given of Object.values(environment)) expect(message).not.toContain(given);
    }),
  );
});

describe('the default data directory', () => {
  test.each([
    ['an ordinary user', {}, machine, '/home/ana/.local/share/rapport'],
    ['a user with XDG_DATA_HOME', { XDG_DATA_HOME: '/data' }, machine, '/data/rapport'],
    [
      'a relative XDG_DATA_HOME, which its standard forbids',
      { XDG_DATA_HOME: 'data' },
      machine,
      '/home/ana/.local/share/rapport',
    ],
    ['root, whose home is closed to Postgres', {}, { ...machine, uid: 0 }, '/var/lib/rapport'],
    ['macOS', {}, { ...machine, platform: 'darwin' }, '/home/ana/Library/Application Support/rapport'],
  ] as const)('for %s', (_, environment, on, expected) => {
    expect(defaultDataDir(environment, on)).toBe(expected);
  });
});

test('.env.example names every variable, and only one more, for docker-compose.yml', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const named = [...example.matchAll(/^#? ?([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(named.sort()).toEqual([...CONFIG_KEYS, 'POSTGRES_PASSWORD'].sort());
});

test("the README's table of variables names every one", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const named = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
  expect(named.sort()).toEqual([...CONFIG_KEYS].sort());
});
