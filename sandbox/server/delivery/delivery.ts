import type { Raw } from '../../raw.ts';

/** The three kinds of payload, as Socket Mode names them. */
export type EnvelopeKind = 'interactive' | 'slash_commands' | 'events_api';

/** What happened to a payload. `dropped`: the connection was lost before the app acknowledged. */
export type Reply =
  | { outcome: 'acked'; body: unknown }
  | { outcome: 'timeout' }
  | { outcome: 'dropped' }
  | { outcome: 'not_connected' }
  | { outcome: 'failed'; reason: string };

/** Marks a payload as a retry: `attempt` counts from 1. */
export interface Retry {
  attempt: number;
  reason: string;
}

/** A way to the app: Socket Mode or signed HTTP. */
export interface Delivery {
  connected(): boolean;
  /** Sends once and waits for the acknowledgement, at most as long as Slack does. */
  send(kind: EnvelopeKind, payload: Raw, retry?: Retry): Promise<Reply>;
  /** Calls back whenever the app can be reached. */
  onConnected(callback: () => void): void;
  stop(): Promise<void>;
}
