/**
 * Turns the occurrences of one owner's clients that have come into prompts: the newest of each client opens one, unless it
 * is late and the next is near; earlier ones passed while Rapport was down, and what was still open from before is missed.
 */
import type { Calendar } from '../../calendars/rules.ts';
import { type Calendars, resolveAssignee } from '../../clients/assignee-rules.ts';
import { nextDue, occurrencesBetween, withOwnerTime } from '../../clients/cadence/rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import type { Client } from '../../clients/rules.ts';
import { setAllNextDue } from '../../clients/schedule-store.ts';
import type { Transaction } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import type { MissedReason } from '../prompts/rules.ts';
import { createPrompts, markMissed, type NewPrompt, promptsKey } from '../prompts/state-machine.ts';
import { isSuperseded, wasDownAt } from './catch-up-rules.ts';
import { toAskPlan } from './send-due-rounds.ts';
import { lockDueClients, lockOpenPrompts, type OpenPrompt } from './store.ts';

export async function openOccurrences(
  trx: Transaction,
  owner: PersonKey,
  now: Temporal.Instant,
): Promise<void> {
  const { workspaceId, personId } = owner;
  const clients = await lockDueClients(trx, owner, now);
  if (clients.length === 0) return;
  const calendars = await loadCalendarsFor(trx, workspaceId, clients);
  const calendar = calendars.get(personId);
  if (!calendar) throw new Error('The owner of a client is not known');
  const due = clients.map((client) => elapsedOccurrences(client, calendar, now));
  await missEarlierPrompts(trx, workspaceId, due, now);
  const opened = due.map((each) => newestPrompt(each, calendars, now));
  const lapsed = due.flatMap(lapsedPrompts);
  await createPrompts(trx, workspaceId, [...lapsed, ...opened], now);
  await setAllNextDue(
    trx,
    workspaceId,
    due.map(({ client, next }) => ({ clientId: client.id, nextDueAt: next })),
  );
}

/** The occurrences of one client that have come. */
interface Elapsed {
  client: Client;
  newest: Temporal.Instant;
  /** Those before it. */
  lapsed: Temporal.Instant[];
  /** The first one that is still to come. */
  next: Temporal.Instant;
}

function elapsedOccurrences(client: Client, calendar: Calendar, now: Temporal.Instant): Elapsed {
  const { nextDueAt } = client;
  if (!nextDueAt) throw new Error('A client that is due has no next occurrence');
  const cadence = withOwnerTime(client.cadence, calendar);
  const lapsed = occurrencesBetween(cadence, calendar.zone, nextDueAt, now.add({ milliseconds: 1 }));
  const newest = lapsed.pop() ?? nextDueAt;
  return { client, newest, lapsed, next: nextDue(cadence, calendar.zone, newest, now) };
}

function newestPrompt(
  { client, newest, next }: Elapsed,
  calendars: Calendars,
  now: Temporal.Instant,
): NewPrompt {
  const occurrence = { clientId: client.id, occurrenceAt: newest };
  const missed = (reason: MissedReason) => ({ ...occurrence, missed: reason, assigneeId: client.ownerId });
  const assignment = resolveAssignee(client, newest, now, calendars);
  if (!assignment) return missed('away');
  const planned = resolveAssignee(client, newest, newest, calendars)?.at ?? newest;
  // Rapport was there when the client was changed, as by a hand-over that moved the occurrence to an hour that was past.
  const plannedAt = Temporal.Instant.compare(planned, client.updatedAt) > 0 ? planned : client.updatedAt;
  const late = { client: { ...client, nextDueAt: next }, plannedAt, assignment };
  if (isSuperseded(late, calendars, now)) return missed('rapport-was-down');
  return { ...occurrence, ask: toAskPlan(assignment, now) };
}

function lapsedPrompts({ client, lapsed }: Elapsed): NewPrompt[] {
  const { id: clientId, ownerId: assigneeId } = client;
  return lapsed.map((occurrenceAt) => ({ clientId, occurrenceAt, missed: 'rapport-was-down', assigneeId }));
}

/** What is still open from an earlier occurrence gives way to the newest. */
async function missEarlierPrompts(
  trx: Transaction,
  workspaceId: string,
  due: readonly Elapsed[],
  now: Temporal.Instant,
): Promise<void> {
  const byClient = new Map(due.map((each) => [each.client.id, each]));
  const open = await lockOpenPrompts(trx, workspaceId, [...byClient.keys()]);
  const earlier = open.filter(({ clientId, occurrenceAt }) => {
    const newest = byClient.get(clientId)?.newest;
    return newest && Temporal.Instant.compare(occurrenceAt, newest) < 0;
  });
  const reasonOf = (prompt: OpenPrompt) =>
    missedReason(prompt, byClient.get(prompt.clientId)?.client.nextDueAt ?? null, now);
  for (const [reason, members] of Map.groupBy(earlier, reasonOf)) {
    await markMissed(trx, promptsKey(workspaceId, members), reason, now);
  }
}

/** @param next the first occurrence after the one that is missed. */
function missedReason(
  { askAt, nextNudgeAt, roundStatus }: OpenPrompt,
  next: Temporal.Instant | null,
  now: Temporal.Instant,
): MissedReason {
  if (roundStatus === null) {
    // What was to wait for as long as that would have given way to the next one, whether Rapport was there or not.
    return askAt && next && Temporal.Instant.compare(askAt, next) >= 0 ? 'away' : 'rapport-was-down';
  }
  // They, or somebody else, were to be reminded of it, and it is not their fault that nobody was.
  if ([askAt, nextNudgeAt].some((at) => at && wasDownAt(at, now))) return 'rapport-was-down';
  return roundStatus === 'sent' || roundStatus === 'unknown' ? 'not-answered' : 'undeliverable';
}
