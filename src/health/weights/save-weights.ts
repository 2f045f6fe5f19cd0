import { markAllHealthDue } from '../../clients/store.ts';
import { findPerson } from '../../people/store.ts';
import { UserError } from '../../runtime/errors.ts';
import type { Requester } from '../../slack/inbound/requester.ts';
import type { Database } from '../../storage/database.ts';
import { loadWorkspace } from '../../workspaces/store.ts';
import type { Weights } from '../score/rules.ts';
import { updateWeights } from './store.ts';

type By = Pick<Requester, 'workspaceId' | 'userId'>;

/** Sets how much each input counts, and has all scores recalculated. @throws UserError for somebody who may not. */
export async function saveWeights(db: Database, by: By, weights: Weights): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await assertMaySetWeights(trx, by);
    await updateWeights(trx, by.workspaceId, weights);
    await markAllHealthDue(trx, by.workspaceId);
  });
}

/** @throws UserError for anybody but the lead, where there is one. */
export async function assertMaySetWeights(db: Database, { workspaceId, userId }: By): Promise<void> {
  const { leadId } = await loadWorkspace(db, workspaceId);
  if (leadId === null || leadId === userId) return;
  const lead = (await findPerson(db, workspaceId, leadId))?.name ?? 'somebody';
  throw new UserError(`Only ${lead}, the lead, can change the health weights.`);
}
