import { tidyLine } from '../runtime/formats/text.ts';
import { dateOf, tooLong } from '../slack/forms/typed-values.ts';
import { FOLLOW_UP_DAYS_MAX, FOLLOW_UP_MAX, type Promised } from './rules.ts';

/** A follow-up's fields as they stand in a modal; empty ones are left out. */
export interface TypedPromise {
  followUpWhat?: string;
  followUpWho?: string;
  followUpDue?: string;
}

/**
 * Reads what is promised; null where nothing is, or something is wrong with it.
 *
 * @param authorId who does it where nobody is named.
 * @param today in the author's zone: it cannot be due before.
 * @param refuse told what is wrong, and with which field.
 * @param dayBefore its day until now, which may have passed.
 */
export function readPromised(
  { followUpWhat, followUpWho, followUpDue }: TypedPromise,
  authorId: string,
  today: Temporal.PlainDate,
  refuse: (field: keyof TypedPromise, message: string) => null,
  dayBefore?: string,
): Promised | null {
  const what = tidyLine(followUpWhat ?? '');
  if (what === '') return null;
  if (what.length > FOLLOW_UP_MAX) return refuse('followUpWhat', tooLong(what, FOLLOW_UP_MAX));
  const dueOn = dateOf(followUpDue);
  if (!dueOn) return refuse('followUpDue', 'Choose the day by which it is to be done.');
  const wrong = followUpDue === dayBefore ? null : whyNotDue(dueOn, today);
  if (wrong) return refuse('followUpDue', wrong);
  return { what, promisedById: followUpWho ?? authorId, dueOn };
}

/** Why something cannot become due on `dueOn`; null when it can. */
export function whyNotDue(dueOn: Temporal.PlainDate, today: Temporal.PlainDate): string | null {
  const days = today.until(dueOn).days;
  if (days < 0) return 'That day is over. Choose today or a later day.';
  return days > FOLLOW_UP_DAYS_MAX ? 'That is more than five years away. Choose an earlier day.' : null;
}
