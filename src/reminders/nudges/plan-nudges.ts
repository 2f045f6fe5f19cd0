/** Reminds people, in the thread of a round, of what they have not answered. */
import {
  addWorkingDays,
  type Calendar,
  type DoNotDisturbUntil,
  isAway,
  isGoodMoment,
  NEVER_DISTURBED,
} from '../../calendars/rules.ts';
import { loadCalendar } from '../../calendars/store.ts';
import type { NudgeLevel } from '../../preferences/rules.ts';
import type { Clock } from '../../runtime/clock.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import { addDelivery } from '../../slack/outbound/delivery-store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import { type PersonKey, withAdvisoryLock } from '../../storage/with-advisory-lock.ts';
import { markNudged, postponeNudge, promptsKey, requeue } from '../prompts/state-machine.ts';
import { escalationStep } from './rules.ts';
import {
  insertNudge,
  listPeopleToNudge,
  loadNudgeLevel,
  lockPromptsToNudge,
  type PromptToNudge,
} from './store.ts';

/**
 * Plans the nudges that have fallen due, one for each round. They keep to the person's calendar as rounds do.
 *
 * @throws AggregateError when it failed for some people; the others have theirs.
 */
export async function planNudges(
  db: Database,
  clock: Clock,
  doNotDisturbUntil: DoNotDisturbUntil = NEVER_DISTURBED,
): Promise<void> {
  const now = clock.now();
  const nudgeOne = async (person: PersonKey) => {
    const until = await doNotDisturbUntil(person.workspaceId, person.personId);
    await withAdvisoryLock(db, 'round', person, (trx) => nudge(trx, person, until, now));
  };
  await forEachCollectingErrors(
    await listPeopleToNudge(db, now),
    nudgeOne,
    'Some people could not be nudged',
  );
}

/** Whom to nudge, and when it suits them. */
interface Nudged extends PersonKey {
  level: NudgeLevel;
  calendar: Calendar;
}

async function nudge(
  trx: Transaction,
  person: PersonKey,
  doNotDisturbUntil: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<void> {
  const { workspaceId, personId } = person;
  const level = await loadNudgeLevel(trx, person);
  const calendar = { ...(await loadCalendar(trx, workspaceId, personId)), doNotDisturbUntil };
  const isDue = ({ nudgeCount }: PromptToNudge) => escalationStep(level, nudgeCount).action === 'nudge';
  const due = (await lockPromptsToNudge(trx, person, now)).filter(isDue);
  if (due.length === 0) return;
  if (isAway(calendar, now.toZonedDateTimeISO(calendar.zone).toPlainDate())) {
    // Their cover is asked, or they are, once they are back.
    await requeue(trx, promptsKey(workspaceId, due), now);
    return;
  }
  for (const members of Map.groupBy(due, ({ roundId }) => roundId).values()) {
    await nudgeAboutRound(trx, { ...person, level, calendar }, members, now);
  }
}

/** @param prompts of one round. */
async function nudgeAboutRound(
  trx: Transaction,
  { workspaceId, personId, level, calendar }: Nudged,
  prompts: readonly PromptToNudge[],
  now: Temporal.Instant,
): Promise<void> {
  const [first] = prompts;
  if (!first) return;
  const key = promptsKey(workspaceId, prompts);
  const at = whenToNudge(first, calendar, level, now);
  if (Temporal.Instant.compare(at, now) > 0) {
    await postponeNudge(trx, key, at);
    return;
  }
  const { roundId, roundDeliveryId: replyTo } = first;
  const nudgeCount = first.nudgeCount + 1;
  const deliveryId = await addDelivery(
    trx,
    workspaceId,
    { kind: 'nudge', destination: personId, replyTo },
    now,
  );
  await insertNudge(trx, { workspaceId, roundId, deliveryId, number: nudgeCount }, now);
  const { afterWorkingDays } = escalationStep(level, nudgeCount);
  await markNudged(trx, key, { nudgeCount, nextNudgeAt: addWorkingDays(calendar, now, afterWorkingDays) });
}

/** Counts from when the round, or the nudge before, arrived. What has not arrived yet waits. */
function whenToNudge(
  { nudgeCount, sentAt, roundStatus }: PromptToNudge,
  calendar: Calendar,
  level: NudgeLevel,
  now: Temporal.Instant,
): Temporal.Instant {
  const { afterWorkingDays } = escalationStep(level, nudgeCount);
  const hasArrived = roundStatus === 'sent' || roundStatus === 'unknown';
  if (!hasArrived) return addWorkingDays(calendar, now, afterWorkingDays);
  if (nudgeCount === 0 && sentAt) {
    const first = addWorkingDays(calendar, sentAt, afterWorkingDays);
    // Slack was slow rather than late: the first nudge keeps the round's time of day.
    if (first.since(now).total('hours') > 1) return first;
  }
  return isGoodMoment(calendar, now) ? now : addWorkingDays(calendar, now, 0);
}
