/**
 * The life of a prompt. Whatever changes one is a function of this file, in a transaction that has locked the prompt or its
 * client:
 *
 *      createPrompts ─────► waiting ──── markAsked ────► asked ─┐
 *            │              │  ▲  ▲ │                    │ │ ▲  │ markNudged, postponeNudge,
 *            │              │  │  └─┘ reschedule         │ │ └──┘ markEscalated
 *            │              │  │                         │ │
 *            │              │  └── markSnoozed, requeue, ┘ │
 *            │              │      reassign               │
 *            ▼              ▼                             ▼
 *          missed         answered, skipped, missed or dropped, for good
 *
 * - waiting: `ask_at` says when it goes into a round. One that was asked before is snoozed, or another's to answer now.
 * - asked: it is in a round, and `ask_at` is null. `next_nudge_at` says when its round is nudged about, or somebody else is
 *   told; null once there is nothing more to do but wait for an answer.
 *
 * Both have the status `open`, and a client has one open prompt at most. A function leaves alone what it does not apply to.
 */
import type { Transaction } from '../../storage/database.ts';
import { invalidatePromptMessages } from '../rounds/store.ts';
import type { MissedReason } from './rules.ts';
import { insertPrompts, type OpenPromptsKey, type PromptChange, updateOpenPrompts } from './store.ts';

/** Some prompts of a workspace. */
export interface PromptsKey {
  workspaceId: string;
  promptIds: readonly string[];
}

export function promptsKey(workspaceId: string, prompts: readonly { id: string }[]): PromptsKey {
  return { workspaceId, promptIds: prompts.map(({ id }) => id) };
}

/** Who is to be asked, and from when on. */
export interface AskPlan {
  assigneeId: string;
  /** The owner, where the assignee is their cover. */
  coveringFor: string | null;
  askAt: Temporal.Instant;
}

/** An occurrence that has come: it is asked about, or was missed and would have been the assignee's. */
export type NewPrompt = { clientId: string; occurrenceAt: Temporal.Instant } & (
  | { ask: AskPlan }
  | { missed: MissedReason; assigneeId: string }
);

/** An occurrence that has a prompt already gets no second one, nor does a client that has an open one. */
export async function createPrompts(
  trx: Transaction,
  workspaceId: string,
  prompts: readonly NewPrompt[],
  now: Temporal.Instant,
): Promise<void> {
  const rows = prompts.map((prompt) => ({
    workspace_id: workspaceId,
    client_id: prompt.clientId,
    occurrence_at: prompt.occurrenceAt,
    created_at: now,
    ...('ask' in prompt
      ? { ...planColumns(prompt.ask), status: 'open' as const, missed_reason: null, closed_at: null }
      : {
          assignee_id: prompt.assigneeId,
          covering_for: null,
          ask_at: null,
          status: 'missed' as const,
          missed_reason: prompt.missed,
          closed_at: now,
        }),
    skip_reason: null,
    closed_by: null,
  }));
  await insertPrompts(trx, rows);
}

/** Waits until another time, or for somebody else. */
export async function reschedule(
  trx: Transaction,
  { workspaceId, promptId }: { workspaceId: string; promptId: string },
  plan: AskPlan,
): Promise<void> {
  const key = { workspaceId, promptIds: [promptId] };
  const ids = await updateOpenPrompts(trx, key, planColumns(plan), 'waiting');
  await invalidatePromptMessages(trx, workspaceId, ids);
}

/** It goes into a round now. Called before the round is added, so that only earlier messages are updated. */
export async function markAsked(
  trx: Transaction,
  workspaceId: string,
  asked: readonly { promptId: string; coveringFor: string | null }[],
  nextNudgeAt: Temporal.Instant | null,
): Promise<void> {
  const ids: string[] = [];
  for (const [coveringFor, members] of Map.groupBy(asked, (each) => each.coveringFor)) {
    const key = { workspaceId, promptIds: members.map(({ promptId }) => promptId) };
    const change = { ask_at: null, covering_for: coveringFor, nudge_count: 0, next_nudge_at: nextNudgeAt };
    ids.push(...(await updateOpenPrompts(trx, key, change, 'waiting')));
  }
  await invalidatePromptMessages(trx, workspaceId, ids);
}

/** A nudge about it goes out. */
export async function markNudged(
  trx: Transaction,
  key: PromptsKey,
  { nudgeCount, nextNudgeAt }: { nudgeCount: number; nextNudgeAt: Temporal.Instant },
): Promise<void> {
  const change = { nudge_count: nudgeCount, next_nudge_at: nextNudgeAt };
  await updateOpenPrompts(trx, key, change, 'asked');
}

/** The next nudge, or telling somebody else, waits; for good where `until` is null. */
export async function postponeNudge(
  trx: Transaction,
  key: PromptsKey,
  until: Temporal.Instant | null,
): Promise<void> {
  await updateOpenPrompts(trx, key, { next_nudge_at: until }, 'asked');
}

/** Somebody else was told, or there is nobody to tell: it stays open, and nobody is nudged about it any more. */
export async function markEscalated(trx: Transaction, key: PromptsKey, now: Temporal.Instant): Promise<void> {
  await updateOpenPrompts(trx, key, { escalated_at: now, next_nudge_at: null }, 'asked');
}

/** The assignee puts it off. @returns false when it is not open any more. */
export async function markSnoozed(
  trx: Transaction,
  { workspaceId, promptId }: { workspaceId: string; promptId: string },
  until: Temporal.Instant,
): Promise<boolean> {
  const key = { workspaceId, promptIds: [promptId] };
  const ids = await updateOpenPrompts(trx, key, { ask_at: until, next_nudge_at: null });
  await invalidatePromptMessages(trx, workspaceId, ids);
  return ids.length > 0;
}

/**
 * The assignee is away: it is asked again. Messages stay as they are until the next tick decides who is asked.
 */
export async function requeue(trx: Transaction, key: PromptsKey, now: Temporal.Instant): Promise<void> {
  await updateOpenPrompts(trx, key, { ask_at: now, next_nudge_at: null }, 'asked');
}

/** Somebody else is asked from now on, as if for the first time. */
export async function reassign(
  trx: Transaction,
  workspaceId: string,
  plans: readonly (AskPlan & { promptId: string })[],
): Promise<void> {
  const ids: string[] = [];
  for (const { promptId, ...plan } of plans) {
    const key = { workspaceId, promptIds: [promptId] };
    const change = { ...planColumns(plan), nudge_count: 0, next_nudge_at: null, escalated_at: null };
    ids.push(...(await updateOpenPrompts(trx, key, change)));
  }
  // After all of the prompts: a round that is being planned locks its prompts before its messages, too.
  await invalidatePromptMessages(trx, workspaceId, ids);
}

/** Something was learned about the client, in whatever way. @returns the prompt's id; null when none was open. */
export async function markAnswered(
  trx: Transaction,
  client: { workspaceId: string; clientId: string },
  by: string,
  now: Temporal.Instant,
): Promise<string | null> {
  const [id] = await close(trx, client, { status: 'answered', closed_by: by, closed_at: now });
  return id ?? null;
}

/** The assignee does not ask this time. @returns false when it is not open any more. */
export async function markSkipped(
  trx: Transaction,
  { workspaceId, promptId }: { workspaceId: string; promptId: string },
  { by, reason }: { by: string; reason: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const key = { workspaceId, promptIds: [promptId] };
  const change = { status: 'skipped', skip_reason: reason, closed_by: by, closed_at: now } as const;
  return (await close(trx, key, change)).length > 0;
}

/** Nobody was reached, or nobody answered before the next occurrence. */
export async function markMissed(
  trx: Transaction,
  key: PromptsKey,
  reason: MissedReason,
  now: Temporal.Instant,
): Promise<void> {
  await close(trx, key, { status: 'missed', missed_reason: reason, closed_at: now });
}

/** There is no reason to ask any more. @param by null where nobody has decided that. */
export async function markDropped(
  trx: Transaction,
  key: OpenPromptsKey,
  by: string | null,
  now: Temporal.Instant,
): Promise<void> {
  await close(trx, key, { status: 'dropped', closed_by: by, closed_at: now });
}

async function close(trx: Transaction, key: OpenPromptsKey, change: PromptChange): Promise<string[]> {
  const ids = await updateOpenPrompts(trx, key, { ...change, ask_at: null, next_nudge_at: null });
  await invalidatePromptMessages(trx, key.workspaceId, ids);
  return ids;
}

function planColumns({ assigneeId, coveringFor, askAt }: AskPlan) {
  return { assignee_id: assigneeId, covering_for: coveringFor, ask_at: askAt };
}
