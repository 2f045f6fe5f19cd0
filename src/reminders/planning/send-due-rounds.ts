/** Puts the prompts that one person is to be asked now into a round, once it is sure that now still suits them. */
import type { Selectable } from 'kysely';
import { addWorkingDays, type Calendar } from '../../calendars/rules.ts';
import { type Assignment, resolveAssignee } from '../../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { type Client, isAsked } from '../../clients/rules.ts';
import { findClients } from '../../clients/store.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PersonTable } from '../../storage/tables.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';
import { nextStep } from '../nudges/rules.ts';
import {
  type AskPlan,
  markAsked,
  markDropped,
  markMissed,
  promptsKey,
  reschedule,
} from '../prompts/state-machine.ts';
import { addRound } from '../rounds/add-round.ts';
import { isSuperseded } from './catch-up.ts';
import { takeReminders } from './remind.ts';

/** Those with a prompt whose time to be asked has come. */
export async function peopleToAsk(db: Database, now: Temporal.Instant): Promise<PersonKey[]> {
  const rows = await db
    .selectFrom('prompts')
    .select(['workspace_id', 'assignee_id'])
    .distinct()
    .where('status', '=', 'open')
    .where('ask_at', '<=', now)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, personId: row.assignee_id }));
}

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
  const found = await waitingFor(trx, person, now);
  const pointless = found.filter(({ client }) => !isAsked(client.status));
  await markDropped(trx, promptsKey(workspaceId, pointless), null, now);
  const waiting = found.filter(({ client }) => isAsked(client.status));
  if (waiting.length === 0) return;

  const clients = waiting.map(({ client }) => client);
  const calendars = await loadCalendarsFor(trx, workspaceId, clients);
  const own = calendars.get(personId);
  if (own) calendars.set(personId, { ...own, doNotDisturbUntil });
  const unwished = new Map([...calendars].map(([id, calendar]) => [id, withoutWishes(calendar)]));
  const decided = waiting.map(({ id, client, wish, wasAsked, planned }) => {
    const by = resolveAssignee(client, wish, now, wasAsked ? unwished : calendars);
    return { id, by, isLate: by !== null && isSuperseded(client, planned, by, calendars, now) };
  });

  const never = decided.filter(({ by }) => !by);
  await markMissed(trx, promptsKey(workspaceId, never), 'away', now);
  const late = decided.filter(({ isLate }) => isLate);
  await markMissed(trx, promptsKey(workspaceId, late), 'rapport-was-down', now);
  const asked: { promptId: string; coveringFor: string | null }[] = [];
  for (const { id: promptId, by, isLate } of decided) {
    if (!by || isLate) continue;
    const isNow = by.personId === personId && Temporal.Instant.compare(by.at, now) <= 0;
    if (isNow) asked.push({ promptId, coveringFor: by.coveringFor });
    else await reschedule(trx, { workspaceId, promptId }, askPlan(by, now));
  }
  if (asked.length === 0) return;
  const followUps = own ? await takeReminders(trx, person, own, now) : [];
  await markAsked(trx, workspaceId, asked, await firstNudgeAt(trx, person, own, now));
  await addRound(trx, person, { promptIds: asked.map(({ promptId }) => promptId), followUps }, now);
}

interface Waiting {
  id: string;
  client: Client;
  /** The occurrence, or the end of the snooze once it was asked before. */
  wish: Temporal.Instant;
  wasAsked: boolean;
  /** When it was to be asked, as far as was known. */
  planned: Temporal.Instant;
}

/** Those whose clients have waited longest for a word from us come first. */
async function waitingFor(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  now: Temporal.Instant,
): Promise<Waiting[]> {
  const rows = await trx
    .selectFrom('prompts')
    .innerJoin('clients', 'clients.id', 'prompts.client_id')
    .select(['prompts.id', 'prompts.client_id', 'prompts.occurrence_at', 'prompts.ask_at'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('round_prompts').select('round_id').whereRef('round_prompts.prompt_id', '=', 'prompts.id'),
      ).as('was_asked'),
    )
    .where('prompts.workspace_id', '=', workspaceId)
    .where('prompts.assignee_id', '=', personId)
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', '<=', now)
    .orderBy('clients.last_contact_at', (order) => order.asc().nullsFirst())
    .orderBy('clients.name_key')
    .forUpdate('prompts')
    .skipLocked()
    .execute();
  const clients = await findClients(
    trx,
    workspaceId,
    rows.map((row) => row.client_id),
  );
  return rows.flatMap((row) => {
    const client = clients.get(row.client_id);
    const wasAsked = row.was_asked === true;
    const planned = row.ask_at ?? row.occurrence_at;
    const wish = wasAsked ? planned : row.occurrence_at;
    return client ? [{ id: row.id, client, wish, wasAsked, planned }] : [];
  });
}

/** Whoever has put something off has said when it suits them: their usual time and weekday do not count then. */
export function withoutWishes(calendar: Calendar): Calendar {
  return { ...calendar, remindAt: null, roundWeekday: null };
}

/** What could have been asked before is due now: a time that is past tells of an outage. */
export function askPlan({ personId, coveringFor, at }: Assignment, now: Temporal.Instant): AskPlan {
  const askAt = Temporal.Instant.compare(at, now) > 0 ? at : now;
  return { assigneeId: personId, coveringFor, askAt };
}

/** When the person is nudged about what they are asked now; null for one whose calendar is not known. */
async function firstNudgeAt(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  calendar: Calendar | undefined,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const { afterWorkingDays } = nextStep(await nudgesFor(trx, workspaceId, personId), 0);
  return calendar ? addWorkingDays(calendar, now, afterWorkingDays) : null;
}

export async function nudgesFor(
  trx: Transaction,
  workspaceId: string,
  personId: string,
): Promise<Selectable<PersonTable>['nudges']> {
  const row = await trx
    .selectFrom('people')
    .select('nudges')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', personId)
    .executeTakeFirst();
  return row?.nudges ?? 'standard';
}
