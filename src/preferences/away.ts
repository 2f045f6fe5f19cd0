import { createHash } from 'node:crypto';
import type { Absence, Away } from '../calendars/rules.ts';
import { InvalidFields } from '../runtime/errors.ts';
import { FormAnswers } from '../slack/forms/form-answers.ts';
import type { Transaction } from '../storage/database.ts';

/** Who stands in during an absence. */
export interface Covered {
  /** By name, with the names of the clients that are theirs meanwhile. */
  by: { name: string; clients: string[] }[];
  /** The names of the clients about whom nobody is asked until their owner is back. */
  waiting: string[];
}

/** Tells the covers that they cover, or no longer do, in the transaction that notes or cancels the absence. */
export interface OnAbsenceChanged {
  noted(
    trx: Transaction,
    workspaceId: string,
    change: { noted: Absence; replaced: Absence | null },
    now: Temporal.Instant,
  ): Promise<Covered>;
  cancelled(trx: Transaction, workspaceId: string, away: Absence, now: Temporal.Instant): Promise<void>;
}

/** `block_id`s, and the `action_id`s in them. */
export const AWAY_FIELDS = { first: 'away-first', last: 'away-last', cover: 'away-cover' } as const;

/** The longest absence, as the table takes it. */
const LONGEST_DAYS = 366;

/** How far ahead an absence may begin. */
const FAR_DAYS = 730;

/**
 * @param today where the person is.
 * @throws InvalidFields for what cannot be taken.
 */
export function parseAway(state: unknown, personId: string, today: Temporal.PlainDate): Away {
  const answers = new FormAnswers(state);
  const first = answers.date(AWAY_FIELDS.first);
  const last = answers.date(AWAY_FIELDS.last);
  const coverId = answers.person(AWAY_FIELDS.cover);
  if (coverId === personId) {
    answers.wrong(AWAY_FIELDS.cover, 'You are away yourself: choose somebody else, or nobody.');
  }
  if (first && last) {
    const length = first.until(last).days;
    if (length < 0)
      answers.wrong(AWAY_FIELDS.last, 'The last day comes before the first: choose a later one.');
    if (length >= LONGEST_DAYS)
      answers.wrong(AWAY_FIELDS.last, 'That is longer than a year: choose an earlier day.');
    if (today.until(last).days < 0)
      answers.wrong(AWAY_FIELDS.last, 'That day is past: choose today or later.');
    if (today.until(first).days > FAR_DAYS) {
      answers.wrong(AWAY_FIELDS.first, 'That is more than two years ahead: choose an earlier day.');
    }
  }
  answers.throwIfWrong();
  if (!first || !last) throw new InvalidFields({});
  return { first, last, coverId };
}

/** The id of what was submitted in one modal: submitted twice, it is the same. */
export function awayIdOf(workspaceId: string, viewId: string): string {
  const hex = createHash('sha256').update(`away ${workspaceId} ${viewId}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
