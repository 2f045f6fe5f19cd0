import { Random } from './random.ts';

/** The ways in which people deal with a prompt here. */
const KINDS = ['check-in', 'skip', 'snooze', 'snooze-until'] as const;

/** What somebody does about the prompt in their DM, and how far they have come with it. */
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

/** This part of those who are asked do something about it. */
const SHARE = 0.3;

/** Decides who is going to do what. The same seed decides the same. */
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
