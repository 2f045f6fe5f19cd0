import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectSandbox, type SandboxDriver } from '../../../sandbox/driver/sandbox-driver.ts';
import type { Fault } from '../../../sandbox/protocol.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/server/start.ts';
import { planRounds } from '../../../src/reminders/planning/plan-rounds.ts';
import { markAnswered } from '../../../src/reminders/prompts/state-machine.ts';
import { renderRound } from '../../../src/reminders/rounds/render-round.ts';
import { silentLog } from '../../../src/runtime/log.ts';
import { plain, section } from '../../../src/slack/blocks/blocks.ts';
import { lineChart } from '../../../src/slack/blocks/data-blocks.ts';
import { slackLogger } from '../../../src/slack/logger.ts';
import { type DeliverDeps, deliver, type Render } from '../../../src/slack/outbound/deliver.ts';
import { addDelivery, dueDeliveries } from '../../../src/slack/outbound/delivery-store.ts';
import { createMessenger, type Messenger } from '../../../src/slack/outbound/messenger.ts';
import { createRateLimiter, unlimited } from '../../../src/slack/outbound/rate-limiter.ts';
import { connectDatabase } from '../../../src/storage/database.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from '../../reminders/agency.ts';
import { useDatabase } from '../../support/database.ts';
import { readManifest } from '../../support/rapport.ts';
import { ID, studio } from '../../support/studio.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
let sandbox: Sandbox;
let driver: SandboxDriver;
let messenger: Messenger;
let areInsiders = true;

beforeAll(async () => {
  sandbox = await startSandbox({ world: studio, manifest: await readManifest(), clock, rateLimits: 'off' });
  driver = connectSandbox(sandbox.url);
  const web = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.slackApiUrl,
    retryConfig: { retries: 0 },
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    logger: slackLogger(silentLog),
  });
  messenger = createMessenger(web, async () => areInsiders);
});
afterAll(() => sandbox.stop());

let clientId: string;
let ids: { workspaceId: string; deliveryId: string };
let callsBefore: number;
let week = 0;

/** Each test has one round for Ana, about Acme, planned and not yet sent. */
beforeEach(async () => {
  await driver.clearFaults();
  // A week later each time, so that the messages of the tests before lie in the past.
  week += 1;
  clock.at = TUESDAY_9_LONDON.add({ hours: 24 * 7 * week });
  await clearAgency(database.db);
  await seedAgency(database.db);
  clientId = (await seedClient(database.db, 'Acme', { nextDueAt: clock.at })).id;
  await planRounds(database.db, clock);
  const [due] = await dueDeliveries(database.db, clock.now(), 10);
  if (!due) throw new Error('Nothing was planned');
  ids = due;
  callsBefore = (await driver.calls()).length;
});

/** Attempts the delivery of `ids`, by default from the round as it is, with nothing that holds it up. */
function attempt({ render, ...using }: Partial<DeliverDeps> & { render?: Render } = {}) {
  const round = render ?? renderRound({ db: using.db ?? database.db, clock });
  return deliver(
    {
      db: database.db,
      clock,
      log: silentLog,
      messenger,
      renderOf: () => round,
      rateLimiter: unlimited,
      onUndeliverable: async () => {},
      notBefore: async () => null,
      ...using,
    },
    ids,
  );
}

const fault = (method: string, what: Fault['fault'], times = 1) =>
  driver.fault({ method, fault: what, times });

async function messages() {
  const dm = (await driver.as(ID.ana).screen()).conversations.find(
    ({ withUserId, kind }) => kind === 'dm' && withUserId,
  );
  const since = clock.at.subtract({ hours: 24 * 3 }).epochMilliseconds / 1000;
  return (dm?.messages ?? []).filter(({ ts }) => Number(ts) >= since);
}

async function calls(method: string) {
  return (await driver.calls()).slice(callsBefore).filter((call) => call.method === method);
}

async function row() {
  return database.db
    .selectFrom('deliveries')
    .selectAll()
    .where('id', '=', ids.deliveryId)
    .executeTakeFirstOrThrow();
}

async function waitUntilDue() {
  const { status, lease_until, next_attempt_at } = await row();
  clock.at = (status === 'sending' && lease_until) || next_attempt_at;
}

const settle = () =>
  database.db
    .transaction()
    .execute((trx) => markAnswered(trx, { workspaceId: ID.team, clientId }, ID.ana, clock.now()));

describe('a reminder', () => {
  test('is sent once, and its row knows where it is', async () => {
    expect(await attempt()).toBe('sent');
    const [message] = await messages();
    expect(message?.text).toBe('Time to check in with Acme.');
    expect(await row()).toMatchObject({ status: 'sent', message_ts: message?.ts });
  });

  test('carries only an opaque id where others can read it', async () => {
    await attempt();
    const [call] = await calls('chat.postMessage');
    expect(JSON.stringify(call?.args.metadata)).toBe(
      JSON.stringify({ event_type: 'rapport_delivery', event_payload: { id: ids.deliveryId } }),
    );
  });

  test('is sent once by two workers that have the same job', async () => {
    const other = connectDatabase(database.url, silentLog);
    try {
      const outcomes = await Promise.all([
        attempt(),
        attempt({ db: other }),
        attempt(),
        attempt({ db: other }),
      ]);
      expect(outcomes.filter((outcome) => outcome !== 'nothing-to-do')).toEqual(['sent']);
    } finally {
      await other.destroy();
    }
    expect(await messages()).toHaveLength(1);
  });

  test('is sent once when its job comes twice, or an hour late', async () => {
    await attempt();
    expect(await attempt()).toBe('nothing-to-do');
    clock.at = clock.at.add({ hours: 1 });
    expect(await attempt()).toBe('nothing-to-do');
    expect(await calls('chat.postMessage')).toHaveLength(1);
  });

  test('is not sent again after a crash between sending and recording', async () => {
    const dying = connectDatabase(database.url, silentLog);
    const sendsAndDies: Messenger = {
      ...messenger,
      async sendDm(...args) {
        const sent = await messenger.sendDm(...args);
        await dying.destroy();
        return sent;
      },
    };
    await expect(
      attempt({ db: dying, messenger: sendsAndDies, render: renderRound({ db: database.db, clock }) }),
    ).rejects.toThrow();
    expect(await messages()).toHaveLength(1);
    expect(await attempt()).toBe('nothing-to-do');
    await waitUntilDue();
    expect(await attempt()).toBe('sent');
    expect(await messages()).toHaveLength(1);
    expect((await row()).message_ts).toBe((await messages())[0]?.ts);
  });

  test('is sent after a crash before sending', async () => {
    const dies: Messenger = {
      ...messenger,
      sendDm: async () => {
        throw new Error('The process is gone');
      },
    };
    await expect(attempt({ messenger: dies })).rejects.toThrow();
    await waitUntilDue();
    expect(await attempt()).toBe('sent');
    expect(await messages()).toHaveLength(1);
  });

  test('is not sent again when only the answer got lost', async () => {
    await fault('chat.postMessage', { kind: 'time_out', when: 'after' });
    expect(await attempt()).toBe('later');
    expect(await attempt()).toBe('nothing-to-do');
    await waitUntilDue();
    expect(await attempt()).toBe('sent');
    expect(await messages()).toHaveLength(1);
    expect(await calls('chat.postMessage')).toHaveLength(1);
  });

  test('is sent when Slack timed out before doing its work', async () => {
    await fault('chat.postMessage', { kind: 'time_out', when: 'before' });
    expect(await attempt()).toBe('later');
    await waitUntilDue();
    expect(await attempt()).toBe('sent');
    expect(await messages()).toHaveLength(1);
    expect(await calls('conversations.history')).toHaveLength(1);
  });

  test('whose answer got lost is still looked for after looking itself failed', async () => {
    await fault('chat.postMessage', { kind: 'time_out', when: 'after' });
    await attempt();
    for (const what of [
      { kind: 'rate_limited', retryAfterSeconds: 5 },
      { kind: 'status', status: 500 },
      { kind: 'time_out', when: 'after' },
      { kind: 'error', error: 'internal_error' },
      { kind: 'error', error: 'invalid_auth' },
    ] as const) {
      await fault('conversations.history', what);
      await waitUntilDue();
      expect(await attempt()).toBe('later');
    }
    await waitUntilDue();
    expect(await attempt()).toBe('sent');
    expect(await messages()).toHaveLength(1);
    expect(await calls('chat.postMessage')).toHaveLength(1);
  });

  test.each(['missing_scope', 'channel_not_found', 'token_revoked'])(
    'whose answer got lost is unknown where history answers %s, and is not sent again',
    async (error) => {
      await fault('chat.postMessage', { kind: 'time_out', when: 'after' });
      await attempt();
      await fault('conversations.history', { kind: 'error', error });
      await waitUntilDue();
      expect(await attempt()).toBe('unknown');
      expect(await row()).toMatchObject({ status: 'unknown', last_error: 'history_unreadable' });
      clock.at = clock.at.add({ hours: 24 });
      expect(await attempt()).toBe('nothing-to-do');
      expect(await dueDeliveries(database.db, clock.now(), 10)).toEqual([]);
      expect(await messages()).toHaveLength(1);
    },
  );

  test('whose answer got lost is found though our clock is ahead of Slack’s', async () => {
    await fault('chat.postMessage', { kind: 'time_out', when: 'after' });
    await attempt();
    await database.db
      .updateTable('deliveries')
      .set({ created_at: clock.at.add({ minutes: 10 }) })
      .execute();
    await waitUntilDue();
    expect(await attempt()).toBe('sent');
    expect(await messages()).toHaveLength(1);
  });

  test.each(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable'])(
    'is looked for before it is sent again after %s, for Slack may have sent it',
    async (error) => {
      await fault('chat.postMessage', { kind: 'error', error });
      expect(await attempt()).toBe('later');
      expect((await row()).status).toBe('sending');
      await waitUntilDue();
      expect(await attempt()).toBe('sent');
      expect(await calls('conversations.history')).toHaveLength(1);
      expect(await messages()).toHaveLength(1);
    },
  );

  test('waits as long as a 429 says, and is not looked for, since it cannot be there', async () => {
    await fault('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 30 });
    const first = clock.at;
    expect(await attempt()).toBe('later');
    clock.at = first.add({ seconds: 29 });
    expect(await attempt()).toBe('nothing-to-do');
    clock.at = first.add({ seconds: 30 });
    expect(await attempt()).toBe('sent');
    expect(await calls('conversations.history')).toHaveLength(0);
    expect(await messages()).toHaveLength(1);
  });

  test('that gets a 429 holds up the others too, until the time that Slack named', async () => {
    const rateLimiter = createRateLimiter(database.db, clock);
    const first = ids;
    const deliveryId = await database.db
      .transaction()
      .execute((trx) => addDelivery(trx, ID.team, { kind: 'round', destination: ID.ben }, clock.now()));
    const start = clock.at;
    await fault('chat.postMessage', { kind: 'rate_limited', retryAfterSeconds: 30 });
    expect(await attempt({ rateLimiter })).toBe('later');
    ids = { ...first, deliveryId };
    const hello: Render = async () => ({ text: 'Hello Ben', blocks: [] });
    expect(await attempt({ rateLimiter, render: hello })).toBe('later');
    expect(await calls('chat.postMessage')).toHaveLength(1);
    expect(await row()).toMatchObject({ status: 'pending', attempts: 0 });
    await waitUntilDue();
    expect(clock.at).toEqual(start.add({ seconds: 30 }));
    expect(await attempt({ rateLimiter, render: hello })).toBe('sent');
  });

  test('outlasts a day in which Slack is away', async () => {
    const start = clock.at;
    const away: Messenger = {
      ...messenger,
      openDm: async () => {
        throw Object.assign(new Error('away'), { code: 'slack_webapi_request_error' });
      },
    };
    while (clock.at.since(start).total('hours') < 24) {
      expect(await attempt({ messenger: away })).toBe('later');
      await waitUntilDue();
    }
    expect(await attempt()).toBe('sent');
    expect(await messages()).toHaveLength(1);
  });

  test.each([
    'user_disabled',
    'user_not_found',
    'channel_not_found',
    'cannot_dm_bot',
    'messages_tab_disabled',
    'is_archived',
    'account_inactive',
    'token_revoked',
  ])('is given up after %s, and the log says so with ids alone', async (error) => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    await fault('chat.postMessage', { kind: 'error', error });
    expect(await attempt({ log })).toBe('failed');
    expect(await row()).toMatchObject({ status: 'failed', last_error: error });
    clock.at = clock.at.add({ hours: 24 });
    expect(await attempt()).toBe('nothing-to-do');
    expect(await dueDeliveries(database.db, clock.now(), 10)).toEqual([]);
    expect(lines.join()).toContain(error);
    expect(lines.join()).toContain(ids.deliveryId);
    expect(lines.join()).not.toContain('Acme');
  });

  test('whose chart Slack refuses is sent once, without it', async () => {
    const words = [section(plain('Acme: 62'))];
    const chart = lineChart('Health', ['June'], [{ name: 'Acme', values: [62] }]);
    const render: Render = async () => ({
      text: 'Acme: 62',
      blocks: [...words, chart],
      plainBlocks: words,
    });
    await fault('chat.postMessage', { kind: 'no_data_blocks' });
    expect(await attempt({ render })).toBe('sent');
    expect(await attempt({ render })).toBe('nothing-to-do');
    const shown = await messages();
    expect(shown.map(({ blocks }) => blocks.map(({ type }) => type))).toEqual([['section']]);
    expect(await row()).toMatchObject({ status: 'sent', message_ts: shown[0]?.ts, last_error: null });
  });

  test('that Slack will never accept ends in one transaction with what depends on it', async () => {
    const told: string[] = [];
    const onUndeliverable: DeliverDeps['onUndeliverable'] = async (trx, delivery, now) => {
      expect(Temporal.Instant.compare(now, clock.at)).toBe(0);
      told.push(delivery.destination);
      await trx.updateTable('prompts').set({ skip_reason: 'nobody there' }).execute();
      if (told.length === 1) throw new Error('The process is gone');
    };
    await fault('chat.postMessage', { kind: 'error', error: 'user_not_found' }, 2);
    await expect(attempt({ onUndeliverable })).rejects.toThrow('gone');
    const prompt = () => database.db.selectFrom('prompts').select('skip_reason').executeTakeFirst();
    expect([(await row()).status, await prompt()]).toEqual(['sending', { skip_reason: null }]);
    await waitUntilDue();
    expect(await attempt({ onUndeliverable })).toBe('failed');
    expect(await prompt()).toEqual({ skip_reason: 'nobody there' });
    expect(await attempt({ onUndeliverable })).toBe('nothing-to-do');
    expect(told).toEqual([ID.ana, ID.ana]);
  });

  test('to somebody who may no longer see client information is given up', async () => {
    const told: string[] = [];
    areInsiders = false;
    try {
      const onUndeliverable: DeliverDeps['onUndeliverable'] = async (_, { destination }) =>
        void told.push(destination);
      expect(await attempt({ onUndeliverable })).toBe('failed');
    } finally {
      areInsiders = true;
    }
    expect(told).toEqual([ID.ana]);
    expect(await row()).toMatchObject({ status: 'failed', last_error: 'refused' });
    expect(await messages()).toEqual([]);
  });

  test('that could not be delivered leaves the client to be asked about at the next occurrence', async () => {
    await fault('chat.postMessage', { kind: 'error', error: 'user_disabled' });
    await attempt();
    clock.at = clock.at.add({ hours: 24 * 7 });
    await planRounds(database.db, clock);
    expect(await dueDeliveries(database.db, clock.now(), 10)).toHaveLength(1);
  });

  test.each(['invalid_auth', 'not_authed', 'missing_scope'])(
    'waits for the installation to be fixed after %s',
    async (error) => {
      await fault('chat.postMessage', { kind: 'error', error });
      expect(await attempt()).toBe('later');
      await waitUntilDue();
      expect(await attempt()).toBe('sent');
      expect(await messages()).toHaveLength(1);
    },
  );

  test('is not sent by a process that slept until its lease was nearly over', async () => {
    const sleepy: Render = async (...args) => {
      const message = await renderRound({ db: database.db, clock })(...args);
      clock.at = clock.at.add({ seconds: 80 });
      return message;
    };
    expect(await attempt({ render: sleepy })).toBe('later');
    expect(await messages()).toHaveLength(0);
    clock.at = clock.at.add({ seconds: 10 });
    expect(await attempt()).toBe('sent');
    expect(await messages()).toHaveLength(1);
  });

  test('is not sent when everything has been answered already', async () => {
    await settle();
    expect(await attempt()).toBe('failed');
    expect(await row()).toMatchObject({ status: 'failed', last_error: 'nothing_to_say' });
    expect(await messages()).toHaveLength(0);
  });
});

describe('a sent reminder', () => {
  beforeEach(async () => {
    await attempt();
    await settle();
  });

  test('is due again once it is out of date, and is updated in its place', async () => {
    expect(await dueDeliveries(database.db, clock.now(), 10)).toMatchObject([{ ...ids, isSent: true }]);
    expect(await attempt()).toBe('updated');
    expect((await messages()).map(({ text }) => text)).toEqual(['Checked in: Acme.']);
    expect(await dueDeliveries(database.db, clock.now(), 10)).toEqual([]);
    expect(await attempt()).toBe('nothing-to-do');
  });

  test('is updated once by two workers that have the same job', async () => {
    const outcomes: string[] = [];
    const meanwhile: Render = async (...args) => {
      outcomes.push(...(await Promise.all([attempt(), attempt()])));
      return renderRound({ db: database.db, clock })(...args);
    };
    expect(await attempt({ render: meanwhile })).toBe('updated');
    expect(outcomes).toEqual(['nothing-to-do', 'nothing-to-do']);
    expect(await calls('chat.update')).toHaveLength(1);
  });

  test.each([
    { kind: 'rate_limited', retryAfterSeconds: 30 },
    { kind: 'status', status: 500 },
    { kind: 'time_out', when: 'after' },
  ] as const)('is updated at last though Slack answered with %o', async (what) => {
    await fault('chat.update', what);
    expect(await attempt()).toBe('later');
    expect(await attempt()).toBe('nothing-to-do');
    await waitUntilDue();
    expect(await attempt()).toBe('updated');
    expect((await messages()).map(({ text }) => text)).toEqual(['Checked in: Acme.']);
  });

  test('tells nothing more to a reader who has become a guest since', async () => {
    areInsiders = false;
    try {
      expect(await attempt()).toBe('failed');
    } finally {
      areInsiders = true;
    }
    expect(await calls('chat.update')).toEqual([]);
    expect(await attempt()).toBe('nothing-to-do');
  });

  test('that its reader has deleted is left alone, and not sent again', async () => {
    await fault('chat.update', { kind: 'error', error: 'message_not_found' });
    expect(await attempt()).toBe('failed');
    expect(await dueDeliveries(database.db, clock.now(), 10)).toEqual([]);
    expect(await calls('chat.postMessage')).toHaveLength(1);
  });

  test('that changes again while it is updated is updated once more', async () => {
    const overtaken: Render = async (...args) => {
      const message = await renderRound({ db: database.db, clock })(...args);
      await database.db
        .updateTable('deliveries')
        .set((eb) => ({ revision: eb('revision', '+', 1) }))
        .execute();
      return message;
    };
    expect(await attempt({ render: overtaken })).toBe('updated');
    expect(await dueDeliveries(database.db, clock.now(), 10)).toMatchObject([{ ...ids, isSent: true }]);
    expect(await attempt()).toBe('updated');
    expect(await attempt()).toBe('nothing-to-do');
  });

  test('that was found after a lost answer is updated', async () => {
    await database.db
      .updateTable('deliveries')
      .set({
        status: 'sending',
        lease_until: clock.at,
        channel_id: null,
        message_ts: null,
        sent_at: null,
      })
      .execute();
    expect(await attempt()).toBe('sent');
    expect(await attempt()).toBe('updated');
    expect((await messages()).map(({ text }) => text)).toEqual(['Checked in: Acme.']);
  });
});

describe('a message outside of its reader’s hours', () => {
  let until: Temporal.Instant;
  const waits: Pick<DeliverDeps, 'notBefore'> = {
    notBefore: async (_, personId) =>
      personId === ID.ana && Temporal.Instant.compare(clock.at, until) < 0 ? until : null,
  };

  beforeEach(() => {
    until = clock.at.add({ hours: 9 });
  });

  test('waits without counting that as an attempt, and then comes once', async () => {
    expect(await attempt(waits)).toBe('later');
    expect(await row()).toMatchObject({ status: 'pending', attempts: 0, next_attempt_at: until });
    expect(await attempt(waits)).toBe('nothing-to-do');
    expect(await messages()).toEqual([]);
    clock.at = until;
    expect(await attempt(waits)).toBe('sent');
    expect(await attempt(waits)).toBe('nothing-to-do');
    expect(await messages()).toHaveLength(1);
  });

  test('that may be sent already is looked for at any hour, and not sent again', async () => {
    await fault('chat.postMessage', { kind: 'time_out', when: 'after' });
    expect(await attempt()).toBe('later');
    await waitUntilDue();
    expect(await attempt(waits)).toBe('sent');
    expect(await calls('chat.postMessage')).toHaveLength(1);
  });

  test('that turns out not to be sent waits, and is looked for once more before it is sent', async () => {
    await fault('chat.postMessage', { kind: 'time_out', when: 'before' });
    expect(await attempt()).toBe('later');
    await waitUntilDue();
    expect(await attempt(waits)).toBe('later');
    expect(await row()).toMatchObject({ status: 'sending', attempts: 1, lease_until: until });
    await waitUntilDue();
    expect(clock.at).toEqual(until);
    expect(await attempt(waits)).toBe('sent');
    expect(await messages()).toHaveLength(1);
    expect(await calls('conversations.history')).toHaveLength(2);
  });

  test('does not wait when everything has been answered already', async () => {
    await settle();
    expect(await attempt(waits)).toBe('failed');
  });

  test('is updated at any hour', async () => {
    await attempt();
    await settle();
    expect(await attempt(waits)).toBe('updated');
  });

  test('is sent anyway if it has to go at once', async () => {
    const deliveryId = await database.db
      .transaction()
      .execute((trx) =>
        addDelivery(trx, ID.team, { kind: 'nudge', destination: ID.ana, atOnce: true }, clock.now()),
      );
    ids = { ...ids, deliveryId };
    const urgent: Render = async () => ({ text: 'It burns.', blocks: [] });
    expect(await attempt({ render: urgent, ...waits })).toBe('sent');
  });
});

describe('a message in a thread', () => {
  let round: typeof ids;
  const answer: Render = async () => ({ text: 'Still waiting.', blocks: [] });
  const inThread = (using: Parameters<typeof attempt>[0] = {}) => attempt({ render: answer, ...using });

  beforeEach(async () => {
    round = ids;
    const deliveryId = await database.db
      .transaction()
      .execute((trx) =>
        addDelivery(
          trx,
          ID.team,
          { kind: 'nudge', destination: ID.ana, replyTo: round.deliveryId },
          clock.now(),
        ),
      );
    ids = { ...round, deliveryId };
  });

  async function sendRound() {
    const nudge = ids;
    ids = round;
    expect(await attempt()).toBe('sent');
    ids = nudge;
  }

  test('goes under the message that it answers', async () => {
    await sendRound();
    expect(await inThread()).toBe('sent');
    const [message, ...others] = await messages();
    expect(others).toEqual([]);
    expect(message?.replies.map(({ text }) => text)).toEqual(['Still waiting.']);
  });

  test('waits for the message that it answers, without counting that as an attempt', async () => {
    expect(await inThread()).toBe('later');
    expect(await row()).toMatchObject({ status: 'pending', attempts: 0 });
    await sendRound();
    await waitUntilDue();
    expect(await inThread()).toBe('sent');
    expect((await messages())[0]?.replies).toHaveLength(1);
  });

  test('whose answer got lost is found in the thread, and not sent again', async () => {
    await sendRound();
    await fault('chat.postMessage', { kind: 'time_out', when: 'after' });
    expect(await inThread()).toBe('later');
    await waitUntilDue();
    expect(await inThread()).toBe('sent');
    const [message] = await messages();
    expect(message?.replies).toHaveLength(1);
    expect((await row()).message_ts).toBe(message?.replies[0]?.ts);
  });

  test('becomes a message of its own when the one it answers was deleted', async () => {
    await sendRound();
    await fault('chat.postMessage', { kind: 'error', error: 'thread_not_found' });
    expect(await inThread()).toBe('sent');
    expect((await messages()).map(({ text }) => text)).toContain('Still waiting.');
  });

  test('that became a message of its own is found when its answer gets lost', async () => {
    await sendRound();
    await fault('chat.postMessage', { kind: 'error', error: 'thread_not_found' });
    await fault('chat.postMessage', { kind: 'time_out', when: 'after' });
    expect(await inThread()).toBe('later');
    await waitUntilDue();
    await fault('conversations.replies', { kind: 'error', error: 'thread_not_found' });
    expect(await inThread()).toBe('sent');
    expect((await messages()).filter(({ text }) => text === 'Still waiting.')).toHaveLength(1);
  });
});

describe('a message to a channel', () => {
  const digest: Render = async () => ({ text: 'All is well.', blocks: [] });

  beforeEach(async () => {
    const deliveryId = await database.db
      .transaction()
      .execute((trx) => addDelivery(trx, ID.team, { kind: 'nudge', destination: ID.leads }, clock.now()));
    ids = { workspaceId: ID.team, deliveryId };
  });
  const inChannel = () => calls('chat.postMessage');

  test('whose answer got lost is unknown, for its history is not ours to read, and is not sent again', async () => {
    await fault('chat.postMessage', { kind: 'time_out', when: 'after' });
    expect(await attempt({ render: digest })).toBe('later');
    await waitUntilDue();
    expect(await attempt({ render: digest })).toBe('unknown');
    expect((await row()).status).toBe('unknown');
    expect(await inChannel()).toHaveLength(1);
    expect(await calls('conversations.history')).toEqual([]);
  });

  test('is sent at any hour', async () => {
    const notBefore = async () => clock.at.add({ hours: 9 });
    expect(await attempt({ render: digest, notBefore })).toBe('sent');
  });

  test('is sent after a crash before it was on its way', async () => {
    const dies: Render = async () => {
      throw new Error('The process is gone');
    };
    await expect(attempt({ render: dies })).rejects.toThrow('gone');
    await waitUntilDue();
    expect(await attempt({ render: digest })).toBe('sent');
    expect(await inChannel()).toHaveLength(1);
  });
});
