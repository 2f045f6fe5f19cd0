import { WebClient } from '@slack/web-api';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import {
  anna,
  ben,
  foreignManifest,
  general,
  outsider,
  quiet,
  releaseAll,
  shared,
  startSmall,
} from './support/fixture.ts';

afterEach(releaseAll);

async function startWithClient(options: Parameters<typeof startSmall>[0] = {}) {
  const parts = await startSmall(options);
  return { ...parts, client: clientOf(parts.sandbox, parts.sandbox.botToken) };
}

function clientOf({ slackApiUrl }: { slackApiUrl: string }, token?: string): WebClient {
  return new WebClient(token, {
    slackApiUrl,
    logger: quiet,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

/** What Slack answers when it refuses. */
async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    const { data } = error as { data?: Record<string, unknown> };
    if (data) return data;
    throw error;
  }
  throw new Error('The call was not refused');
}

test('a token that is missing, unknown or of the wrong kind is refused', async () => {
  const { sandbox, client } = await startWithClient();
  expect(await refusal(clientOf(sandbox).auth.test())).toMatchObject({ error: 'not_authed' });
  expect(await refusal(clientOf(sandbox, 'xoxb-no').auth.test())).toMatchObject({ error: 'invalid_auth' });
  expect(await refusal(clientOf(sandbox, sandbox.appToken).auth.test())).toMatchObject({
    error: 'not_allowed_token_type',
  });
  expect(await refusal(client.apps.connections.open())).toMatchObject({ error: 'not_allowed_token_type' });
  expect(await client.auth.test()).toMatchObject({ ok: true, team: 'Studio', is_enterprise_install: false });
});

test('a scope that the manifest lacks is named', async () => {
  const { client } = await startWithClient({
    manifest: foreignManifest({ scopes: ['chat:write', 'commands', 'channels:read'], events: [] }),
  });
  expect(await refusal(client.users.info({ user: anna }))).toMatchObject({
    error: 'missing_scope',
    needed: 'users:read',
    provided: 'chat:write,commands,channels:read',
  });
  expect(await refusal(client.conversations.open({ users: anna }))).toMatchObject({
    needed: expect.stringContaining('im:write'),
  });
  expect(await client.conversations.info({ channel: general })).toMatchObject({ ok: true });
});

test('a method that does not exist is unknown', async () => {
  const { client } = await startWithClient();
  expect(await refusal(client.apiCall('chat.shout'))).toMatchObject({ error: 'unknown_method' });
});

test.each([
  ['a channel that it is not in', { channel: 'C0EMPTY001', text: 'x' }, 'not_in_channel'],
  ['a private channel that it cannot know of', { channel: 'C0SECRET01', text: 'x' }, 'channel_not_found'],
  ['nowhere that exists', { channel: 'C0NOWHERE1', text: 'x' }, 'channel_not_found'],
  ['a deactivated person', { channel: 'U0GONE0001', text: 'x' }, 'channel_not_found'],
  ['a channel with nothing to say', { channel: general }, 'no_text'],
  ['a thread that is not there', { channel: general, text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
])('a message to %s is refused', async (_where, args, error) => {
  const { client } = await startWithClient();
  expect(await refusal(client.apiCall('chat.postMessage', args))).toMatchObject({ error });
});

test('blocks that Slack would refuse are refused, with the reason', async () => {
  const { client } = await startWithClient();
  const text = { type: 'mrkdwn' as const, text: 'x'.repeat(3001) };
  const answer = await refusal(
    client.chat.postMessage({ channel: general, text: 'x', blocks: [{ type: 'section', text }] }),
  );
  expect(answer.error).toBe('invalid_blocks');
  expect(JSON.stringify(answer.response_metadata)).toContain('[json-pointer:/blocks/0/text');
});

test('only its own messages can be changed or deleted by the app', async () => {
  const { client, driver } = await startWithClient();
  await driver.as(anna).say('general', 'mine');
  const { ts } = await driver.as(anna).waitForMessage('mine', 'general');
  expect(await refusal(client.chat.update({ channel: general, ts, text: 'yours' }))).toMatchObject({
    error: 'cant_update_message',
  });
  expect(await refusal(client.chat.delete({ channel: general, ts }))).toMatchObject({
    error: 'cant_delete_message',
  });
  expect(await refusal(client.chat.update({ channel: general, ts: '1.000001', text: 'x' }))).toMatchObject({
    error: 'message_not_found',
  });
});

test('an archived channel takes nothing', async () => {
  const { client, driver } = await startWithClient();
  await driver.change({ channel: { id: general, isArchived: true } });
  expect(await refusal(client.chat.postMessage({ channel: general, text: 'x' }))).toMatchObject({
    error: 'is_archived',
  });
});

test('without a messages tab there is no writing to people', async () => {
  const { client } = await startWithClient({ manifest: foreignManifest({ messagesTab: false }) });
  expect(await refusal(client.chat.postMessage({ channel: anna, text: 'x' }))).toMatchObject({
    error: 'messages_tab_disabled',
  });
});

test('a message to a person lands in the DM with them, and its metadata is read back there', async () => {
  const { client, driver } = await startWithClient();
  const metadata = { event_type: 'round', event_payload: { round: '42' } };
  const { channel, ts } = await client.chat.postMessage({ channel: anna, text: 'hello', metadata });
  expect(channel).toBe((await driver.as(anna).dm()).id);

  const bare = await client.conversations.history({ channel: String(channel) });
  expect(bare.messages?.[0]).not.toHaveProperty('metadata');
  const full = await client.conversations.history({ channel: String(channel), include_all_metadata: true });
  expect(full.messages?.[0]).toMatchObject({ ts, metadata });
});

test('an update without blocks keeps the old ones, and an empty list takes them away', async () => {
  const { client, driver } = await startWithClient();
  const blocks = [{ type: 'divider' as const }];
  const { ts } = await client.chat.postMessage({ channel: general, text: 'first', blocks });
  await client.chat.update({ channel: general, ts: String(ts), text: 'second' });
  const kept = await driver.as(anna).waitForMessage('second', 'general');
  expect(kept.blocks).toHaveLength(1);
  await client.chat.update({ channel: general, ts: String(ts), text: 'third', blocks: [] });
  const bare = await driver.as(anna).waitForMessage('third', 'general');
  expect(bare.blocks).toEqual([]);
});

test('channels say with whom they are shared', async () => {
  const { client, driver } = await startWithClient();
  expect((await client.conversations.info({ channel: general })).channel).toMatchObject({
    is_ext_shared: false,
    is_pending_ext_shared: false,
    is_member: true,
  });
  expect((await client.conversations.info({ channel: shared })).channel).toMatchObject({
    is_ext_shared: true,
    shared_team_ids: ['T0STUDIO01', 'T0ACMECO01'],
  });
  await driver.change({ channel: { id: general, pendingTeamIds: ['T0ACMECO01'] } });
  expect((await client.conversations.info({ channel: general })).channel).toMatchObject({
    is_pending_ext_shared: true,
    pending_connected_team_ids: ['T0ACMECO01'],
  });
});

test('people say who they are: zone, guest, stranger, gone', async () => {
  const { client } = await startWithClient();
  expect((await client.users.info({ user: anna })).user).toMatchObject({
    tz: 'Europe/Berlin',
    is_admin: true,
    is_restricted: false,
    deleted: false,
  });
  expect((await client.users.info({ user: 'U0GUEST001' })).user).toMatchObject({ is_restricted: true });
  expect((await client.users.info({ user: outsider })).user).toMatchObject({ team_id: 'T0ACMECO01' });
  expect((await client.users.info({ user: 'U0GONE0001' })).user).toMatchObject({ deleted: true });
  expect(await refusal(client.users.info({ user: 'U0NOBODY01' }))).toMatchObject({ error: 'user_not_found' });
});

test('every way of cutting a history into pages gives the same messages', async () => {
  const { client } = await startWithClient({ rateLimits: 'off' });
  for (let i = 0; i < 12; i += 1) await client.chat.postMessage({ channel: general, text: `message ${i}` });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 15 }), async (limit) => {
      const texts: unknown[] = [];
      let cursor = '';
      do {
        const { messages, response_metadata: rest } = await client.conversations.history({
          channel: general,
          limit,
          ...(cursor ? { cursor } : {}),
        });
        texts.push(...(messages ?? []).map(({ text }) => text));
        cursor = rest?.next_cursor ?? '';
      } while (cursor);
      expect(texts).toEqual(Array.from({ length: 12 }, (_, i) => `message ${11 - i}`));
    }),
    { numRuns: 8 },
  );
});

test('too many messages to one channel are told when to come back, while others go on', async () => {
  const { client } = await startWithClient({ rateLimits: { burst: 2, perSecond: 0.1 } });
  await client.chat.postMessage({ channel: general, text: '1' });
  await client.chat.postMessage({ channel: general, text: '2' });
  await expect(client.chat.postMessage({ channel: general, text: '3' })).rejects.toMatchObject({
    retryAfter: 10,
  });
  expect(await client.chat.postMessage({ channel: anna, text: 'elsewhere' })).toMatchObject({ ok: true });
});

test('once the clock was moved on, the same channel takes messages again', async () => {
  const { client, clock } = await startWithClient({ rateLimits: { burst: 1, perSecond: 0.001 } });
  const post = () => client.chat.postMessage({ channel: general, text: 'again' });
  await post();
  await expect(post()).rejects.toMatchObject({ retryAfter: expect.any(Number) });
  clock.moveTo(clock.now().add({ hours: 1 }));
  expect(await post()).toMatchObject({ ok: true });
});

test('a scheduled message is posted when the clock gets there', async () => {
  const { client, driver, clock } = await startWithClient();
  const at = Math.floor(clock.now().epochMilliseconds / 1000) + 3600;
  await client.chat.scheduleMessage({ channel: general, text: 'later', post_at: at });
  expect((await driver.as(anna).conversation('general')).messages).toEqual([]);
  clock.moveTo(clock.now().add({ hours: 2 }));
  await driver.as(anna).waitForMessage('later', 'general');
});

test('a file is uploaded and shown in the channel', async () => {
  const { client } = await startWithClient();
  await client.filesUploadV2({ channel_id: general, filename: 'notes.txt', file: Buffer.from('words') });
  const { messages } = await client.conversations.history({ channel: general });
  expect(messages?.[0]?.files?.[0]).toMatchObject({ name: 'notes.txt', size: expect.any(Number) });
});

test('a published Home is checked against its hash', async () => {
  const { client } = await startWithClient();
  const view = { type: 'home' as const, blocks: [{ type: 'divider' as const }] };
  const first = await client.views.publish({ user_id: ben, view });
  await client.views.publish({ user_id: ben, view });
  const hash = first.view?.hash ?? '';
  expect(await refusal(client.views.publish({ user_id: ben, view, hash }))).toMatchObject({
    error: 'hash_conflict',
  });
});
