import { once } from 'node:events';
import { WebClient } from '@slack/web-api';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { anna, quiet, release, releaseAll, startSmall } from './support/fixture.ts';

afterEach(releaseAll);

interface Envelope {
  type: string;
  envelope_id: string;
  retry_attempt?: number;
  payload: { event?: { text?: string }; callback_id?: string };
}

/** A connection as an app opens it, which acknowledges only when told to. */
async function connect(url: string) {
  const socket = new WebSocket(url);
  release(async () => socket.terminate());
  const inbox: Envelope[] = [];
  const waiting: ((envelope: Envelope) => void)[] = [];
  socket.on('message', (data) => {
    const envelope = JSON.parse(String(data)) as Envelope;
    const next = waiting.shift();
    if (next) next(envelope);
    else inbox.push(envelope);
  });
  const receive = () => {
    const received = inbox.shift();
    return received ? Promise.resolve(received) : new Promise<Envelope>((resolve) => waiting.push(resolve));
  };
  await once(socket, 'open');
  expect(await receive()).toMatchObject({ type: 'hello', connection_info: { app_id: 'A0SANDBOX1' } });
  return {
    socket,
    receive,
    ack: (envelope: Envelope) => socket.send(JSON.stringify({ envelope_id: envelope.envelope_id })),
  };
}

async function startRaw() {
  const parts = await startSmall();
  const { slackApiUrl, appToken } = parts.sandbox;
  const client = new WebClient(appToken, { slackApiUrl, logger: quiet, retryConfig: { retries: 0 } });
  const openUrl = async () => String((await client.apps.connections.open()).url);
  return { ...parts, client, openUrl, person: parts.driver.as(anna) };
}

test('with two connections, each envelope goes to one of them, in turn', async () => {
  const { openUrl, person } = await startRaw();
  const [one, two] = [await connect(await openUrl()), await connect(await openUrl())];

  const first = person.say('general', 'first');
  const atOne = await one.receive();
  one.ack(atOne);
  await first;
  const second = person.say('general', 'second');
  const atTwo = await two.receive();
  two.ack(atTwo);
  await second;

  expect([atOne, atTwo].map(({ payload }) => payload.event?.text)).toEqual(['first', 'second']);
});

test('an event that a lost connection did not acknowledge goes to the other, as a retry', async () => {
  const { openUrl, person } = await startRaw();
  const one = await connect(await openUrl());
  const said = person.say('general', 'hello');
  const lost = await one.receive();
  const two = await connect(await openUrl());

  one.socket.terminate();

  const again = await two.receive();
  two.ack(again);
  await said;
  expect(again.payload).toEqual(lost.payload);
  expect([lost.retry_attempt, again.retry_attempt]).toEqual([0, 1]);
  expect(again.envelope_id).not.toBe(lost.envelope_id);
});

test('a press that a lost connection did not acknowledge is not sent again: the person is told', async () => {
  const { openUrl, person } = await startRaw();
  const one = await connect(await openUrl());
  const two = await connect(await openUrl());
  const pressed = person.shortcut('New poll');
  await one.receive();

  one.socket.terminate();

  await expect(pressed).rejects.toMatchObject({ failed: 'operation_timeout' });
  const said = person.say('general', 'next');
  const next = await two.receive();
  expect(next.payload.event?.text).toBe('next');
  two.ack(next);
  await said;
});

test('an address serves for one connection', async () => {
  const { openUrl } = await startRaw();
  const url = await openUrl();
  await connect(url);
  const second = new WebSocket(url);
  const [error] = await once(second, 'error');
  expect(String(error)).toContain('401');
});
