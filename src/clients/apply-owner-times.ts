import { forEachCollectingErrors } from '../runtime/for-each-collecting-errors.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { nearestOccurrence, withOwnerTime } from './cadence/rules.ts';
import {
  listMovedOwners,
  listScheduledClients,
  lockPlannedTime,
  type Owner,
  savePlannedTime,
} from './owner-time-store.ts';
import { setNextDue } from './schedule-store.ts';

/**
 * Moves the next occurrences of every owner whose zone, or chosen time of day, has changed since they were planned: an owner
 * who travels is asked at their local time there. Run again, it finds nothing to do.
 *
 * @throws AggregateError when it failed for some owners; the others are done.
 */
export async function applyOwnerTimes(db: Database): Promise<void> {
  await forEachCollectingErrors(
    await listMovedOwners(db),
    (owner) => db.transaction().execute((trx) => applyOwnerTime(trx, owner)),
    'Some owners’ new zones or times could not be applied',
  );
}

async function applyOwnerTime(trx: Transaction, owner: Owner): Promise<void> {
  const { zone, remindAt } = owner;
  const planned = await lockPlannedTime(trx, owner);
  if (!planned) return;
  const sameTime = remindAt ? planned.time?.equals(remindAt) : planned.time === null;
  if (planned.zone === zone && sameTime) return;
  if (planned.zone !== null) await moveOccurrences(trx, owner);
  await savePlannedTime(trx, owner);
}

async function moveOccurrences(trx: Transaction, owner: Owner): Promise<void> {
  const { workspaceId, zone } = owner;
  for (const { id, cadence, nextDueAt } of await listScheduledClients(trx, owner)) {
    const nearest = nextDueAt && nearestOccurrence(withOwnerTime(cadence, owner), zone, nextDueAt);
    await setNextDue(trx, workspaceId, id, nearest);
  }
}
