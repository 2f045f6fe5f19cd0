import { sql } from 'kysely';
import { toClient } from '../../clients/client-row.ts';
import { ASKED_STATUSES, type Client } from '../../clients/rules.ts';
import { findClients } from '../../clients/store.ts';
import type { DeliveryStatus } from '../../slack/outbound/rules.ts';
import type { Database, Transaction } from '../../storage/database.ts';
import type { PersonKey } from '../../storage/with-advisory-lock.ts';

/** About so many that wait are rechecked with each tick. Where more wait, as on a public holiday, they take turns. */
export const TURN_SIZE = 200;

/** How long a turn is, in milliseconds: as long as from one tick to the next. */
const TURN_MS = 30_000;

export function turnAt(now: Temporal.Instant): number {
  return Math.floor(now.epochMilliseconds / TURN_MS);
}

/** The owners of clients whose next occurrence has come. */
export async function listOwnersOfDueClients(db: Database, now: Temporal.Instant): Promise<PersonKey[]> {
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
export async function lockDueClients(
  trx: Transaction,
  owner: PersonKey,
  now: Temporal.Instant,
): Promise<Client[]> {
  const rows = await trx
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', owner.workspaceId)
    .where('owner_id', '=', owner.personId)
    .where('status', 'in', ASKED_STATUSES)
    .where('next_due_at', '<=', now)
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(toClient);
}

/** An open prompt, and how far its newest round has come; null where it is in none. */
export interface OpenPrompt {
  id: string;
  clientId: string;
  occurrenceAt: Temporal.Instant;
  askAt: Temporal.Instant | null;
  nextNudgeAt: Temporal.Instant | null;
  roundStatus: DeliveryStatus | null;
}

export async function lockOpenPrompts(
  trx: Transaction,
  workspaceId: string,
  clientIds: readonly string[],
): Promise<OpenPrompt[]> {
  const { rows } = await sql<OpenPrompt>`
    select prompts.id, prompts.client_id as "clientId", prompts.occurrence_at as "occurrenceAt",
      prompts.ask_at as "askAt", prompts.next_nudge_at as "nextNudgeAt", (
        select deliveries.status from round_prompts
        join rounds on rounds.id = round_prompts.round_id
        join deliveries on deliveries.id = rounds.delivery_id
        where round_prompts.prompt_id = prompts.id
        order by rounds.due_at desc limit 1) as "roundStatus"
    from prompts
    where prompts.workspace_id = ${workspaceId} and prompts.status = 'open'
      and prompts.client_id = any(${[...clientIds]}::uuid[])
    for update of prompts`.execute(trx);
  return rows;
}

/** The people with a prompt whose time to be asked has come. */
export async function listPeopleToAsk(db: Database, now: Temporal.Instant): Promise<PersonKey[]> {
  const rows = await db
    .selectFrom('prompts')
    .select(['workspace_id', 'assignee_id'])
    .distinct()
    .where('status', '=', 'open')
    .where('ask_at', '<=', now)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, personId: row.assignee_id }));
}

/** A prompt that is to be asked now. */
export interface DuePrompt {
  id: string;
  client: Client;
  occurrenceAt: Temporal.Instant;
  askAt: Temporal.Instant;
  /** Whether it is in a round already: it was snoozed, or asked of somebody else. */
  wasAsked: boolean;
}

/** Clients without contact for longest come first. What is locked elsewhere is left to the next tick. */
export async function lockDuePrompts(
  trx: Transaction,
  { workspaceId, personId }: PersonKey,
  now: Temporal.Instant,
): Promise<DuePrompt[]> {
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
    const { id, occurrence_at: occurrenceAt, ask_at: askAt } = row;
    return client && askAt ? [{ id, client, occurrenceAt, askAt, wasAsked: row.was_asked === true }] : [];
  });
}

/** When a person's next prompt is to be asked after `now`; null where none waits. */
export async function nextAskAt(
  db: Database,
  { workspaceId, personId }: PersonKey,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const row = await db
    .selectFrom('prompts')
    .select('ask_at')
    .where('workspace_id', '=', workspaceId)
    .where('assignee_id', '=', personId)
    .where('status', '=', 'open')
    .where('ask_at', '>', now)
    .orderBy('ask_at')
    .limit(1)
    .executeTakeFirst();
  return row?.ask_at ?? null;
}

/** A prompt that waits to be asked for the first time. */
export interface UnaskedPrompt {
  workspaceId: string;
  promptId: string;
  ownerId: string;
  coverId: string | null;
  assigneeId: string;
  occurrenceAt: Temporal.Instant;
  askAt: Temporal.Instant;
}

/** Those that wait beyond `now`, and whose turn it is to be looked at. */
export async function listUnaskedPrompts(db: Database, now: Temporal.Instant): Promise<UnaskedPrompt[]> {
  const { rows } = await sql<UnaskedPrompt>`
    with waiting as (
      select prompts.workspace_id as "workspaceId", prompts.id as "promptId", clients.owner_id as "ownerId",
        clients.cover_id as "coverId", prompts.assignee_id as "assigneeId", prompts.occurrence_at as "occurrenceAt",
        prompts.ask_at as "askAt", (count(*) over () + ${TURN_SIZE} - 1) / ${TURN_SIZE} as turns
      from prompts
      join clients on clients.id = prompts.client_id
      where prompts.status = 'open' and prompts.ask_at > ${now}
        and not exists (select from round_prompts where round_prompts.prompt_id = prompts.id))
    select * from waiting
    where mod(abs(hashtext("promptId"::text)::bigint), turns) = mod(${turnAt(now)}::bigint, turns)`.execute(
    db,
  );
  return rows;
}

/** When the next prompt, nudge or reminder will be due, in any workspace; null when none is planned. */
export async function nextReminderAt(db: Database): Promise<Temporal.Instant | null> {
  const occurrence = await db
    .selectFrom('clients')
    .select('next_due_at as at')
    .where('next_due_at', 'is not', null)
    .where('status', 'in', ASKED_STATUSES)
    .orderBy('next_due_at')
    .limit(1)
    .executeTakeFirst();
  const ask = await db
    .selectFrom('prompts')
    .select('ask_at as at')
    .where('ask_at', 'is not', null)
    .orderBy('ask_at')
    .limit(1)
    .executeTakeFirst();
  const nudge = await db
    .selectFrom('prompts')
    .select('next_nudge_at as at')
    .where('next_nudge_at', 'is not', null)
    .orderBy('next_nudge_at')
    .limit(1)
    .executeTakeFirst();
  const reminder = await db
    .selectFrom('follow_ups')
    .innerJoin('clients', 'clients.id', 'follow_ups.client_id')
    .select('follow_ups.remind_at as at')
    .where('follow_ups.remind_at', 'is not', null)
    .where('follow_ups.done_at', 'is', null)
    .where('follow_ups.dropped_at', 'is', null)
    .where('clients.status', '<>', 'ended')
    .orderBy('follow_ups.remind_at')
    .limit(1)
    .executeTakeFirst();
  const times = [occurrence, ask, nudge, reminder].flatMap((row) => row?.at ?? []);
  return times.sort(Temporal.Instant.compare)[0] ?? null;
}
