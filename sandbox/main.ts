/** `npm run sandbox`: a local Slack with its page, for any Bolt app. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { buildPage } from './build-page.ts';
import { AdjustableClock } from './clock.ts';
import type { World } from './protocol.ts';
import { readWorld } from './read-world.ts';
import { sampleManifest, sampleWorld } from './samples.ts';
import type { ClockControl } from './server/control/clock.ts';
import { startSandbox } from './server/start.ts';

const USAGE = `Starts a local Slack for any Bolt app, and prints what the app needs to reach it.

  npm run sandbox -- [options]

  --manifest FILE    your app's manifest, YAML or JSON; without it, an app that may do everything
  --world FILE       the people and channels, JSON; without it, a small sample
  --port N           listen on 127.0.0.1:N rather than on a free port
  --request-url URL  call your app by signed HTTP at this address instead of over Socket Mode
  --no-page          start faster, without the page
  --help             this text

SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are taken from the environment where they are set, so that
they stay the same from one start to the next.
`;

/** Hours that each of the clock's buttons moves it on. */
const HOURS: Record<string, number> = { '+1 hour': 1, '+1 day': 24, '+1 week': 7 * 24 };

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      manifest: { type: 'string' },
      world: { type: 'string' },
      port: { type: 'string' },
      'request-url': { type: 'string' },
      page: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(USAGE);
  const dir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  if (values.page) await buildPage(dir);

  const clock = new AdjustableClock();
  const requestUrl = values['request-url'];
  const sandbox = await startSandbox({
    world: values.world ? worldIn(values.world) : sampleWorld,
    manifest: values.manifest ? parse(readFileSync(values.manifest, 'utf8')) : sampleManifest,
    clock,
    clockControl: byHours(clock),
    credentials: {
      botToken: process.env.SLACK_BOT_TOKEN,
      appToken: process.env.SLACK_APP_TOKEN,
      signingSecret: process.env.SLACK_SIGNING_SECRET,
    },
    port: portIn(values.port),
    ...(requestUrl ? { requestUrl } : {}),
    ...(values.page ? { pageDir: dir } : {}),
  });
  console.log(`Sandbox: ${sandbox.url}\n`);
  console.log(`SLACK_API_URL=${sandbox.slackApiUrl}`);
  console.log(`SLACK_BOT_TOKEN=${sandbox.botToken}`);
  console.log(`SLACK_APP_TOKEN=${sandbox.appToken}`);
  console.log(`SLACK_SIGNING_SECRET=${sandbox.signingSecret}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
  }
}

function byHours(clock: AdjustableClock): ClockControl {
  return {
    moves: () => Object.keys(HOURS).map((label) => ({ id: label, label })),
    move: (id) => clock.moveTo(clock.now().add({ hours: HOURS[id] ?? 0 })),
  };
}

function worldIn(file: string): World {
  return readWorld(JSON.parse(readFileSync(file, 'utf8')));
}

function portIn(given: string | undefined): number {
  const port = Number(given ?? 0);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error('--port takes a number from 1 to 65535.');
}
