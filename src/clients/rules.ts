import type { Cadence } from './cadence.ts';

export type ClientStatus = 'prospect' | 'active' | 'paused' | 'leaving' | 'ended';

/** An organisation we serve. */
export interface Client {
  id: string;
  workspaceId: string;
  name: string;
  status: ClientStatus;
  ownerId: string;
  coverId: string | null;
  /** Our internal channel about this client. */
  channelId: string | null;
  cadence: Cadence;
  /** The longest acceptable gap between contacts, in days. */
  longestGapDays: number;
  monthlyValue: { amount: number; currency: string } | null;
  agreedHours: number | null;
  contact: { name: string | null; address: string | null; reach: string | null };
  questionNumber: number;
  nextDueAt: Temporal.Instant | null;
  lastContactAt: Temporal.Instant | null;
  createdAt: Temporal.Instant;
  updatedAt: Temporal.Instant;
}

/** The longest name that a client may have, in UTF-16 units. */
export const NAME_MAX = 80;

/** Folds a name for comparison: two names with the same key are the same client. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s+/gu, ' ').trim();
}

/** Whether reminders are planned for a client of this status. */
export function isAsked(status: ClientStatus): boolean {
  return status === 'active' || status === 'leaving' || status === 'prospect';
}
