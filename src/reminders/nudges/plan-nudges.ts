/** Reminds people, in the thread of a round, of what they have not answered; then somebody else is told. */

import {
  addWorkingDays,
  type Calendar,
  type DoNotDisturbUntil,
  isAway,
  isGood,
  NEVER_DISTURBED,
} from '../../calendars/rules.ts';
import { loadCalendar } from '../../calendars/store.ts';
import type { NudgeLevel } from '../../preferences/rules.ts';
import type { Clock } from '../../runtime/clock.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import { addDelivery } from '../../slack/outbound/delivery-store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import { type PersonKey, withAdvisoryLock } from '../../storage/with-advisory-lock.ts';
import { nudgesFor } from '../planning/send-due-rounds.ts';
import { markNudged, postponeNudge, promptsKey, requeue } from '../prompts/state-machine.ts';
import { nextStep } from './rules.ts';

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
  await forEachCollectingErrors(await peopleToNudge(db, now), nudgeOne, 'Some people could not be nudged');
}

async function peopleToNudge(db: Database, now: Temporal.Instant): Promise<PersonKey[]> {
  const rows = await db
    .selectFrom('prompts')
    .select(['workspace_id', 'assignee_id'])
    .distinct()
    .where('status', '=', 'open')
    .where('ask_at', 'is', null)
    .where('next_nudge_at', '<=', now)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, personId: row.assignee_id }));
}

interface Unanswered {
  id: string;
  nudges: number;
  roundId: string;
  deliveryId: string;
  /** When Slack had the round's message; null while it has not, as far as we know. */
  sentAt: Temporal.Instant | null;
  status: 'pending' | 'sending' | 'sent' | 'failed' | 'unknown';
}

async function nudge(
  trx: Transaction,
  person: PersonKey,
  doNotDisturbUntil: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<void> {
  const { workspaceId, personId } = person;
  const preference = await nudgesFor(trx, workspaceId, personId);
  const calendar = { ...(await loadCalendar(trx, workspaceId, personId)), doNotDisturbUntil };
  const isDue = ({ nudges }: Unanswered) => nextStep(preference, nudges).what === 'nudge';
  const due = (await unansweredBy(trx, person, now)).filter(isDue);
  if (due.length === 0) return;
  if (isAway(calendar, now.toZonedDateTimeISO(calendar.zone).toPlainDate())) {
    // Their cover is asked, or they are, once they are back.
    await requeue(trx, promptsKey(workspaceId, due), now);
    return;
  }
  for (const [roundId, members] of Map.groupBy(due, (each) => each.roundId)) {
    const [first] = members;
    if (!first) continue;
    const at = whenToNudge(first, calendar, preference, now);
    if (Temporal.Instant.compare(at, now) > 0) await postponeNudge(trx, promptsKey(workspaceId, members), at);
    else await addNudge(trx, person, { ...first, roundId }, members, calendar, preference, now);
  }
}

/** The newest round of each prompt is the one whose thread it is nudged in. */
async function unansweredBy(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  now: Temporal.Instant,
): Promise<Unanswered[]> {
  const rows = await trx
    .selectFrom('prompts')
    .innerJoin('round_prompts', 'round_prompts.prompt_id', 'prompts.id')
    .innerJoin('rounds', 'rounds.id', 'round_prompts.round_id')
    .innerJoin('deliveries', 'deliveries.id', 'rounds.delivery_id')
    .select([
      'prompts.id',
      'prompts.nudge_count as nudges',
      'rounds.id as roundId',
      'deliveries.id as deliveryId',
      'deliveries.sent_at as sentAt',
      'deliveries.status',
    ])
    .where('prompts.workspace_id', '=', workspaceId)
    .where('prompts.assignee_id', '=', personId)
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', 'is', null)
    .where('prompts.next_nudge_at', '<=', now)
    .orderBy('prompts.id')
    .orderBy('rounds.due_at', 'desc')
    .forUpdate('prompts')
    .skipLocked()
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap(([newest]) => newest ?? []);
}

/** A nudge is reckoned from when its round, or the nudge before, has come; one whose round has not come waits. */
function whenToNudge(
  { nudges, sentAt, status }: Unanswered,
  calendar: Calendar,
  preference: NudgeLevel,
  now: Temporal.Instant,
): Temporal.Instant {
  const { afterWorkingDays } = nextStep(preference, nudges);
  const hasCome = status === 'sent' || status === 'unknown';
  if (!hasCome) return addWorkingDays(calendar, now, afterWorkingDays);
  if (nudges === 0 && sentAt) {
    const first = addWorkingDays(calendar, sentAt, afterWorkingDays);
    // Slack was slow rather than late: the first nudge keeps the round's time of day.
    if (first.since(now).total('hours') > 1) return first;
  }
  return isGood(calendar, now) ? now : addWorkingDays(calendar, now, 0);
}

async function addNudge(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  { roundId, deliveryId: replyTo, nudges }: Unanswered,
  members: readonly Unanswered[],
  calendar: Calendar,
  preference: NudgeLevel,
  now: Temporal.Instant,
): Promise<void> {
  const number = nudges + 1;
  const message = { kind: 'nudge', destination: personId, replyTo } as const;
  const deliveryId = await addDelivery(trx, workspaceId, message, now);
  await trx
    .insertInto('nudges')
    .values({
      workspace_id: workspaceId,
      round_id: roundId,
      delivery_id: deliveryId,
      number,
      created_at: now,
    })
    .execute();
  const { afterWorkingDays } = nextStep(preference, number);
  const nextNudgeAt = addWorkingDays(calendar, now, afterWorkingDays);
  await markNudged(trx, promptsKey(workspaceId, members), { nudgeCount: number, nextNudgeAt });
}
