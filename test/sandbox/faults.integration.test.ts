import { afterEach, expect, test } from 'vitest';
import { lineChart } from './checks/samples.ts';
import { anna, general, releaseAll, startApp, startSmall } from './support/fixture.ts';
import { pollApp, voteModal } from './support/poll-app.ts';

afterEach(releaseAll);

async function startPoll(options: Parameters<typeof startSmall>[0] = {}) {
  const parts = await startSmall(options);
  const app = await startApp(parts.sandbox, pollApp);
  const post = (text: string) => app.client.chat.postMessage({ channel: general, text });
  const texts = async () =>
    (await parts.driver.as(anna).conversation('general')).messages.map(({ text }) => text);
  return { ...parts, app, post, texts, person: parts.driver.as(anna) };
}

test('an answer lost before the work leaves nothing, one lost after it leaves the message', async () => {
  const { driver, post, texts } = await startPoll();
  await driver.fault({ method: 'chat.postMessage', fault: { kind: 'time_out', when: 'before' } });
  await expect(post('lost')).rejects.toThrow();
  expect(await texts()).toEqual([]);

  await driver.fault({ method: 'chat.postMessage', fault: { kind: 'time_out', when: 'after' } });
  await expect(post('kept')).rejects.toThrow();
  expect(await texts()).toEqual(['kept']);

  const outcomes = (await driver.calls('chat.postMessage')).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(['time_out_before', 'time_out_after']);
});

test('a fault hits as often as asked, and then no more', async () => {
  const { driver, post } = await startPoll();
  await driver.fault({ method: '*', times: 2, fault: { kind: 'status', status: 503 } });
  await expect(post('1')).rejects.toMatchObject({ statusCode: 503 });
  await expect(post('2')).rejects.toMatchObject({ statusCode: 503 });
  expect(await post('3')).toMatchObject({ ok: true });
});

test('a rate limit on request names its wait, an error its code, and both can be called off', async () => {
  const { driver, post } = await startPoll();
  await driver.fault({ method: 'chat.postMessage', fault: { kind: 'rate_limited', retryAfterSeconds: 7 } });
  await expect(post('1')).rejects.toMatchObject({ retryAfter: 7 });
  await driver.fault({ method: 'chat.postMessage', fault: { kind: 'error', error: 'restricted_action' } });
  await expect(post('2')).rejects.toMatchObject({ data: { error: 'restricted_action' } });
  await driver.fault({ method: 'chat.postMessage', fault: { kind: 'status', status: 500 } });
  await driver.clearFaults();
  expect(await post('3')).toMatchObject({ ok: true });
});

test('a workspace without charts and tables refuses those, and nothing else', async () => {
  const { driver, app, post, texts } = await startPoll();
  const withChart = () =>
    app.client.chat.postMessage({ channel: general, text: 'chart', blocks: [lineChart(1, 2)] });
  await driver.fault({ method: '*', times: 2, fault: { kind: 'no_data_blocks' } });
  await post('words');
  await expect(withChart()).rejects.toMatchObject({
    data: {
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]'],
      },
    },
  });
  await expect(withChart()).rejects.toMatchObject({ data: { error: 'invalid_blocks' } });
  await withChart();
  expect(await texts()).toEqual(['words', 'chart']);
});

test('a slow answer is still an answer', async () => {
  const { driver, post, texts } = await startPoll();
  await driver.fault({ method: 'chat.postMessage', fault: { kind: 'slow', ms: 50 } });
  const before = performance.now();
  await post('slow');
  expect(performance.now() - before).toBeGreaterThan(45);
  expect(await texts()).toEqual(['slow']);
});

test('an app whose socket was cut comes back, and hears of what was said meanwhile', async () => {
  const { driver, person } = await startPoll();
  await driver.fault({ method: 'socket', fault: { kind: 'drop_socket', how: 'abrupt' } });
  expect((await person.screen()).app.connected).toBe(false);

  await person.say('general', 'hey @poll');

  await person.waitForMessage('You called', 'general');
  expect((await person.screen()).app.connected).toBe(true);
});

test('an app asked to reconnect does so', async () => {
  const { driver, person } = await startPoll();
  await driver.fault({ method: 'socket', fault: { kind: 'drop_socket', how: 'refresh' } });
  await person.waitFor('the app to go', ({ app }) => !app.connected);
  await person.waitFor('the app to come back', ({ app }) => app.connected);
  await person.say('general', 'hey @poll');
  await person.waitForMessage('You called', 'general');
});

test('an event that was not acknowledged is sent again, marked as a retry', async () => {
  const { sandbox, driver } = await startSmall({ ackTimeoutMs: 100 });
  const heard: unknown[] = [];
  const again = Promise.withResolvers<void>();
  await startApp(sandbox, (app) => {
    app.use(async ({ body, context, next }) => {
      if (!('event_id' in body)) return next();
      heard.push([body.event_id, context.retryNum, context.retryReason]);
      if (heard.length === 2) again.resolve();
      await next();
    });
  });
  await driver.fault({ method: 'socket', fault: { kind: 'lose_ack' } });
  await driver.as(anna).say('general', 'hello');
  await again.promise;
  const [first, second] = heard as [string, number, string][];
  expect(second).toEqual([first?.[0], 1, 'http_timeout']);
});

test('a person is told when the app does not answer in time', async () => {
  const { sandbox, driver } = await startSmall({ ackTimeoutMs: 100 });
  await startApp(sandbox, (app) => app.command('/poll', async () => {}));
  const person = driver.as(anna);

  await expect(person.command('/poll now', { in: 'general' })).rejects.toMatchObject({
    failed: 'operation_timeout',
  });

  expect((await person.screen()).notice?.text).toBe('/poll failed with the error "operation_timeout"');
});

test('a person is told when no app is there', async () => {
  const { driver } = await startSmall();
  const person = driver.as(anna);
  await expect(person.shortcut('New poll')).rejects.toMatchObject({ failed: 'not_connected' });
  expect((await person.screen()).notice?.text).toContain('New poll did not work');
});

test('a modal whose submission gets no sensible answer stays, with all that was typed', async () => {
  const { sandbox, driver } = await startSmall();
  await startApp(sandbox, (app) => {
    app.shortcut('new_poll', async ({ ack, shortcut, client }) => {
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view: voteModal('') });
    });
    app.view('vote', async ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'x' } }));
  });
  const person = driver.as(anna);
  await person.shortcut('New poll');
  await person.waitForModal('Your vote');
  await person.type('Name', 'Anna');
  await person.choose('Place', 'Pizza');

  await expect(person.submit()).rejects.toMatchObject({ failed: 'app_error' });

  expect((await person.modal()).state.name?.name?.value).toBe('Anna');
  expect((await person.screen()).notice?.text).toBe('We had some trouble connecting. Try again?');
});
