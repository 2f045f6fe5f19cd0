import type { Client } from '../clients/rules.ts';
import { lockClient } from '../clients/store.ts';
import type { Promised } from '../follow-ups/rules.ts';
import { type FollowUpDeps, saveFollowUpOfCheckIn } from '../follow-ups/save-follow-up.ts';
import { followUpOfCheckIn } from '../follow-ups/store.ts';
import { UserError } from '../runtime/errors.ts';
import type { Database } from '../storage/database.ts';
import { type Author, changeAnswers } from './record-check-in.ts';
import type { Answers, CheckIn } from './rules.ts';
import { findCheckIn } from './store.ts';

export interface Edit {
  checkInId: string;
  answers: Answers;
  /** Null takes the follow-up away; undefined leaves it as it is. */
  promised: Promised | null | undefined;
}

/**
 * Changes what was recorded, and marks the check-in as edited. The last contact follows when an own impression turns out
 * to have been a contact, or the other way round. The next occurrence stays: either of them puts it off alike.
 *
 * @throws UserError when it is somebody else's, or gone.
 */
export async function editCheckIn(
  { db, clock, invalidateFollowUpMessages }: FollowUpDeps,
  by: Author,
  { checkInId, answers, promised }: Edit,
): Promise<{ checkIn: CheckIn; client: Client }> {
  const { workspaceId } = by;
  return db.transaction().execute(async (trx) => {
    const now = clock.now();
    const found = await findOwnCheckIn(trx, by, checkInId);
    const client = await lockClient(trx, workspaceId, found.clientId);
    const before = await findOwnCheckIn(trx, by, checkInId);
    if (!client) throw gone();

    const after = await changeAnswers(trx, before, answers, now);
    if (promised !== undefined) {
      const followUp = await followUpOfCheckIn(trx, workspaceId, checkInId);
      if (followUp) await invalidateFollowUpMessages(trx, workspaceId, [followUp.id]);
      await saveFollowUpOfCheckIn(trx, after, promised, now);
    }
    return { checkIn: after, client };
  });
}

/** @throws UserError when it is somebody else's, or gone. */
export async function findOwnCheckIn(db: Database, by: Author, id: string): Promise<CheckIn> {
  const checkIn = await findCheckIn(db, by.workspaceId, id);
  if (!checkIn) throw gone();
  if (checkIn.authorId === by.userId) return checkIn;
  throw new UserError(
    'Only the person who wrote a check-in can change it. Ask them, or add one of your own.',
  );
}

function gone(): UserError {
  return new UserError('That check-in is gone, so there’s nothing to change.');
}
