import { Random } from '../random.ts';

/** What people do about a prompt here. */
const KINDS = ['check-in', 'skip', 'snooze', 'snooze-until'] as const;

/** What someone does about the prompt in their DM, and how far they got. */
export interface Act {
  ownerId: string;
  kind: (typeof KINDS)[number];
  /** What they type: the client's words, or why they skip. */
  words: string;
  /** What they promise in a check-in; null for nothing. */
  promise: string | null;
  /** Whether they were told that it is done: the modal closed, or the DM shows it. */
  told: boolean;
  /** The modal that closed. */
  viewId: string | null;
}

/** The share of people who react to their prompt. */
const SHARE = 0.3;

/** Decides who does what. The same seed gives the same. */
export function planActs(ownerIds: readonly string[], seed: number): Act[] {
  const random = new Random(seed);
  const acting = ownerIds.filter(() => random.next() < SHARE);
  return acting.map((ownerId, index) => ({
    ownerId,
    kind: KINDS[index % KINDS.length] ?? 'check-in',
    words: `What ${ownerId} typed`,
    promise: random.next() < 0.5 ? `What ${ownerId} promised` : null,
    told: false,
    viewId: null,
  }));
}
