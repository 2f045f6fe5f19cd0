import { listAway, removeAway, saveAway } from '../calendars/away-store.ts';
import type { Absence } from '../calendars/rules.ts';
import { UserError } from '../runtime/errors.ts';
import type { Transaction } from '../storage/database.ts';
import { AWAY_FIELDS } from './away.ts';

/** How many absences to come one person may have. */
const MOST = 20;

/**
 * Notes an absence. Noted again under its id, it is the same one with what was said last. Where the same days were noted
 * before with the same cover, that one stays; with another cover, the new absence replaces it.
 *
 * @param when `today` where the person is.
 * @returns the absence that counts now, and the one that it replaced.
 * @throws UserError when they have noted too many.
 */
export async function noteAway(
  trx: Transaction,
  workspaceId: string,
  away: Absence,
  { today, now }: { today: Temporal.PlainDate; now: Temporal.Instant },
): Promise<{ noted: Absence; replaced: Absence | null }> {
  const known = await listAway(trx, workspaceId, away.personId, today);
  const before = known.find((each) => each.first.equals(away.first) && each.last.equals(away.last));
  const replaced = before && before.id !== away.id ? before : null;
  if (replaced?.coverId === away.coverId) return { noted: replaced, replaced: null };
  if (replaced) await removeAway(trx, workspaceId, away.personId, replaced.id);
  else if (known.length >= MOST && !known.some(({ id }) => id === away.id)) {
    throw new UserError(
      `You already have ${MOST} absences planned. Remove one you no longer need.`,
      AWAY_FIELDS.first,
    );
  }
  await saveAway(trx, workspaceId, away, now);
  return { noted: away, replaced };
}
