import type { Clock } from '../../clock.ts';
import { secret } from '../state/ids.ts';

/** What a response_url leads back to. */
export interface ResponseTarget {
  channel: string;
  userId: string;
  /** The message that was used: `replace_original` and `delete_original` mean this one. */
  originalTs: string | null;
}

const lifetimeMs = 30 * 60 * 1000;
const maxUses = 5;

/** Addresses that work five times within thirty minutes. */
export class ResponseUrls {
  #issued = new Map<string, ResponseTarget & { issuedMs: number; uses: number }>();
  #clock: Clock;
  baseUrl = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(target: ResponseTarget): string {
    const id = secret(20);
    this.#issued.set(id, { ...target, issuedMs: this.#clock.now().epochMilliseconds, uses: 0 });
    return `${this.baseUrl}/response/${id}`;
  }

  /** Counts one use. Returns Slack's error code if the address no longer works. */
  use(id: string): ResponseTarget | 'expired_url' | 'used_url' | 'not_found' {
    const issued = this.#issued.get(id);
    if (!issued) return 'not_found';
    if (this.#clock.now().epochMilliseconds - issued.issuedMs > lifetimeMs) return 'expired_url';
    if (issued.uses >= maxUses) return 'used_url';
    issued.uses += 1;
    return issued;
  }
}
