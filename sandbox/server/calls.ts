import type { Clock } from '../clock.ts';
import type { ApiCall } from '../protocol.ts';
import type { Raw } from '../raw.ts';

const kept = 20_000;

/** What the app has called, oldest first, without tokens. */
export class CallLog {
  #calls: ApiCall[] = [];
  #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  record(method: string, args: Raw, outcome: string): void {
    const { token: _, ...rest } = args;
    this.#calls.push({ method, at: this.#clock.now().toString(), args: rest, outcome });
    if (this.#calls.length > kept) this.#calls.shift();
  }

  of(method: string | null): ApiCall[] {
    return this.#calls.filter((call) => method === null || call.method === method);
  }
}
