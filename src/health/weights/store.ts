import type { Database, Transaction } from '../../storage/database.ts';
import {
  DEFAULT_WEIGHTS,
  perScoreInput,
  SCORE_INPUTS,
  type ScoreInput,
  type Weights,
} from '../score/rules.ts';

const COLUMNS = perScoreInput((input) => `weight_${input}` as const);

/** How much each input counts in this workspace. */
export async function loadWeights(db: Database, workspaceId: string): Promise<Weights> {
  const row = await db
    .selectFrom('workspaces')
    .select(SCORE_INPUTS.map((input) => COLUMNS[input]))
    .where('id', '=', workspaceId)
    .executeTakeFirst();
  return row ? perScoreInput((input) => row[COLUMNS[input]]) : DEFAULT_WEIGHTS;
}

export async function updateWeights(trx: Transaction, workspaceId: string, weights: Weights): Promise<void> {
  const columns = Object.fromEntries(SCORE_INPUTS.map((input) => [COLUMNS[input], weights[input]])) as Record<
    (typeof COLUMNS)[ScoreInput],
    number
  >;
  await trx.updateTable('workspaces').set(columns).where('id', '=', workspaceId).execute();
}
