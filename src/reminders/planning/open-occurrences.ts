/**
 * Turns the occurrences of one owner's clients that have come into prompts: the newest of each client opens one, unless it
 * is late and the next is near; earlier ones passed while Rapport was down, and what was still open from before is missed.
 */

import { sql } from 'kysely';
import { resolveAssignee } from '../../clients/assignee-rules.ts';
import { type Cadence, nextDue, occurrencesBetween, withOwnerTime } from '../../clients/cadence/rules.ts';
import { toClient } from '../../clients/client-row.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { ASKED_STATUSES, type Client } from '../../clients/rules.ts';
import { setAllNextDue } from '../../clients/schedule-store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import type { MissedReason } from '../prompts/rules.ts';
import { createPrompts, markMissed, type NewPrompt, promptsKey } from '../prompts/state-machine.ts';
import { isSuperseded, wasDownAt } from './catch-up.ts';
import { askPlan } from './send-due-rounds.ts';

/** Those whose clients' next occurrences have come. */
export async function ownersDue(db: Database, now: Temporal.Instant): Promise<PersonKey[]> {
  const rows = await db
    .selectFrom('clients')
    .select(['workspace_id', 'owner_id'])
    .distinct()
    .where('next_due_at', '<=', now)
    .where('status', 'in', ASKED_STATUSES)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, personId: row.owner_id }));
}

/** A client whose row is locked elsewhere, as by a check-in that is being saved, is left to the next tick. */
export async function openOccurrences(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  now: Temporal.Instant,
): Promise<void> {
  const rows = await trx
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', personId)
    .where('status', 'in', ASKED_STATUSES)
    .where('next_due_at', '<=', now)
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  const clients = rows.map(toClient);
  if (clients.length === 0) return;
  const calendars = await loadCalendarsFor(trx, workspaceId, clients);
  const calendar = calendars.get(personId);
  if (!calendar) throw new Error('The owner of a client is not known');
  const { zone } = calendar;
  const due = clients.map((client) => {
    const cadence = withOwnerTime(client.cadence, calendar);
    const { newest, lapsed } = elapsedOccurrences(client, cadence, zone, now);
    return { client, newest, lapsed, next: nextDue(cadence, zone, newest, now) };
  });

  await missOpen(trx, workspaceId, due, now);
  const opened = due.map(({ client, newest: occurrenceAt, next }): NewPrompt => {
    const occurrence = { clientId: client.id, occurrenceAt };
    const missed = (reason: MissedReason) => ({ ...occurrence, missed: reason, assigneeId: client.ownerId });
    const by = resolveAssignee(client, occurrenceAt, now, calendars);
    if (!by) return missed('away');
    const planned = resolveAssignee(client, occurrenceAt, occurrenceAt, calendars)?.at ?? occurrenceAt;
    // Rapport was there when the client was changed, as by a hand-over that moved the occurrence to an hour that was past.
    const since = Temporal.Instant.compare(planned, client.updatedAt) > 0 ? planned : client.updatedAt;
    if (isSuperseded({ ...client, nextDueAt: next }, since, by, calendars, now))
      return missed('rapport-was-down');
    return { ...occurrence, ask: askPlan(by, now) };
  });
  const passed = due.flatMap(({ client, lapsed }) =>
    lapsed.map(
      (occurrenceAt): NewPrompt => ({
        clientId: client.id,
        occurrenceAt,
        missed: 'rapport-was-down',
        assigneeId: client.ownerId,
      }),
    ),
  );
  await createPrompts(trx, workspaceId, [...passed, ...opened], now);
  await setAllNextDue(
    trx,
    workspaceId,
    due.map(({ client, next }) => ({ clientId: client.id, nextDueAt: next })),
  );
}

interface Come {
  newest: Temporal.Instant;
  /** Those before it. */
  lapsed: Temporal.Instant[];
}

function elapsedOccurrences(
  { nextDueAt }: Client,
  cadence: Cadence,
  zone: string,
  now: Temporal.Instant,
): Come {
  if (!nextDueAt) throw new Error('A client that is due has no next occurrence');
  const lapsed = occurrencesBetween(cadence, zone, nextDueAt, now.add({ milliseconds: 1 }));
  return { newest: lapsed.pop() ?? nextDueAt, lapsed };
}

/** A prompt that is still open from an earlier occurrence. */
interface Older {
  id: string;
  client_id: string;
  occurrence_at: Temporal.Instant;
  ask_at: Temporal.Instant | null;
  next_nudge_at: Temporal.Instant | null;
  /** How far its newest round has come; null where it is in none. */
  delivery: string | null;
}

/** What is still open from an earlier occurrence gives way to the newest. */
async function missOpen(
  trx: Transaction,
  workspaceId: string,
  due: readonly { client: Client; newest: Temporal.Instant }[],
  now: Temporal.Instant,
): Promise<void> {
  const byClient = new Map(due.map((each) => [each.client.id, each]));
  const { rows } = await sql<Older>`
    select prompts.id, prompts.client_id, prompts.occurrence_at, prompts.ask_at, prompts.next_nudge_at, (
      select deliveries.status from round_prompts
      join rounds on rounds.id = round_prompts.round_id
      join deliveries on deliveries.id = rounds.delivery_id
      where round_prompts.prompt_id = prompts.id
      order by rounds.due_at desc limit 1) as delivery
    from prompts
    where prompts.workspace_id = ${workspaceId} and prompts.status = 'open'
      and prompts.client_id = any(${[...byClient.keys()]}::uuid[])
    for update of prompts`.execute(trx);
  const older = rows.filter((row) => {
    const newest = byClient.get(row.client_id)?.newest;
    return newest && Temporal.Instant.compare(row.occurrence_at, newest) < 0;
  });
  const reasonOf = (row: Older) => whyMissed(row, byClient.get(row.client_id)?.client.nextDueAt ?? null, now);
  for (const [reason, members] of Map.groupBy(older, reasonOf)) {
    await markMissed(trx, promptsKey(workspaceId, members), reason, now);
  }
}

/** @param next the first occurrence after the one that is missed. */
function whyMissed(
  { ask_at: askAt, next_nudge_at: nudgeAt, delivery }: Older,
  next: Temporal.Instant | null,
  now: Temporal.Instant,
): MissedReason {
  if (delivery === null) {
    // What was to wait for as long as that would have given way to the next one, whether Rapport was there or not.
    return askAt && next && Temporal.Instant.compare(askAt, next) >= 0 ? 'away' : 'rapport-was-down';
  }
  // They were to hear of it once more, or somebody else was, and it is not their doing that nobody did.
  if ([askAt, nudgeAt].some((at) => at && wasDownAt(at, now))) return 'rapport-was-down';
  return delivery === 'sent' || delivery === 'unknown' ? 'not-answered' : 'undeliverable';
}
