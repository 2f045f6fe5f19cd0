import { createHmac } from 'node:crypto';
import type { Raw } from '../../raw.ts';
import type { Delivery, EnvelopeKind, Reply, Retry } from './delivery.ts';

/** Slack's `v0` signature of a request body. `timestamp` is in Unix seconds. @internal */
export function signatureOf(signingSecret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/**
 * Delivers to the app's request URL, signed. The timestamp is the real time, whatever the sandbox's clock says:
 * Bolt compares it with the machine's.
 */
export class HttpDelivery implements Delivery {
  #url: string;
  #signingSecret: string;
  #ackMs: number;

  constructor(url: string, signingSecret: string, ackMs: number) {
    this.#url = url;
    this.#signingSecret = signingSecret;
    this.#ackMs = ackMs;
  }

  connected(): boolean {
    return true;
  }

  onConnected(): void {}

  async send(kind: EnvelopeKind, payload: Raw, retry?: Retry): Promise<Reply> {
    const { body, type } = encode(kind, payload);
    const timestamp = Math.floor(Date.now() / 1000);
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(this.#ackMs),
        headers: {
          'Content-Type': type,
          'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'X-Slack-Request-Timestamp': String(timestamp),
          'X-Slack-Signature': signatureOf(this.#signingSecret, timestamp, body),
          ...(retry
            ? { 'X-Slack-Retry-Num': String(retry.attempt), 'X-Slack-Retry-Reason': retry.reason }
            : {}),
        },
      });
      const text = await response.text();
      const isFinal = kind === 'events_api' && response.headers.get('x-slack-no-retry') === '1';
      if (!response.ok && !isFinal) return { outcome: 'failed', reason: `http_status_${response.status}` };
      return { outcome: 'acked', body: parsed(text) };
    } catch (error) {
      if (error instanceof DOMException && error.name === 'TimeoutError') return { outcome: 'timeout' };
      return { outcome: 'not_connected' };
    }
  }

  async stop(): Promise<void> {}
}

function encode(kind: EnvelopeKind, payload: Raw): { body: string; type: string } {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'events_api') return { body: JSON.stringify(payload), type: 'application/json' };
  if (kind === 'interactive') {
    return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), type: form };
  }
  const fields = Object.entries(payload).map(([key, value]) => [key, String(value)]);
  return { body: new URLSearchParams(fields as [string, string][]).toString(), type: form };
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
