import type { Clock } from '../../clock.ts';
import type { Method } from './method.ts';

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
const PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100 };

const PER_CHANNEL: Allowance = { burst: 10, perSecond: 1 };
const PER_WORKSPACE: Allowance = { burst: 300, perSecond: 5 };

/**
 * Slack's rate limits as token buckets. They fill with real, monotonic time, so that a clock that stands still blocks
 * nobody for good; and with the sandbox's clock where it is moved on, since the weeks in between are not one burst.
 */
export class RateLimits {
  #buckets = new Map<string, Bucket>();
  #options: RateLimitOptions;
  #clock: Clock;

  constructor(options: RateLimitOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  /** Whole seconds to wait, for `Retry-After`; null if the call may go ahead. */
  take({ name, tier }: Method, channel: string): number | null {
    if (this.#options === 'off' || tier === 'none') return null;
    if (tier === 'posting') {
      const own = this.#options === 'slack' ? PER_CHANNEL : this.#options;
      return this.#draw(`${name} ${channel}`, own) ?? this.#draw(name, PER_WORKSPACE);
    }
    if (this.#options !== 'slack') return null;
    return this.#draw(name, { burst: PER_MINUTE[tier], perSecond: PER_MINUTE[tier] / 60 });
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
