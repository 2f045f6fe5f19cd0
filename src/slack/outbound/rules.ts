export const DELIVERY_KINDS = ['round', 'digest', 'nudge', 'notice', 'alert'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** How far a message has come: see `deliver.ts`. */
export const DELIVERY_STATUSES = ['pending', 'sending', 'sent', 'failed', 'unknown'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
