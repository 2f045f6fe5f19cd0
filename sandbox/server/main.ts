import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { northlight } from '../../demo/world.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { startSandbox } from './start.ts';

const usage = `Starts a local Slack, for any app that is not Rapport too.

  node sandbox/server/main.ts --manifest FILE [--port N] [--request-url URL] [--page DIR]

  --manifest     the app's manifest, YAML or JSON
  --port         the port on 127.0.0.1; a free one without it
  --request-url  deliver by signed HTTP to this address instead of over Socket Mode
  --page         the folder of the built page
`;

const { values } = parseArgs({
  options: {
    manifest: { type: 'string' },
    port: { type: 'string' },
    'request-url': { type: 'string' },
    page: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help || values.manifest === undefined) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}

const sandbox = await startSandbox({
  world: northlight,
  manifest: parse(readFileSync(values.manifest, 'utf8')),
  clock: systemClock,
  ...(values.port ? { port: Number(values.port) } : {}),
  ...(values['request-url'] ? { requestUrl: values['request-url'] } : {}),
  ...(values.page ? { pageDir: values.page } : {}),
});

process.stdout.write(`Sandbox: ${sandbox.url}
SLACK_API_URL=${sandbox.slackApiUrl}
SLACK_BOT_TOKEN=${sandbox.botToken}
SLACK_APP_TOKEN=${sandbox.appToken}
SLACK_SIGNING_SECRET=${sandbox.signingSecret}
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
}
