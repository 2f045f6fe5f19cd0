import { assertNotEnded } from '../clients/find-client.ts';
import type { Client } from '../clients/rules.ts';
import { lockClient, markHealthDue } from '../clients/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import type { Requester } from '../slack/inbound/requester.ts';
import type { Database } from '../storage/database.ts';
import type { InvalidateFollowUpMessages } from './change-follow-up.ts';
import { addPromise, changePromise } from './keep-follow-up.ts';
import type { FollowUp, Promised } from './rules.ts';
import { isOpen } from './rules.ts';
import { followUpOfView } from './store.ts';

/** What was typed into the modal `viewId`: one modal makes one follow-up, however often it is submitted. */
export interface NotedFollowUp {
  clientId: string;
  viewId: string;
  /** `promisedById` is known in `people`. */
  promised: Promised;
}

/**
 * Notes a follow-up by itself. Submitted again, it takes what was typed last, unless it was done or dropped meanwhile.
 *
 * @returns `isNew` is false when this modal's follow-up was there already.
 * @throws UserError when the client is gone or ended.
 */
export async function noteFollowUp(
  db: Database,
  clock: Clock,
  show: InvalidateFollowUpMessages,
  { workspaceId, userId }: Pick<Requester, 'workspaceId' | 'userId'>,
  { clientId, viewId, promised }: NotedFollowUp,
): Promise<{ followUp: FollowUp; client: Client; isNew: boolean }> {
  return db.transaction().execute(async (trx) => {
    const now = clock.now();
    const client = await lockClient(trx, workspaceId, clientId);
    if (!client) throw new UserError('That client is not there any more, so nothing was saved.');
    const before = await followUpOfView(trx, workspaceId, viewId);
    if (before && (before.clientId !== clientId || before.createdBy !== userId)) throw notedElsewhere();
    if (before && !isOpen(before)) return { followUp: before, client, isNew: false };
    if (!before) await assertNotEnded(trx, client, ', so nothing was saved');
    await markHealthDue(trx, workspaceId, [clientId]);
    if (before) {
      const followUp = await changePromise(trx, before, promised, userId, now);
      await show(trx, workspaceId, [before.id]);
      return { followUp, client, isNew: false };
    }
    const origin = { viewId };
    const followUp = await addPromise(
      trx,
      { ...promised, workspaceId, clientId, origin, createdBy: userId },
      now,
    );
    return { followUp, client, isNew: true };
  });
}

function notedElsewhere(): UserError {
  return new UserError(
    'This follow-up was saved already, for another client. Close this; from that client’s card you can drop it.',
  );
}
