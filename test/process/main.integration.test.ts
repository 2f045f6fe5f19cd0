import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse } from 'yaml';
import { type Sandbox, startSandbox } from '../../sandbox/server/start.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { silentLog } from '../../src/runtime/log.ts';
import { makeTemporaryDir, startEmbeddedPostgres } from '../../src/storage/embedded/start.ts';
import { startBot } from '../support/bot-process.ts';
import { useDatabase } from '../support/database.ts';
import { redisMissing, startRedis } from '../support/redis.ts';

// Each test starts processes that sync their data to disk: slow where many tests run at once.
vi.setConfig({ testTimeout: 90_000 });

const running = 'Rapport is running';
const database = useDatabase();

let sandbox: Sandbox;
let tokens: Record<string, string>;

beforeAll(async () => {
  const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));
  const world = { team: { id: 'T1', name: 'Studio', domain: 'studio' }, people: [], channels: [] };
  sandbox = await startSandbox({ world, manifest, clock: systemClock });
  tokens = {
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_APP_TOKEN: sandbox.appToken,
    SLACK_API_URL: sandbox.slackApiUrl,
  };
});
afterAll(() => sandbox?.stop());

describe('the bot without settings', () => {
  test('says in one line what is missing and where to get it, and points to the demo', async () => {
    const bot = startBot({});
    expect(await bot.ended).toBe(1);
    expect(bot.said().trim().split('\n')).toHaveLength(1);
    expect(bot.said()).toContain('Missing: SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET)');
    expect(bot.said()).toContain('npm run demo');
    expect(bot.log).toEqual([]);
  });

  test('refuses an unknown role, naming the known ones', async () => {
    const bot = startBot({}, { role: 'strat' });
    expect(await bot.ended).toBe(1);
    expect(bot.said()).toContain('Use start or migrate');
  });
});

describe('the bot with its own Postgres', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = makeTemporaryDir('rapport-process-');
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  });
  const pidFile = () => join(dataDir, 'data', 'postmaster.pid');
  const start = (more: Record<string, string> = {}) =>
    startBot({ ...tokens, RAPPORT_DATA_DIR: dataDir, ...more });

  test("stops in order on the terminal's Ctrl-C and npm's echo of it, and leaves nothing running", async () => {
    const bot = start();
    await bot.logged(running);
    bot.interrupt();
    bot.interrupt();
    expect(await bot.ended).toBe(0);
    expect(bot.log.at(-1)?.msg).toBe('Rapport has stopped');
    expect(bot.log.filter((line) => line.level !== 'info')).toEqual([]);
    expect(existsSync(pidFile())).toBe(false);
  });

  test('stops just as cleanly while it is still starting', async () => {
    const bot = start();
    await bot.logged('Embedded Postgres is ready');
    bot.interrupt();
    expect(await bot.ended).toBe(0);
    expect(existsSync(pidFile())).toBe(false);
  });

  test('finds its Postgres again after it was killed', async () => {
    const first = start();
    await first.logged(running);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start();
    expect(await second.logged('Embedded Postgres is ready')).toMatchObject({ adopted: true });
    await second.logged(running);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(existsSync(pidFile())).toBe(false);
  });

  test('says in one line that Slack refuses its tokens, and stops Postgres again', async () => {
    const bot = start({ SLACK_BOT_TOKEN: 'xoxb-wrong' });
    expect(await bot.ended).toBe(1);
    expect(bot.said()).toContain('Slack doesn’t accept the tokens (invalid_auth)');
    expect(bot.said()).not.toContain('xoxb-wrong');
    expect(existsSync(pidFile())).toBe(false);
  });

  test('migrates the data without any token, and ends', async () => {
    const bot = startBot({ RAPPORT_DATA_DIR: dataDir }, { role: 'migrate' });
    expect(await bot.ended).toBe(0);
    expect(bot.log.at(-1)?.msg).toBe('The database is up to date');
    const postgres = await startEmbeddedPostgres({ dataDir, log: silentLog });
    expect(postgres.adopted).toBe(false);
    await postgres.stop();
  });
});

describe('the bot with a database elsewhere', () => {
  test('ends with 1 when Slack refuses its reconnection, for its supervisor to start it again', async () => {
    const bot = startBot({ ...tokens, DATABASE_URL: database.url });
    await bot.logged(running);
    const refuse = {
      method: 'apps.connections.open',
      times: 1_000,
      fault: { kind: 'error', error: 'invalid_auth' },
    };
    const drop = { method: 'socket', fault: { kind: 'drop_socket', how: 'abrupt' } };
    for (const fault of [refuse, drop]) {
      const answer = await fetch(`${sandbox.url}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      expect(answer.status).toBe(200);
    }
    try {
      expect(await bot.ended).toBe(1);
    } finally {
      await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
    }
    expect(bot.log.some((line) => line.level === 'fatal')).toBe(true);
    expect(bot.said()).toContain('stopped after a failure');
  });

  test('is alive and ready while both the database and Slack are reachable', async () => {
    const bot = startBot({ ...tokens, DATABASE_URL: database.url, HEALTH_PORT: '0' });
    await bot.logged(running);
    const { port } = await bot.logged('Health endpoint is up');
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: response.status, body: await response.json() };
    };
    expect(await get('/health/live')).toEqual({ status: 200, body: { live: true } });
    await expect
      .poll(() => get('/health/ready'))
      .toEqual({ status: 200, body: { database: true, slack: true } });
    expect((await get('/')).status).toBe(404);
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
  });

  test('says in one line that its port is taken', async () => {
    const { port } = new URL(sandbox.url);
    const bot = startBot({ ...tokens, DATABASE_URL: database.url, HEALTH_PORT: port });
    expect(await bot.ended).toBe(1);
    expect(bot.said()).toBe(
      `Can’t listen on port ${port} (EADDRINUSE). Set PORT or HEALTH_PORT to another one.\n`,
    );
  });

  test('says in one line that the database cannot be reached, without its password', async () => {
    const bot = startBot({ ...tokens, DATABASE_URL: 'postgres://rapport:hush@127.0.0.1:1/rapport' });
    expect(await bot.ended).toBe(1);
    expect(bot.said()).toMatch(/^Can’t reach the database \(ECONNREFUSED\)\. Check DATABASE_URL/);
    expect(bot.said()).not.toContain('hush');
  });

  test('says that the database refuses the password', async () => {
    const wrong = new URL(database.url);
    wrong.password = 'hush';
    const bot = startBot({ DATABASE_URL: wrong.href }, { role: 'migrate' });
    expect(await bot.ended).toBe(1);
    expect(bot.said()).toMatch(/^Can’t reach the database \(28P01\)/);
  });

  test.skipIf(redisMissing)(redisMissing ?? 'keeps its queue in Redis, if there is one', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const bot = startBot({ ...tokens, DATABASE_URL: database.url, REDIS_URL: redis.url });
    await bot.logged(running);
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    expect(bot.log.filter((line) => line.level !== 'info')).toEqual([]);
  });

  test('says in one line that Redis cannot be reached', async () => {
    const bot = startBot({ ...tokens, DATABASE_URL: database.url, REDIS_URL: 'redis://127.0.0.1:1' });
    expect(await bot.ended).toBe(1);
    expect(bot.said()).toContain('Can’t reach Redis. Check REDIS_URL');
  });

  test('says in one line that Slack cannot be reached', async () => {
    const bot = startBot({ ...tokens, DATABASE_URL: database.url, SLACK_API_URL: 'http://127.0.0.1:9/api/' });
    expect(await bot.ended).toBe(1);
    expect(bot.said()).toContain('Can’t reach Slack');
  });
});
