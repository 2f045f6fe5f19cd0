import { randomInt } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { SlackError } from '../slack-error.ts';
import { secret } from '../state/ids.ts';

interface Trigger {
  userId: string;
  /** The modal or Home in which the person acted, if any. */
  viewId: string | null;
  issuedMs: number;
  used: boolean;
}

const lifetimeMs = 3000;
const forgottenMs = 3_600_000;

/** The `trigger_id`s: each opens one view, within three seconds of the act. */
export class Triggers {
  #issued = new Map<string, Trigger>();
  #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(userId: string, viewId: string | null = null): string {
    this.#forgetOld();
    const id = `${randomInt(1e9, 1e10)}.${randomInt(1e9, 1e10)}.${secret(16)}`;
    this.#issued.set(id, { userId, viewId, issuedMs: this.#nowMs(), used: false });
    return id;
  }

  /** Finds a trigger without using it up. @throws SlackError invalid_, expired_ or exchanged_trigger_id. */
  check(id: string): Trigger {
    const trigger = this.#issued.get(id);
    if (!trigger) throw new SlackError('invalid_trigger_id');
    if (trigger.used) throw new SlackError('exchanged_trigger_id');
    if (this.#nowMs() - trigger.issuedMs > lifetimeMs) throw new SlackError('expired_trigger_id');
    return trigger;
  }

  use(id: string): void {
    this.check(id).used = true;
  }

  /** After an hour a trigger is forgotten: the app gets `invalid_trigger_id`. */
  #forgetOld(): void {
    for (const [id, { issuedMs }] of this.#issued) {
      if (this.#nowMs() - issuedMs < forgottenMs) return;
      this.#issued.delete(id);
    }
  }

  #nowMs(): number {
    return this.#clock.now().epochMilliseconds;
  }
}
