import type { Raw } from '../../raw.ts';
import { newId, secret } from '../state/ids.ts';
import { nowSeconds, type SandboxState } from '../state/state.ts';
import type { Delivery, Reply } from './delivery.ts';

/** Slack's three retries: right away, after a minute, after five. */
const retryAfterMs = [0, 60_000, 300_000];

/** Sends the events that the manifest subscribes to, and retries like Slack if they are not acknowledged. */
export class Events {
  #state: SandboxState;
  #delivery: Delivery;
  #parked: (() => void)[] = [];
  #timers = new Set<NodeJS.Timeout>();

  constructor(state: SandboxState, delivery: Delivery) {
    this.#state = state;
    this.#delivery = delivery;
    delivery.onConnected(() => {
      const parked = this.#parked;
      this.#parked = [];
      for (const send of parked) send();
    });
  }

  /**
   * Sends the event `times` times, with the same `event_id`. Resolves once each has been acknowledged or has failed for the
   * first time; retries continue after that.
   */
  async dispatch(
    subscription: string,
    event: Raw,
    options: { shared?: boolean; times?: number } = {},
  ): Promise<void> {
    if (!this.#state.manifest.botEvents.has(subscription)) return;
    const payload = this.#callback(event, options.shared ?? false);
    const times = options.times ?? 1;
    await Promise.all(
      Array.from({ length: times }, (_, index) => this.#deliver(payload, index, index ? 'http_timeout' : '')),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#parked = [];
  }

  async #deliver(payload: Raw, attempt: number, reason: string): Promise<void> {
    const reply = await this.#delivery.send(
      'events_api',
      payload,
      attempt > 0 ? { attempt, reason } : undefined,
    );
    if (reply.outcome === 'acked') return;
    const waitMs = retryAfterMs[attempt];
    if (waitMs === undefined) return;
    const again = () => void this.#deliver(payload, attempt + 1, retryReason(reply));
    if (!this.#delivery.connected()) {
      this.#parked.push(again);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      again();
    }, waitMs);
    timer.unref();
    this.#timers.add(timer);
  }

  #callback(event: Raw, shared: boolean): Raw {
    const { team, app } = this.#state;
    return {
      token: 'sandbox-verification-token',
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: app.id,
      event,
      type: 'event_callback',
      event_id: newId('Ev'),
      event_time: nowSeconds(this.#state),
      authorizations: [
        {
          enterprise_id: null,
          team_id: team.id,
          user_id: app.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: shared,
      event_context: `4-${secret(20)}`,
    };
  }
}

function retryReason(reply: Reply): string {
  if (reply.outcome === 'timeout') return 'http_timeout';
  if (reply.outcome === 'failed') return 'http_error';
  return 'connection_failed';
}
