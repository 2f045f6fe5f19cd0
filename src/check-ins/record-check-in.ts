import type { Transaction } from '../storage/database.ts';

/**
 * Marks the open prompt about a client as answered, within the transaction that saves the check-in.
 * @returns the prompt's id, or null when none was open.
 */
export type SettlePrompt = (
  trx: Transaction,
  workspaceId: string,
  clientId: string,
  settledBy: string,
  now: Temporal.Instant,
) => Promise<string | null>;
