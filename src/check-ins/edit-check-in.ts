import type { Client } from '../clients/rules.ts';
import { lockClient } from '../clients/store.ts';
import type { InvalidateFollowUpMessages } from '../follow-ups/change-follow-up.ts';
import { keepFollowUp } from '../follow-ups/keep-follow-up.ts';
import type { Promised } from '../follow-ups/rules.ts';
import { followUpOf } from '../follow-ups/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import type { Database } from '../storage/database.ts';
import { contactMoved, recount } from './record-check-in.ts';
import type { Answers, CheckIn } from './rules.ts';
import { changeAnswers, findCheckIn } from './store.ts';

export interface Edit {
  workspaceId: string;
  checkInId: string;
  authorId: string;
  answers: Answers;
  /** Null takes the follow-up away; undefined leaves it as it is. */
  promised: Promised | null | undefined;
}

/**
 * Changes what was recorded, and marks the check-in as edited. The last contact follows when an own read turns out to
 * have been a contact, or the other way round; the next occurrence stays, which either of them puts off alike.
 *
 * @throws UserError when it is somebody else's, or gone.
 */
export async function editCheckIn(
  db: Database,
  clock: Clock,
  show: InvalidateFollowUpMessages,
  { workspaceId, checkInId, authorId, answers, promised }: Edit,
): Promise<{ checkIn: CheckIn; client: Client }> {
  return db.transaction().execute(async (trx) => {
    const now = clock.now();
    const found = await findCheckIn(trx, workspaceId, checkInId);
    if (!found) throw gone();
    const client = await lockClient(trx, workspaceId, found.clientId);
    const before = await findCheckIn(trx, workspaceId, checkInId);
    if (!client || !before) throw gone();
    if (before.authorId !== authorId) throw notYours();

    const after = await changeAnswers(trx, workspaceId, checkInId, answers, now);
    if (promised !== undefined) {
      const followUp = await followUpOf(trx, workspaceId, checkInId);
      if (followUp) await show(trx, workspaceId, [followUp.id]);
      await keepFollowUp(trx, after, promised, now);
    }
    if (contactMoved(before, after)) await recount(trx, client, authorId);
    return { checkIn: after, client };
  });
}

export function notYours(): UserError {
  return new UserError(
    'Only the one who wrote a check-in can change it. Ask them, or make a check-in of your own.',
  );
}

export function gone(): UserError {
  return new UserError('That check-in is not there any more, so there is nothing to change.');
}
