/**
 * Turns what has fallen due into rounds: clients into prompts, and prompts into one DM per owner. Everything about one
 * owner happens in one transaction, so a crash leaves either all of it or nothing, for the next tick to find.
 */
import { sql } from 'kysely';
import { nextDue } from '../clients/cadence.ts';
import { toClient } from '../clients/client-row.ts';
import { type Client, isAsked } from '../clients/rules.ts';
import { planAllNext } from '../clients/store.ts';
import type { Clock } from '../clock.ts';
import { addDelivery } from '../slack/delivery-store.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { markRoundsStale } from './settle-prompt.ts';

interface Owner {
  workspaceId: string;
  ownerId: string;
  /** IANA zone. */
  zone: string;
}

/**
 * Plans all that is due. Any number of processes may do so at the same time: each owner is planned by one of them.
 *
 * @throws AggregateError when it failed for some owners; the others are planned.
 */
export async function planDue(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  const failures: unknown[] = [];
  for (const owner of await ownersWithWork(db, now)) {
    try {
      await db.transaction().execute((trx) => planOwner(trx, owner, now));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Some owners’ reminders could not be planned');
}

async function ownersWithWork(db: Database, now: Temporal.Instant): Promise<Owner[]> {
  const rows = await db
    .selectFrom('clients')
    .innerJoin('people', (join) =>
      join
        .onRef('people.workspace_id', '=', 'clients.workspace_id')
        .onRef('people.id', '=', 'clients.owner_id'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'clients.workspace_id')
    .select(({ fn, ref }) => [
      'clients.workspace_id',
      'clients.owner_id',
      fn.coalesce('people.time_zone', ref('workspaces.default_time_zone')).as('zone'),
    ])
    .distinct()
    .where(({ or, and, eb, exists, selectFrom }) =>
      or([
        and([eb('clients.next_due_at', '<=', now), eb('clients.status', 'in', asked)]),
        exists(
          selectFrom('prompts')
            .select('prompts.id')
            .whereRef('prompts.workspace_id', '=', 'clients.workspace_id')
            .whereRef('prompts.client_id', '=', 'clients.id')
            .where('prompts.status', '=', 'open')
            .where('prompts.ask_at', '<=', now),
        ),
      ]),
    )
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, ownerId: row.owner_id, zone: row.zone }));
}

const asked = (['prospect', 'active', 'paused', 'leaving', 'ended'] as const).filter(isAsked);

async function planOwner(trx: Transaction, owner: Owner, now: Temporal.Instant): Promise<void> {
  if (!(await isOurs(trx, owner))) return;
  await openPrompts(trx, owner, now);
  const promptIds = await promptsToAsk(trx, owner, now);
  if (promptIds.length > 0) await addRound(trx, owner, promptIds, now);
}

/** Two processes that plan for the same owner would send two DMs: the second leaves it to the first. */
async function isOurs(trx: Transaction, { workspaceId, ownerId }: Owner): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`round ${workspaceId} ${ownerId}`}, 0)) as locked`.execute(
    trx,
  );
  return rows[0]?.locked === true;
}

async function openPrompts(trx: Transaction, owner: Owner, now: Temporal.Instant): Promise<void> {
  const due = await trx
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', owner.workspaceId)
    .where('owner_id', '=', owner.ownerId)
    .where('status', 'in', asked)
    .where('next_due_at', '<=', now)
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  const clients = due.map(toClient).filter(isPlanned);
  if (clients.length === 0) return;
  await askAbout(trx, owner, clients, now);
  await planAllNext(
    trx,
    owner.workspaceId,
    clients.map(({ id, cadence, nextDueAt }) => ({
      clientId: id,
      nextDueAt: nextDue(cadence, owner.zone, nextDueAt, now),
    })),
  );
}

type Planned = Client & { nextDueAt: Temporal.Instant };

const isPlanned = (client: Client): client is Planned => client.nextDueAt !== null;

/**
 * A client has at most one open prompt. When the next occurrence comes before the last was answered, that same prompt is
 * asked again, unless its owner has put it off to a time of their own.
 */
async function askAbout(
  trx: Transaction,
  { workspaceId, ownerId }: Owner,
  clients: readonly Planned[],
  now: Temporal.Instant,
): Promise<void> {
  const opened = await trx
    .insertInto('prompts')
    .values(
      clients.map(({ id, nextDueAt }) => ({
        workspace_id: workspaceId,
        client_id: id,
        owner_id: ownerId,
        occurrence_at: nextDueAt,
        ask_at: now,
        skip_reason: null,
        settled_at: null,
        settled_by: null,
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('client_id')
    .execute();
  const openedIds = new Set(opened.map((row) => row.client_id));
  const askedBefore = clients.map(({ id }) => id).filter((id) => !openedIds.has(id));
  if (askedBefore.length === 0) return;
  await trx
    .updateTable('prompts')
    .from('clients')
    .set({ ask_at: now })
    .where('prompts.workspace_id', '=', workspaceId)
    .where('prompts.client_id', 'in', askedBefore)
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', 'is', null)
    .whereRef('clients.workspace_id', '=', 'prompts.workspace_id')
    .whereRef('clients.id', '=', 'prompts.client_id')
    .whereRef('prompts.occurrence_at', '<', 'clients.next_due_at')
    .execute();
}

/** Those who have waited longest for a word from us come first. */
async function promptsToAsk(trx: Transaction, owner: Owner, now: Temporal.Instant): Promise<string[]> {
  const rows = await trx
    .selectFrom('prompts')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.workspace_id', '=', 'prompts.workspace_id')
        .onRef('clients.id', '=', 'prompts.client_id'),
    )
    .select(['prompts.id', 'clients.status'])
    .where('prompts.workspace_id', '=', owner.workspaceId)
    .where('clients.owner_id', '=', owner.ownerId)
    .where('prompts.status', '=', 'open')
    .where('prompts.ask_at', '<=', now)
    .orderBy('clients.last_contact_at', (order) => order.asc().nullsFirst())
    .orderBy('clients.name_key')
    .forUpdate('prompts')
    .skipLocked()
    .execute();
  const pointless = rows.filter((row) => !isAsked(row.status)).map((row) => row.id);
  if (pointless.length > 0) {
    await trx
      .updateTable('prompts')
      .set({ status: 'dropped', settled_at: now, ask_at: null })
      .where('workspace_id', '=', owner.workspaceId)
      .where('id', 'in', pointless)
      .execute();
    await markRoundsStale(trx, owner.workspaceId, pointless);
  }
  return rows.filter((row) => isAsked(row.status)).map((row) => row.id);
}

async function addRound(
  trx: Transaction,
  { workspaceId, ownerId }: Owner,
  promptIds: string[],
  now: Temporal.Instant,
): Promise<void> {
  await markRoundsStale(trx, workspaceId, promptIds);
  const deliveryId = await addDelivery(trx, workspaceId, 'round', ownerId, now);
  const round = await trx
    .insertInto('rounds')
    .values({ workspace_id: workspaceId, owner_id: ownerId, due_at: now, delivery_id: deliveryId })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('round_prompts')
    .values(
      promptIds.map((promptId, position) => ({
        workspace_id: workspaceId,
        round_id: round.id,
        prompt_id: promptId,
        position,
      })),
    )
    .execute();
  await trx
    .updateTable('prompts')
    .set({ ask_at: null, owner_id: ownerId })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', promptIds)
    .execute();
}
