import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { signatureOf } from '../../sandbox/server/delivery/http.ts';
import { freePort } from '../support/free-port.ts';
import { anna, release, releaseAll, startHttpApp, startSmall } from './support/fixture.ts';
import { pollApp } from './support/poll-app.ts';

afterEach(releaseAll);

async function startOverHttp(
  secretOf: (sandbox: { signingSecret: string }) => string = (s) => s.signingSecret,
) {
  const port = await freePort();
  const requestUrl = `http://127.0.0.1:${port}/slack/events`;
  const parts = await startSmall({ requestUrl, ackTimeoutMs: 1000 });
  await startHttpApp(parts.sandbox, secretOf(parts.sandbox), port, pollApp);
  return { ...parts, requestUrl, person: parts.driver.as(anna) };
}

test('commands, buttons, options, submissions and events work over signed HTTP', async () => {
  const { person } = await startOverHttp();
  await person.command('/poll Over HTTP?', { in: 'general' });
  await person.waitForMessage('Over HTTP?', 'general');
  await person.press('Vote');
  await person.waitForModal('Your vote');
  await person.type('Name', 'Anna');
  await person.choose('Place', 'Pizza');
  await person.choose('City', 'Bern');
  await person.submit();
  await person.waitForMessage('Anna votes for pizza', 'general');
  await person.say('general', 'hey @poll');
  await person.waitForMessage('You called', 'general');
});

test('an app with another signing secret refuses what is not signed for it', async () => {
  const { person } = await startOverHttp(() => 'a secret of somebody else');
  await expect(person.command('/poll x', { in: 'general' })).rejects.toThrow(
    /dispatch_failed.*http_status_401/,
  );
});

test('a stale signature is refused by the app, a fresh one is taken', async () => {
  const { sandbox, requestUrl } = await startOverHttp();
  const now = Math.floor(Date.now() / 1000);
  const send = async (timestamp: number) => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
    const response = await fetch(requestUrl, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        'X-Slack-Request-Timestamp': String(timestamp),
        'X-Slack-Signature': signatureOf(sandbox.signingSecret, timestamp, body),
      },
    });
    return response.status;
  };
  expect(await send(now)).toBe(200);
  expect(await send(now - 600)).toBe(401);
});

test('nobody at the request URL is told to the person', async () => {
  const requestUrl = `http://127.0.0.1:${await freePort()}/slack/events`;
  const { driver } = await startSmall({ requestUrl });
  await expect(driver.as(anna).command('/poll x', { in: 'general' })).rejects.toMatchObject({
    failed: 'not_connected',
  });
});

test('an event that the app failed on is sent again with its number and reason', async () => {
  const requests: (string | undefined)[][] = [];
  const second = Promise.withResolvers<void>();
  const server = createHttpServer((request, response) => {
    requests.push([header(request, 'x-slack-retry-num'), header(request, 'x-slack-retry-reason')]);
    request.resume();
    response.writeHead(requests.length === 1 ? 500 : 200).end();
    if (requests.length === 2) second.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  release(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { driver } = await startSmall({ requestUrl: `http://127.0.0.1:${port}/` });

  await driver.as(anna).say('general', 'hello');
  await second.promise;

  expect(requests).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
  ]);
});

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
