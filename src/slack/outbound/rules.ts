/** What kind of message it is: the feature that makes its words registers a render for its kind. */
export const DELIVERY_KINDS = ['round', 'digest', 'nudge', 'notification'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/**
 * How far a message has come: see `deliver.ts`.
 *
 * @internal
 */
export const DELIVERY_STATUSES = ['pending', 'sending', 'sent', 'failed', 'unknown'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Where a message is once it is sent. */
export interface SentMessage {
  channelId: string;
  ts: string;
}

export interface DeliveryKey {
  workspaceId: string;
  deliveryId: string;
}

/** One message that Rapport owes Slack. */
export interface Delivery {
  id: string;
  workspaceId: string;
  kind: DeliveryKind;
  /** A person's id (a DM) or a channel's. */
  destination: string;
  status: DeliveryStatus;
  attempts: number;
  sent: SentMessage | null;
  /** The delivery in whose thread it goes; null for a message of its own. */
  replyTo: string | null;
  /** Whether it goes at any hour; if not, one to a person waits for their hours. */
  atOnce: boolean;
  /** The revision that a message made now shows at least. */
  revision: number;
  createdAt: Temporal.Instant;
}
