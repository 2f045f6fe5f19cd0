/** Puts the prompts that one person is to be asked now into a round, once it is sure that now still suits them. */
import { addWorkingDays, type Calendar } from '../../calendars/rules.ts';
import { type Assignment, type Calendars, resolveAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { isAsked } from '../../clients/rules.ts';
import type { Transaction } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import { escalationStep } from '../nudges/rules.ts';
import { loadNudgeLevel } from '../nudges/store.ts';
import {
  type AskPlan,
  markAsked,
  markDropped,
  markMissed,
  promptsKey,
  reschedule,
} from '../prompts/state-machine.ts';
import { addRound } from '../rounds/store.ts';
import { isSuperseded } from './catch-up-rules.ts';
import { claimTodaysReminders } from './send-reminders.ts';
import { type DuePrompt, lockDuePrompts } from './store.ts';

/**
 * What the person is to be reminded of on this day goes into the same round.
 *
 * @param doNotDisturbUntil until when Slack keeps notifications from the person.
 */
export async function sendDueRounds(
  trx: Transaction,
  person: PersonKey,
  doNotDisturbUntil: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<void> {
  const { workspaceId, personId } = person;
  const { due = [], pointless = [] } = Object.groupBy(await lockDuePrompts(trx, person, now), ({ client }) =>
    isAsked(client.status) ? 'due' : 'pointless',
  );
  await markDropped(trx, promptsKey(workspaceId, pointless), null, now);
  if (due.length === 0) return;

  const clients = due.map(({ client }) => client);
  const calendars = await loadCalendarsFor(trx, workspaceId, clients);
  const own = calendars.get(personId);
  if (own) calendars.set(personId, { ...own, doNotDisturbUntil });
  const decisions = due.map((prompt) => decide(prompt, calendars, now));

  const away = decisions.filter(({ missed }) => missed === 'away');
  await markMissed(trx, promptsKey(workspaceId, away), 'away', now);
  const late = decisions.filter(({ missed }) => missed === 'rapport-was-down');
  await markMissed(trx, promptsKey(workspaceId, late), 'rapport-was-down', now);
  const asked: { promptId: string; coveringFor: string | null }[] = [];
  for (const { id: promptId, assignment } of decisions) {
    if (!assignment) continue;
    const isNow = assignment.personId === personId && Temporal.Instant.compare(assignment.at, now) <= 0;
    if (isNow) asked.push({ promptId, coveringFor: assignment.coveringFor });
    else await reschedule(trx, { workspaceId, promptId }, toAskPlan(assignment, now));
  }
  if (asked.length === 0) return;
  const followUps = own ? await claimTodaysReminders(trx, person, own, now) : [];
  await markAsked(trx, workspaceId, asked, own ? await firstNudgeAt(trx, person, own, now) : null);
  await addRound(trx, person, { promptIds: asked.map(({ promptId }) => promptId), followUps }, now);
}

/** What is to be done about a prompt whose time has come: it is asked of somebody, or missed. */
type Decision = { id: string } & (
  | { assignment: Assignment; missed?: undefined }
  | { assignment?: undefined; missed: 'away' | 'rapport-was-down' }
);

function decide(
  { id, client, occurrenceAt, askAt, wasAsked }: DuePrompt,
  calendars: ReadonlyMap<string, Calendar>,
  now: Temporal.Instant,
): Decision {
  const assignment = wasAsked
    ? resolveAssignee(client, askAt, now, withoutOwnTimes(calendars))
    : resolveAssignee(client, occurrenceAt, now, calendars);
  if (!assignment) return { id, missed: 'away' };
  if (isSuperseded({ client, plannedAt: askAt, assignment }, calendars, now))
    return { id, missed: 'rapport-was-down' };
  return { id, assignment };
}

/** A snooze says when it suits the person: the time and weekday that they like best do not count then. */
function withoutOwnTimes(calendars: Calendars): Calendars {
  const entries = [...calendars].map(
    ([id, calendar]) => [id, { ...calendar, remindAt: null, roundWeekday: null }] as const,
  );
  return new Map(entries);
}

/** What could have been asked before is due now: a time that is past tells of an outage. */
export function toAskPlan({ personId, coveringFor, at }: Assignment, now: Temporal.Instant): AskPlan {
  const askAt = Temporal.Instant.compare(at, now) > 0 ? at : now;
  return { assigneeId: personId, coveringFor, askAt };
}

async function firstNudgeAt(
  trx: Transaction,
  person: PersonKey,
  calendar: Calendar,
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  const { afterWorkingDays } = escalationStep(await loadNudgeLevel(trx, person), 0);
  return addWorkingDays(calendar, now, afterWorkingDays);
}
