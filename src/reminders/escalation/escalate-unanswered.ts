/** Tells a client's cover, or the lead, what stays without an answer: in one message a day, not one each. */
import { sql } from 'kysely';
import { addWorkingDays, type Calendar, goodMoment, isGood } from '../../calendars/rules.ts';
import { type Calendars, findRecipient } from '../../clients/assignee-rules.ts';
import { toClient } from '../../clients/client-row.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import type { Client } from '../../clients/rules.ts';
import { notify } from '../../notifications/store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import { withAdvisoryLock } from '../../storage/with-advisory-lock.ts';
import { loadWorkspace } from '../../workspaces/store.ts';
import { nextStep } from '../nudges/rules.ts';
import { markEscalated, postponeNudge, promptsKey } from '../prompts/state-machine.ts';

/** The time of day at which people hear of it, where they have chosen none for their own reminders. */
const USUAL_TIME = Temporal.PlainTime.from('10:00');

interface Unanswered {
  id: string;
  client: Client;
  askedId: string;
  dueAt: Temporal.Instant;
  /** When the one asked heard about it last, and how many working days they have from then on. */
  heardAt: Temporal.Instant | null;
  afterWorkingDays: number;
}

export async function escalateUnanswered(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  const rows = await db
    .selectFrom('prompts')
    .select('workspace_id')
    .distinct()
    .where('status', '=', 'open')
    .where('ask_at', 'is', null)
    .where('next_nudge_at', '<=', now)
    .execute();
  for (const { workspace_id: workspaceId } of rows) {
    await withAdvisoryLock(db, 'unanswered', { workspaceId, personId: '' }, (trx) =>
      tell(trx, workspaceId, now),
    );
  }
}

async function tell(trx: Transaction, workspaceId: string, now: Temporal.Instant): Promise<void> {
  const unanswered = await toTell(trx, workspaceId, now);
  if (unanswered.length === 0) return;
  const { leadId } = await loadWorkspace(trx, workspaceId);
  const lead = leadId === null ? [] : [{ ownerId: leadId, coverId: null }];
  const clients = unanswered.map(({ client }) => client);
  const calendars = await loadCalendarsFor(trx, workspaceId, [...clients, ...lead]);
  const { due = [], early = [] } = Object.groupBy(unanswered, (each) =>
    Temporal.Instant.compare(notBefore(each, calendars), now) > 0 ? 'early' : 'due',
  );
  for (const each of early)
    await postponeNudge(trx, promptsKey(workspaceId, [each]), notBefore(each, calendars));
  const byRecipient = Map.groupBy(due, (each) => recipientOf(each, leadId, calendars, now));
  for (const [personId, members] of byRecipient) {
    const calendar = personId === null ? undefined : calendars.get(personId);
    if (personId === null || !calendar) await markEscalated(trx, promptsKey(workspaceId, members), now);
    else await tellPerson(trx, workspaceId, personId, calendar, members, now);
  }
}

async function toTell(trx: Transaction, workspaceId: string, now: Temporal.Instant): Promise<Unanswered[]> {
  const rows = await trx
    .selectFrom('prompts')
    .innerJoin('clients', 'clients.id', 'prompts.client_id')
    .innerJoin('people', (join) =>
      join
        .onRef('people.workspace_id', '=', 'prompts.workspace_id')
        .onRef('people.id', '=', 'prompts.assignee_id'),
    )
    .selectAll('clients')
    .select([
      'prompts.id as prompt_id',
      'prompts.assignee_id as asked_id',
      'prompts.nudge_count as nudges_sent',
      'prompts.next_nudge_at',
      'people.nudges as preference',
      sql<Temporal.Instant | null>`(
        select max(greatest(rounds.due_at, nudges.created_at)) from round_prompts
        join rounds on rounds.id = round_prompts.round_id
        left join nudges on nudges.round_id = rounds.id
        where round_prompts.prompt_id = prompts.id and rounds.recipient_id = prompts.assignee_id)`.as(
        'heard_at',
      ),
    ])
    .where('prompts.workspace_id', '=', workspaceId)
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', 'is', null)
    .where('prompts.next_nudge_at', '<=', now)
    .orderBy('prompts.occurrence_at')
    .orderBy('prompts.id')
    .forUpdate('prompts')
    .skipLocked()
    .execute();
  return rows
    .filter((row) => nextStep(row.preference, row.nudges_sent).what === 'tell')
    .map((row) => ({
      id: row.prompt_id,
      client: toClient(row),
      askedId: row.asked_id,
      dueAt: row.next_nudge_at ?? now,
      heardAt: row.heard_at,
      afterWorkingDays: nextStep(row.preference, row.nudges_sent).afterWorkingDays,
    }));
}

/** Whoever has turned nudges down since they were asked has as long to answer as if they had before. */
function notBefore(
  { askedId, dueAt, heardAt, afterWorkingDays }: Unanswered,
  calendars: Calendars,
): Temporal.Instant {
  const calendar = calendars.get(askedId);
  return heardAt && calendar && !calendar.left
    ? addWorkingDays({ ...calendar, away: [] }, heardAt, afterWorkingDays)
    : dueAt;
}

/** The next of those who answer for the client; else the lead, who may be away. */
function recipientOf(
  { client, askedId }: Unanswered,
  leadId: string | null,
  calendars: Calendars,
  now: Temporal.Instant,
): string | null {
  const lead = leadId === null || leadId === askedId || calendars.get(leadId)?.left ? null : leadId;
  return findRecipient(client, now, calendars, askedId) ?? lead;
}

async function tellPerson(
  trx: Transaction,
  workspaceId: string,
  personId: string,
  calendar: Calendar,
  members: readonly Unanswered[],
  now: Temporal.Instant,
): Promise<void> {
  const waits = Map.groupBy(members, ({ dueAt }) => {
    const daily = dailyMoment(calendar, dueAt);
    return daily && Temporal.Instant.compare(daily, now) <= 0 && isGood(calendar, now) ? 'now' : 'later';
  });
  const due = waits.get('now') ?? [];
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const isTold =
    due.length > 0 &&
    (await notify(
      trx,
      workspaceId,
      personId,
      'unanswered',
      `unanswered ${today}`,
      { promptIds: due.map(({ id }) => id) },
      now,
    ));
  if (isTold) await markEscalated(trx, promptsKey(workspaceId, due), now);
  const later = [...(waits.get('later') ?? []), ...(isTold ? [] : due)];
  await postponeNudge(trx, promptsKey(workspaceId, later), dailyMoment(calendar, now.add({ minutes: 1 })));
}

function dailyMoment(calendar: Calendar, at: Temporal.Instant): Temporal.Instant | null {
  return goodMoment({ ...calendar, remindAt: calendar.remindAt ?? USUAL_TIME, roundWeekday: null }, at);
}
