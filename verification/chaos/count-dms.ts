import type { Database } from '../../src/storage/database.ts';
import type { Dms } from './read-dms.ts';
import type { Stage } from './stage.ts';

/** What arrived in Slack, compared with what should have. */
export interface DmCounts {
  /** Prompts that were due, one for each client. */
  due: number;
  /** Rapport's messages in all DMs. */
  messages: number;
  /** DMs beyond one for the same prompt. */
  doubled: number;
  /** Prompts without a DM. */
  missing: number;
  /** Deliveries that Rapport gave up on: it does not know, or they failed. */
  unknown: number;
  failed: number;
}

export function isExact({ due, messages, doubled, missing, unknown, failed }: DmCounts): boolean {
  return messages === due && doubled + missing + unknown + failed === 0;
}

/** Compares the DMs with every prompt in Postgres. */
export async function countDms(stage: Stage, dms: Dms): Promise<DmCounts> {
  const { db } = stage.postgres.database;
  const inSlack = timesSent(dms);
  const prompts = await deliveriesOfPrompts(db);
  let doubled = 0;
  let missing = stage.ownerIds.length - prompts.size;
  for (const deliveryIds of prompts.values()) {
    const shown = deliveryIds.reduce((sum, id) => sum + (inSlack.get(id) ?? 0), 0);
    if (shown === 0) missing += 1;
    if (shown > 1) doubled += shown - 1;
  }
  const rows = await db.selectFrom('deliveries').select('status').execute();
  return {
    due: stage.ownerIds.length,
    messages: [...inSlack.values()].reduce((sum, times) => sum + times, 0),
    doubled,
    missing,
    unknown: rows.filter(({ status }) => status === 'unknown').length,
    failed: rows.filter(({ status }) => status === 'failed').length,
  };
}

/** Whether nothing is planned or on its way, and every message is up to date. */
export async function isQuiet(stage: Stage): Promise<boolean> {
  const { db } = stage.postgres.database;
  const prompts = await db
    .selectFrom('prompts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (prompts.count < stage.ownerIds.length) return false;
  const open = await db
    .selectFrom('deliveries')
    .select('id')
    .where(({ eb, or, ref }) =>
      or([
        eb('status', 'in', ['pending', 'sending']),
        eb('status', '=', 'sent').and('shown_revision', '<', ref('revision')),
      ]),
    )
    .limit(1)
    .execute();
  const unasked = await db
    .selectFrom('prompts')
    .leftJoin('round_prompts', 'round_prompts.prompt_id', 'prompts.id')
    .select('prompts.id')
    .where('round_prompts.prompt_id', 'is', null)
    .where('prompts.ask_at', 'is not', null)
    .limit(1)
    .execute();
  return open.length + unasked.length === 0;
}

/** How often each delivery's id is in the DMs. */
function timesSent(dms: Dms): Map<string, number> {
  const times = new Map<string, number>();
  for (const { deliveryId } of [...dms.values()].flat()) {
    times.set(deliveryId, (times.get(deliveryId) ?? 0) + 1);
  }
  return times;
}

/** Each prompt's rounds: one, unless it was planned twice. */
async function deliveriesOfPrompts(db: Database): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('prompts')
    .leftJoin('round_prompts', 'round_prompts.prompt_id', 'prompts.id')
    .leftJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .select(['prompts.id', 'rounds.delivery_id'])
    .execute();
  const byPrompt = Map.groupBy(rows, ({ id }) => id);
  return new Map(
    [...byPrompt].map(([id, theirs]) => [id, theirs.flatMap(({ delivery_id }) => delivery_id ?? [])]),
  );
}
