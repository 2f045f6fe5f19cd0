import type { NudgeLevel } from '../../preferences/rules.ts';
import type { DeliveryStatus } from '../../slack/outbound/rules.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';

/** The nudge that a delivery carries. */
export async function findNudgeByDelivery(
  db: Database,
  workspaceId: string,
  deliveryId: string,
): Promise<{ number: number; roundDeliveryId: string; isSent: boolean } | null> {
  const row = await db
    .selectFrom('nudges')
    .innerJoin('rounds', 'rounds.id', 'nudges.round_id')
    .innerJoin('deliveries', 'deliveries.id', 'nudges.delivery_id')
    .select(['nudges.number', 'rounds.delivery_id', 'deliveries.status'])
    .where('nudges.workspace_id', '=', workspaceId)
    .where('nudges.delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (!row) return null;
  return { number: row.number, roundDeliveryId: row.delivery_id, isSent: row.status === 'sent' };
}

/** How often a person wants to be nudged. */
export async function loadNudgeLevel(
  db: Database,
  { workspaceId, personId }: PersonKey,
): Promise<NudgeLevel> {
  const row = await db
    .selectFrom('people')
    .select('nudges')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .executeTakeFirst();
  return row?.nudges ?? 'standard';
}

/** The people with a prompt that a nudge is due for, or that somebody else is to be told about. */
export async function listPeopleToNudge(db: Database, now: Temporal.Instant): Promise<PersonKey[]> {
  const rows = await db
    .selectFrom('prompts')
    .select(['workspace_id', 'assignee_id'])
    .distinct()
    .where('status', '=', 'open')
    .where('ask_at', 'is', null)
    .where('next_nudge_at', '<=', now)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, personId: row.assignee_id }));
}

/** A prompt without an answer, and the newest round that shows it: its thread is where it is nudged about. */
export interface PromptToNudge {
  id: string;
  nudgeCount: number;
  roundId: string;
  roundDeliveryId: string;
  /** When Slack had the round's message; null while it has not, as far as we know. */
  sentAt: Temporal.Instant | null;
  roundStatus: DeliveryStatus;
}

/** What is locked elsewhere is left to the next tick. */
export async function lockPromptsToNudge(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  now: Temporal.Instant,
): Promise<PromptToNudge[]> {
  const rows = await trx
    .selectFrom('prompts')
    .innerJoin('round_prompts', 'round_prompts.prompt_id', 'prompts.id')
    .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .innerJoin('deliveries', 'deliveries.id', 'rounds.delivery_id')
    .select([
      'prompts.id',
      'prompts.nudge_count as nudgeCount',
      'rounds.id as roundId',
      'deliveries.id as roundDeliveryId',
      'deliveries.sent_at as sentAt',
      'deliveries.status as roundStatus',
    ])
    .where('prompts.workspace_id', '=', workspaceId)
    .where('prompts.assignee_id', '=', personId)
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', 'is', null)
    .where('prompts.next_nudge_at', '<=', now)
    .orderBy('prompts.id')
    .orderBy('rounds.due_at', 'desc')
    .forUpdate('prompts')
    .skipLocked()
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap(([newest]) => newest ?? []);
}

export async function insertNudge(
  trx: Transaction,
  nudge: { workspaceId: string; roundId: string; deliveryId: string; number: number },
  now: Temporal.Instant,
): Promise<void> {
  await trx
    .insertInto('nudges')
    .values({
      workspace_id: nudge.workspaceId,
      round_id: nudge.roundId,
      delivery_id: nudge.deliveryId,
      number: nudge.number,
      created_at: now,
    })
    .execute();
}
