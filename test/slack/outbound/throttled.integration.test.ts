import { beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../../src/runtime/errors.ts';
import { type Message, plain, section } from '../../../src/slack/blocks/blocks.ts';
import { createMessenger, type Messenger } from '../../../src/slack/outbound/messenger.ts';
import { bucketsOfMessage } from '../../../src/slack/outbound/rate-limit-rules.ts';
import {
  createRateLimiter,
  RateLimited,
  type RateLimiter,
} from '../../../src/slack/outbound/rate-limiter.ts';
import { throttled } from '../../../src/slack/outbound/throttled.ts';
import { clearAgency, StillClock, seedAgency } from '../../reminders/agency.ts';
import { useDatabase } from '../../support/database.ts';
import { ID } from '../../support/studio.ts';
import { useSmallApp } from '../small-app.ts';

const app = useSmallApp(() => {});
const database = useDatabase();
const start = Temporal.Instant.from('2026-03-03T09:00:00Z');
const clock = new StillClock(start);
let rateLimiter: RateLimiter;
let messenger: Messenger;

beforeEach(async () => {
  clock.at = start;
  await app.driver.clearFaults();
  await clearAgency(database.db);
  await seedAgency(database.db);
  // A sender that waits moves the clock on: nobody sleeps in this test.
  rateLimiter = createRateLimiter(database.db, clock, async (ms) => {
    clock.at = clock.at.add({ milliseconds: ms });
  });
  const plainMessenger = createMessenger(app.connection.web, async () => true);
  messenger = throttled(plainMessenger, rateLimiter, clock, ID.team);
});

const message = (text: string): Message => ({ text, blocks: [section(plain(text))] });

const say = (text: string, channelId: string = ID.leads) => messenger.sendToChannel(channelId, message(text));

const posted = async (text: string) =>
  (await app.driver.calls('chat.postMessage')).filter(({ args }) => args.text === text);

const waited = () => clock.at.since(start).total('milliseconds');

const tooMuch = (error: unknown) =>
  error instanceof UserError &&
  error.message === 'Too much is being posted here right now. Try again in a minute.';

describe('what somebody has just asked to post', () => {
  test('is posted at once in a quiet channel, and a second apart in a busy one', async () => {
    await say('One');
    expect(waited()).toBe(0);
    await say('Two');
    await say('Three');
    expect(waited()).toBe(2_000);
    await say('Elsewhere', ID.internal);
    expect(waited()).toBe(2_000);
    expect(await posted('Three')).toHaveLength(1);
  });

  test('waits its turn with what is delivered there', async () => {
    await rateLimiter.acquire(ID.team, bucketsOfMessage(ID.leads));
    await say('After the digest');
    expect(waited()).toBe(1_000);
  });

  test('is refused in plain words, and not posted, when its turn is far off', async () => {
    const [, channel] = bucketsOfMessage(ID.leads);
    if (!channel) throw new Error('A channel has no bucket');
    await rateLimiter.block(ID.team, channel, start.add({ seconds: 20 }));
    await expect(say('Too much')).rejects.toSatisfy(tooMuch);
    expect(waited()).toBe(0);
    expect(await posted('Too much')).toEqual([]);
    clock.at = start.add({ seconds: 20 });
    await say('Too much');
    expect(await posted('Too much')).toHaveLength(1);
  });

  test('is refused in the same words after a 429, and nobody posts before the time it named', async () => {
    await app.driver.fault({
      method: 'chat.postMessage',
      fault: { kind: 'rate_limited', retryAfterSeconds: 30 },
    });
    await expect(say('Too fast')).rejects.toSatisfy(tooMuch);
    await expect(rateLimiter.acquire(ID.team, bucketsOfMessage('D1'))).rejects.toThrow(RateLimited);
    await expect(rateLimiter.acquire(ID.team, bucketsOfMessage('D1'))).rejects.toMatchObject({
      retryAt: start.add({ seconds: 30 }),
    });
  });

  test('is refused for its own reason when it cannot be posted', async () => {
    await expect(say('Nowhere', 'C0NOWHERE')).rejects.toThrow('I’m not in that channel yet');
    await app.driver.fault({ method: 'chat.postMessage', fault: { kind: 'error', error: 'is_archived' } });
    await expect(say('Archived')).rejects.toMatchObject({ data: { error: 'is_archived' } });
  });
});
