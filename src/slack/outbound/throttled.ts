import type { Clock } from '../../runtime/clock.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Messenger } from './messenger.ts';
import { type Bucket, bucketsOfMessage } from './rate-limit-rules.ts';
import { RateLimited, type RateLimiter } from './rate-limiter.ts';
import { failureCode, retryAfterSeconds } from './slack-errors.ts';

/** How long to wait after a 429 that names no time, in seconds. */
const UNNAMED_SECONDS = 60;

/**
 * The messenger for what somebody has just asked for: what it posts in a channel waits its turn with everything else that is
 * sent there. If that would take long, it says so at once, since no row keeps the message for later.
 */
export function throttled(
  messenger: Messenger,
  rateLimiter: RateLimiter,
  clock: Clock,
  workspaceId: string,
): Messenger {
  async function stop(bucket: Bucket | undefined, seconds = UNNAMED_SECONDS): Promise<void> {
    if (bucket) await rateLimiter.block(workspaceId, bucket, clock.now().add({ seconds }));
  }

  return {
    ...messenger,
    async sendToChannel(channelId, message, options) {
      const buckets = bucketsOfMessage(channelId);
      try {
        await rateLimiter.acquire(workspaceId, buckets);
        return await messenger.sendToChannel(channelId, message, options);
      } catch (error) {
        const isTooFast = failureCode(error) === 'ratelimited';
        if (isTooFast) await stop(buckets[0], retryAfterSeconds(error));
        if (!isTooFast && !(error instanceof RateLimited)) throw error;
        throw new UserError('Too much is being posted here right now. Try again in a minute.');
      }
    },
  };
}
