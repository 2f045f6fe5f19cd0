/**
 * What can be set on a client until a day: the band that counts, or that nobody gets alerts about it.
 *
 * @internal
 */
export const HOLD_KINDS = ['override', 'mute'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

/** Something that somebody has set on a client, and why. It ends by itself, or when somebody ends it. */
export interface Hold {
  reason: string;
  by: string;
  at: Temporal.Instant;
  until: Temporal.Instant;
}

/** In UTF-16 units. */
export const HOLD_REASON_MAX = 300;
export const HOLD_REASON_MISSING = 'Say why in a few words, so others understand it later.';
