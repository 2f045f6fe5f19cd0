import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { anna, general, releaseAll, startSmall } from './support/fixture.ts';

afterEach(releaseAll);

const methods = [
  'chat.postMessage',
  'chat.update',
  'chat.delete',
  'chat.postEphemeral',
  'chat.scheduleMessage',
  'conversations.history',
  'conversations.info',
  'conversations.list',
  'conversations.open',
  'users.info',
  'users.list',
  'views.open',
  'views.update',
  'views.publish',
  'blocks.validate',
  'files.completeUploadExternal',
  'reactions.add',
];

const oddValue = fc.oneof(
  fc.constantFrom(
    general,
    anna,
    'public_channel',
    '',
    '0',
    '-1',
    '[]',
    '{}',
    '{"type":"home","blocks":[{}]}',
    '[null]',
  ),
  fc.string(),
  fc.jsonValue(),
);
const oddArgs = fc.record(
  Object.fromEntries(
    [
      'channel',
      'user',
      'users',
      'text',
      'blocks',
      'view',
      'user_id',
      'ts',
      'limit',
      'cursor',
      'metadata',
      'files',
      'types',
      'post_at',
      'attachments',
    ].map((name) => [name, oddValue]),
  ),
  { requiredKeys: [] },
);

test('whatever an app sends, the Web API answers in its own form', async () => {
  const { sandbox } = await startSmall({ rateLimits: 'off' });
  const send = async (method: string, args: object, asJson: boolean) => {
    const flat = Object.entries(args).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const response = await fetch(`${sandbox.slackApiUrl}${method}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${sandbox.botToken}`,
        'Content-Type': asJson ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      body: asJson ? JSON.stringify(args) : new URLSearchParams(flat as [string, string][]).toString(),
    });
    return { status: response.status, body: (await response.json()) as { ok: unknown; error?: unknown } };
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...methods), oddArgs, fc.boolean(), async (method, args, asJson) => {
      const { status, body } = await send(method, args, asJson);
      expect(status).toBe(200);
      expect(body.ok === true || typeof body.error === 'string').toBe(true);
      expect(body.error).not.toBe('fatal_error');
    }),
    { numRuns: 200 },
  );
});

const oddAct = fc.record(
  {
    do: fc.constantFrom(
      'open',
      'say',
      'command',
      'openHome',
      'press',
      'set',
      'submit',
      'close',
      'shortcut',
      'fly',
    ),
    channel: oddValue,
    text: oddValue,
    where: fc.oneof(
      oddValue,
      fc.record({ in: fc.constantFrom('message', 'modal', 'home'), channel: oddValue, ts: oddValue }),
    ),
    blockId: oddValue,
    actionId: oddValue,
    value: oddValue,
    viewId: oddValue,
    callbackId: oddValue,
  },
  { requiredKeys: ['do'] },
);

test('whatever a person is said to do is done, or refused with a sentence', async () => {
  const { sandbox } = await startSmall();
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.constant(anna), oddValue), oddAct, async (as, act) => {
      const response = await fetch(`${sandbox.url}/sandbox/act`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ as, act }),
      });
      const body = (await response.json()) as { ok?: boolean; message?: string; error?: string };
      expect(response.status).toBeLessThan(500);
      expect(body.ok === true || typeof (body.message ?? body.error) === 'string').toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('an address outside the page’s folder serves nothing', async () => {
  const { sandbox } = await startSmall({ pageDir: new URL('.', import.meta.url).pathname });
  const response = await fetch(`${sandbox.url}/..%2f..%2fpackage.json`);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('"rapport"');
});
