import { sql } from 'kysely';
import type { Database, Transaction } from '../storage/database.ts';
import { toClient, toColumns } from './client-row.ts';
import {
  ASKED_STATUSES,
  type AskedStatus,
  type Client,
  type ClientDetails,
  type ClientStatus,
  nameKey,
} from './rules.ts';

/** Another client, not ended, has this already. */
export class TakenError extends Error {
  override readonly name = 'TakenError';
  readonly field: 'name' | 'channel';

  constructor(field: 'name' | 'channel') {
    super(`The ${field} belongs to another client`);
    this.field = field;
  }
}

/** @throws TakenError when the name or the channel belongs to another client. */
export async function insertClient(
  trx: Transaction,
  workspaceId: string,
  details: ClientDetails & { status: ClientStatus; nextDueAt: Temporal.Instant | null },
  now: Temporal.Instant,
): Promise<Client> {
  const row = await trx
    .insertInto('clients')
    .values({
      workspace_id: workspaceId,
      ...toColumns(details),
      status: details.status,
      next_due_at: details.nextDueAt,
      last_contact_at: null,
      created_at: now,
      updated_at: now,
      ended_at: details.status === 'ended' ? now : null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(toTaken);
  return toClient(row);
}

/**
 * Saves what people say about a client, its status and its next occurrence. `endedAt` and `pausedFrom` follow the status.
 *
 * @throws TakenError when the name or the channel belongs to another client.
 */
export async function updateClient(trx: Transaction, client: Client, now: Temporal.Instant): Promise<Client> {
  const row = await trx
    .updateTable('clients')
    .set((eb) => ({
      ...toColumns(client),
      status: client.status,
      paused_from:
        client.status === 'paused'
          ? sql<AskedStatus | null>`case status when 'paused' then paused_from else status end`
          : null,
      next_due_at: client.nextDueAt,
      health_revision: eb('health_revision', '+', 1),
      updated_at: now,
      ended_at: client.status === 'ended' ? (client.endedAt ?? now) : null,
    }))
    .where('workspace_id', '=', client.workspaceId)
    .where('id', '=', client.id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(toTaken);
  return toClient(row);
}

/** Null for an id that is not a client's, whatever it looks like. */
export async function findClient(db: Database, workspaceId: string, id: string): Promise<Client | null> {
  return (await findClients(db, workspaceId, [id])).get(id) ?? null;
}

/** The client that has this name, in whatever case. */
export async function findClientByName(
  db: Database,
  workspaceId: string,
  name: string,
): Promise<Client | null> {
  const row = await db
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('name_key', '=', nameKey(name))
    .executeTakeFirst();
  return row ? toClient(row) : null;
}

/** Those of `ids` that are clients, by id. */
export async function findClients(
  db: Database,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Client>> {
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, toClient(row)]));
}

/** As `findClient`, and nobody else changes the client until the transaction ends. */
export async function lockClient(trx: Transaction, workspaceId: string, id: string): Promise<Client | null> {
  if (!isId(id)) return null;
  const row = await trx
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? toClient(row) : null;
}

/** All clients of an owner that are not ended; nobody else changes them until the transaction ends. */
export async function lockClientsOf(
  trx: Transaction,
  workspaceId: string,
  ownerId: string,
): Promise<Client[]> {
  const rows = await trx
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', ownerId)
    .where('status', '<>', 'ended')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(toClient);
}

/**
 * By name. Without `statuses`, of every status.
 */
export async function listClients(
  db: Database,
  workspaceId: string,
  which: { ownedBy?: string; ownedOrCoveredBy?: string; statuses?: readonly ClientStatus[] } = {},
): Promise<Client[]> {
  if (which.statuses?.length === 0) return [];
  let query = db.selectFrom('clients').selectAll().where('workspace_id', '=', workspaceId);
  const { ownedBy, ownedOrCoveredBy } = which;
  if (ownedBy !== undefined) query = query.where('owner_id', '=', ownedBy);
  if (ownedOrCoveredBy !== undefined) {
    query = query.where((eb) =>
      eb.or([eb('owner_id', '=', ownedOrCoveredBy), eb('cover_id', '=', ownedOrCoveredBy)]),
    );
  }
  if (which.statuses) query = query.where('status', 'in', [...which.statuses]);
  const rows = await query.orderBy('name_key').execute();
  return rows.map(toClient);
}

/**
 * The clients that are asked about and that a person may be asked about, by name: as owner or cover, as the cover whom an
 * owner named for an absence, or as the lead of an owner who left. Who is asked is decided by `resolveAssignee`.
 *
 * @param dueBefore only those whose next occurrence is earlier.
 */
export async function listClientsAnsweredBy(
  db: Database,
  { workspaceId, personId }: { workspaceId: string; personId: string },
  { dueBefore }: { dueBefore?: Temporal.Instant } = {},
): Promise<Client[]> {
  const rows = await db
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('status', 'in', ASKED_STATUSES)
    .$if(dueBefore !== undefined, (query) => query.where('next_due_at', '<', dueBefore ?? null))
    .where((eb) =>
      eb.or([
        eb('owner_id', '=', personId),
        eb('cover_id', '=', personId),
        eb.exists(
          eb
            .selectFrom('away_dates')
            .select('away_dates.id')
            .where('away_dates.workspace_id', '=', workspaceId)
            .whereRef('away_dates.person_id', '=', 'clients.owner_id')
            .where('away_dates.cover_id', '=', personId),
        ),
        eb.exists(
          eb
            .selectFrom('people')
            .innerJoin('workspaces', 'workspaces.id', 'people.workspace_id')
            .select('people.id')
            .where('people.workspace_id', '=', workspaceId)
            .whereRef('people.id', '=', 'clients.owner_id')
            .where('people.kind', '<>', 'member')
            .where('workspaces.lead_id', '=', personId),
        ),
      ]),
    )
    .orderBy('name_key')
    .execute();
  return rows.map(toClient);
}

/** Every client's name, by name: enough to find one by what somebody typed. */
export async function listClientNames(
  db: Database,
  workspaceId: string,
): Promise<{ id: string; name: string; status: ClientStatus }[]> {
  return db
    .selectFrom('clients')
    .select(['id', 'name', 'status'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('name_key')
    .execute();
}

/** The client, not ended, that a channel belongs to. */
export async function findClientByChannel(
  db: Database,
  workspaceId: string,
  channelId: string,
): Promise<Client | null> {
  const row = await db
    .selectFrom('clients')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('status', '<>', 'ended')
    .executeTakeFirst();
  return row ? toClient(row) : null;
}

function toTaken(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23505' && 'constraint' in error) {
    if (error.constraint === 'clients_one_per_channel') throw new TakenError('channel');
    if (error.constraint === 'clients_workspace_id_name_key_key') throw new TakenError('name');
  }
  throw error;
}

function isId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** Has these clients' health looked at again; in the transaction of the change that it hangs on. */
export async function markHealthDue(
  trx: Transaction,
  workspaceId: string,
  clientIds: readonly string[],
): Promise<void> {
  if (clientIds.length === 0) return;
  await trx
    .updateTable('clients')
    .set((eb) => ({ health_revision: eb('health_revision', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...clientIds])
    .execute();
}

/** As `markHealthDue`, for all clients of the workspace that are not ended. */
export async function markAllHealthDue(trx: Transaction, workspaceId: string): Promise<void> {
  await trx
    .updateTable('clients')
    .set((eb) => ({ health_revision: eb('health_revision', '+', 1) }))
    .where('workspace_id', '=', workspaceId)
    .where('status', '<>', 'ended')
    .execute();
}
