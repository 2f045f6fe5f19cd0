import { createHash } from 'node:crypto';
import { listAbsences, removeAbsence, saveAbsence } from '../calendars/absence-store.ts';
import type { Absence } from '../calendars/rules.ts';
import { UserError } from '../runtime/errors.ts';
import type { Transaction } from '../storage/database.ts';
import { absenceForm, type Covered } from './absence-modal.ts';

/** How many absences to come one person may have. */
const MOST = 20;

/** Tells covers that they cover, or no longer do, in the transaction that notes or cancels the absence. */
export interface OnAbsenceChanged {
  noted(
    trx: Transaction,
    workspaceId: string,
    change: AbsenceChange,
    now: Temporal.Instant,
  ): Promise<Covered>;
  cancelled(trx: Transaction, workspaceId: string, away: Absence, now: Temporal.Instant): Promise<void>;
}

export interface AbsenceChange {
  noted: Absence;
  /** The absence of the same days, with another cover, that it replaces. */
  replaced: Absence | null;
}

/**
 * Notes an absence. Noted again under its id, it is the same one with what was said last. Where the same days were noted
 * before with the same cover, that one stays; with another cover, the new absence replaces it.
 *
 * @param when `today` where the person is.
 * @throws UserError when they have noted too many.
 */
export async function noteAbsence(
  trx: Transaction,
  workspaceId: string,
  away: Absence,
  { today, now }: { today: Temporal.PlainDate; now: Temporal.Instant },
): Promise<AbsenceChange> {
  const known = await listAbsences(trx, workspaceId, away.personId, today);
  const before = known.find((each) => each.first.equals(away.first) && each.last.equals(away.last));
  const replaced = before && before.id !== away.id ? before : null;
  if (replaced?.coverId === away.coverId) return { noted: replaced, replaced: null };
  if (replaced) await removeAbsence(trx, workspaceId, away.personId, replaced.id);
  else if (known.length >= MOST && !known.some(({ id }) => id === away.id)) {
    throw new UserError(
      `You already have ${MOST} absences planned. Remove one you no longer need.`,
      absenceForm.blockId('first'),
    );
  }
  await saveAbsence(trx, workspaceId, away, now);
  return { noted: away, replaced };
}

/** The id of what is submitted in one modal: submitted twice, it is the same. */
export function absenceId(workspaceId: string, viewId: string): string {
  const hex = createHash('sha256').update(`away ${workspaceId} ${viewId}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
