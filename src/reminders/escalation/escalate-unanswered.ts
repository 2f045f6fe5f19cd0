/** Tells a client's cover, or the lead, what stays without an answer: in one message a day, not one each. */

import { addWorkingDays, type Calendar, isGoodMoment, nextGoodMoment } from '../../calendars/rules.ts';
import { type Calendars, findRecipient } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { notify } from '../../notifications/notify.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import { type PersonKey, withAdvisoryLock } from '../../storage/with-advisory-lock.ts';
import { loadWorkspace } from '../../workspaces/store.ts';
import { escalationStep } from '../nudges/rules.ts';
import { markEscalated, postponeNudge, promptsKey } from '../prompts/state-machine.ts';
import { UNANSWERED } from './notifications.ts';
import { listWorkspacesWithUnanswered, lockUnansweredPrompts, type UnansweredPrompt } from './store.ts';

/** The time of day at which people are told, where they have chosen none for their own reminders. */
const USUAL_TIME = Temporal.PlainTime.from('10:00');

export async function escalateUnanswered(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  for (const workspaceId of await listWorkspacesWithUnanswered(db, now)) {
    await withAdvisoryLock(db, 'unanswered', { workspaceId, personId: '' }, (trx) =>
      escalateInWorkspace(trx, workspaceId, now),
    );
  }
}

async function escalateInWorkspace(
  trx: Transaction,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<void> {
  const unanswered = (await lockUnansweredPrompts(trx, workspaceId, now)).filter(
    ({ level, nudgeCount }) => escalationStep(level, nudgeCount).action === 'escalate',
  );
  if (unanswered.length === 0) return;
  const { leadId } = await loadWorkspace(trx, workspaceId);
  const lead = leadId === null ? [] : [{ ownerId: leadId, coverId: null }];
  const clients = unanswered.map(({ client }) => client);
  const calendars = await loadCalendarsFor(trx, workspaceId, [...clients, ...lead]);
  const { due = [], early = [] } = Object.groupBy(unanswered, (prompt) =>
    Temporal.Instant.compare(earliestEscalation(prompt, calendars), now) > 0 ? 'early' : 'due',
  );
  for (const prompt of early) {
    await postponeNudge(trx, promptsKey(workspaceId, [prompt]), earliestEscalation(prompt, calendars));
  }
  const byRecipient = Map.groupBy(due, (prompt) => recipientOf(prompt, leadId, calendars, now));
  for (const [personId, prompts] of byRecipient) {
    const calendar = personId === null ? undefined : calendars.get(personId);
    if (personId === null || !calendar) await markEscalated(trx, promptsKey(workspaceId, prompts), now);
    else await notifyRecipient(trx, { workspaceId, personId, calendar }, prompts, now);
  }
}

/** Somebody who has turned nudges down since they were asked has as long to answer as if they had before. */
function earliestEscalation(
  { assigneeId, dueAt, lastToldAt, level, nudgeCount }: UnansweredPrompt,
  calendars: Calendars,
): Temporal.Instant {
  const calendar = calendars.get(assigneeId);
  if (!lastToldAt || !calendar || calendar.left) return dueAt;
  const { afterWorkingDays } = escalationStep(level, nudgeCount);
  return addWorkingDays({ ...calendar, away: [] }, lastToldAt, afterWorkingDays);
}

/** The next of those who answer for the client; else the lead, who may be away. */
function recipientOf(
  { client, assigneeId }: UnansweredPrompt,
  leadId: string | null,
  calendars: Calendars,
  now: Temporal.Instant,
): string | null {
  const lead = leadId === null || leadId === assigneeId || calendars.get(leadId)?.left ? null : leadId;
  return findRecipient(client, now, calendars, assigneeId) ?? lead;
}

/** Tells somebody once a day: what comes too early or late for that waits for the next day. */
async function notifyRecipient(
  trx: Transaction,
  { workspaceId, personId, calendar }: PersonKey & { calendar: Calendar },
  prompts: readonly UnansweredPrompt[],
  now: Temporal.Instant,
): Promise<void> {
  const { due = [], early = [] } = Object.groupBy(prompts, ({ dueAt }) => {
    const daily = dailyMoment(calendar, dueAt);
    return daily && Temporal.Instant.compare(daily, now) <= 0 && isGoodMoment(calendar, now)
      ? 'due'
      : 'early';
  });
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const isTold =
    due.length > 0 &&
    (await notify(
      trx,
      UNANSWERED,
      {
        workspaceId,
        recipientId: personId,
        key: `unanswered ${today}`,
        subject: { promptIds: due.map(({ id }) => id) },
      },
      now,
    ));
  if (isTold) await markEscalated(trx, promptsKey(workspaceId, due), now);
  const later = [...early, ...(isTold ? [] : due)];
  await postponeNudge(trx, promptsKey(workspaceId, later), dailyMoment(calendar, now.add({ minutes: 1 })));
}

function dailyMoment(calendar: Calendar, at: Temporal.Instant): Temporal.Instant | null {
  return nextGoodMoment({ ...calendar, remindAt: calendar.remindAt ?? USUAL_TIME, roundWeekday: null }, at);
}
