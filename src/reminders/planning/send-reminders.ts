/** Reminds people of what they promised: in the round that goes out to them on that day, else in one of its own. */
import type { Calendar } from '../../calendars/rules.ts';
import { type Calendars, resolveNextAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { listClientsAnsweredBy } from '../../clients/store.ts';
import { reminderAfter, reminderAt } from '../../follow-ups/reminder-rules.ts';
import type { FollowUp } from '../../follow-ups/rules.ts';
import { setReminder } from '../../follow-ups/store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import { addRound } from '../rounds/store.ts';
import { listDuePromisers, listRemindersFor, lockReminders, type Remindable } from './reminder-store.ts';
import { loadCalendarsForReminders, resolveReminded } from './resolve-reminded.ts';
import { nextAskAt } from './store.ts';

/** The people who are to be reminded of a promise by now. */
export async function listPeopleToRemind(db: Database, now: Temporal.Instant): Promise<PersonKey[]> {
  const people: PersonKey[] = [];
  const byWorkspace = Map.groupBy(await listDuePromisers(db, now), ({ workspaceId }) => workspaceId);
  for (const [workspaceId, promisers] of byWorkspace) {
    const calendars = await loadCalendarsForReminders(db, workspaceId, promisers);
    const reminded = new Set(promisers.flatMap((each) => resolveReminded(each, now, calendars) ?? []));
    people.push(...[...reminded].sort().map((personId) => ({ workspaceId, personId })));
  }
  return people;
}

/**
 * Reminds a person, in a round of its own, of what is due by now; unless this is no good moment, or a round goes out to
 * them later on the same day: then it waits for that.
 *
 * @param doNotDisturbUntil until when Slack keeps notifications from the person.
 */
export async function sendDueReminders(
  trx: Transaction,
  person: PersonKey,
  doNotDisturbUntil: Temporal.Instant | null,
  now: Temporal.Instant,
): Promise<void> {
  const { due, calendars } = await lockRemindersFor(trx, person, now, now);
  const own = calendars.get(person.personId);
  if (due.length === 0 || !own) return;
  const calendar = { ...own, doNotDisturbUntil };
  const ready: Remindable[] = [];
  for (const followUp of due) {
    const at = reminderAt(followUp.reminder.kind, followUp.dueOn, calendar, now);
    if (Temporal.Instant.compare(at, now) <= 0) ready.push(followUp);
    else await postponeReminder(trx, followUp, at);
  }
  if (ready.length === 0) return;
  const roundAt = await nextRoundToday(trx, person, calendar, now);
  if (roundAt) {
    for (const followUp of ready) await postponeReminder(trx, followUp, roundAt);
    return;
  }
  await addRound(trx, person, { promptIds: [], followUps: ready }, now);
  await planNextReminders(trx, ready, calendar, now);
}

/**
 * What a round that goes out to a person now reminds of: all that they are to be reminded of on this day. The caller adds
 * the round in the same transaction.
 */
export async function claimTodaysReminders(
  trx: Transaction,
  person: PersonKey,
  calendar: Calendar,
  now: Temporal.Instant,
): Promise<FollowUp[]> {
  const tomorrow = startOfTomorrow(calendar, now);
  const { due } = await lockRemindersFor(trx, person, tomorrow.subtract({ nanoseconds: 1 }), now);
  const today = due.filter(({ reminder, dueOn }) => {
    const at = reminderAt(reminder.kind, dueOn, calendar, now);
    return Temporal.Instant.compare(at, tomorrow) < 0;
  });
  await planNextReminders(trx, today, calendar, now);
  return today;
}

/** Locks what a person is to be reminded of by `until`. */
async function lockRemindersFor(
  trx: Transaction,
  person: PersonKey,
  until: Temporal.Instant,
  now: Temporal.Instant,
): Promise<{ due: Remindable[]; calendars: Calendars }> {
  const { workspaceId, personId } = person;
  const pending = await listRemindersFor(trx, person, until);
  if (pending.length === 0) return { due: [], calendars: new Map() };
  const calendars = await loadCalendarsForReminders(trx, workspaceId, pending);
  const theirs = pending.filter((each) => resolveReminded(each, now, calendars) === personId);
  const promiserOf = new Map(theirs.map(({ followUp, promisedById }) => [followUp.id, promisedById]));
  const locked = await lockReminders(trx, workspaceId, [...promiserOf.keys()], until);
  // What somebody else has promised since it was read is theirs to be reminded of.
  const due = locked.filter(({ id, promisedById }) => promiserOf.get(id) === promisedById);
  return { due, calendars };
}

/** In the same transaction as the round, so that what has been said is not said again. */
async function planNextReminders(
  trx: Transaction,
  followUps: readonly FollowUp[],
  calendar: Calendar,
  now: Temporal.Instant,
): Promise<void> {
  for (const { workspaceId, id, dueOn } of followUps) {
    await setReminder(trx, workspaceId, id, reminderAfter(dueOn, calendar, now));
  }
}

async function postponeReminder(
  trx: Transaction,
  { workspaceId, id, reminder }: Remindable,
  at: Temporal.Instant,
): Promise<void> {
  await setReminder(trx, workspaceId, id, { ...reminder, at });
}

/** When a round goes out to the person later today, as far as can be told now. */
async function nextRoundToday(
  trx: Transaction,
  person: PersonKey,
  calendar: Calendar,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const tomorrow = startOfTomorrow(calendar, now);
  const clients = await listClientsAnsweredBy(trx, person, { dueBefore: tomorrow });
  const calendars = await loadCalendarsFor(trx, person.workspaceId, clients);
  const planned = clients.flatMap((client) => {
    const assignment = resolveNextAssignee(client, now, calendars);
    return assignment?.personId === person.personId ? [assignment.at] : [];
  });
  const waiting = await nextAskAt(trx, person, now);
  const isLaterToday = (at: Temporal.Instant) =>
    Temporal.Instant.compare(at, now) > 0 && Temporal.Instant.compare(at, tomorrow) < 0;
  return (
    [...planned, ...(waiting ? [waiting] : [])].filter(isLaterToday).sort(Temporal.Instant.compare)[0] ?? null
  );
}

function startOfTomorrow({ zone }: Calendar, now: Temporal.Instant): Temporal.Instant {
  return now.toZonedDateTimeISO(zone).startOfDay().add({ days: 1 }).toInstant();
}
