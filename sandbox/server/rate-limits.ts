import type { Clock } from '../clock.ts';

/** `slack`: Slack's own limits. `off`: none. Numbers: `chat.postMessage` per channel, for tests of limits. */
export type RateLimitOptions = 'slack' | 'off' | { burst: number; perSecond: number };

interface Allowance {
  burst: number;
  perSecond: number;
}

interface Bucket {
  left: number;
  atMs: number;
  clockMs: number;
}

/** Calls a minute for each of Slack's tiers, as its rate-limit page has them. */
const perMinute = { 2: 20, 3: 50, 4: 100 } as const;

const tiers: Record<string, keyof typeof perMinute> = {
  'conversations.list': 2,
  'conversations.create': 2,
  'users.list': 2,
  'conversations.history': 3,
  'conversations.replies': 3,
  'conversations.info': 3,
  'conversations.open': 3,
  'chat.update': 3,
  'chat.delete': 3,
  'conversations.members': 4,
  'users.info': 4,
  'chat.postEphemeral': 4,
  'views.open': 4,
  'views.update': 4,
  'views.push': 4,
  'views.publish': 4,
};

const messagesPerChannel: Allowance = { burst: 10, perSecond: 1 };
const messagesPerWorkspace: Allowance = { burst: 300, perSecond: 5 };

/**
 * Slack's rate limits as token buckets. They fill with real, monotonic time, so that a clock that stands still stops
 * nobody for good; and with the sandbox's clock where it is moved on, for the weeks in between are not one burst.
 */
export class RateLimits {
  #buckets = new Map<string, Bucket>();
  #options: RateLimitOptions;
  #clock: Clock;

  constructor(options: RateLimitOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Whole seconds to wait, for `Retry-After`; null when the call may go on. */
  take(method: string, channel: string): number | null {
    if (this.#options === 'off') return null;
    if (method === 'chat.postMessage') {
      const own = this.#options === 'slack' ? messagesPerChannel : this.#options;
      return this.#draw(`${method} ${channel}`, own) ?? this.#draw(method, messagesPerWorkspace);
    }
    const tier = tiers[method];
    if (tier === undefined || this.#options !== 'slack') return null;
    return this.#draw(method, { burst: perMinute[tier], perSecond: perMinute[tier] / 60 });
  }

  #draw(key: string, { burst, perSecond }: Allowance): number | null {
    const nowMs = performance.now();
    const clockMs = this.#clock.now().epochMilliseconds;
    const bucket = this.#buckets.get(key) ?? { left: burst, atMs: nowMs, clockMs };
    const passedMs = Math.max(nowMs - bucket.atMs, clockMs - bucket.clockMs);
    bucket.left = Math.min(burst, bucket.left + (passedMs / 1000) * perSecond);
    bucket.atMs = nowMs;
    bucket.clockMs = clockMs;
    this.#buckets.set(key, bucket);
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
    bucket.left -= 1;
    return null;
  }
}
