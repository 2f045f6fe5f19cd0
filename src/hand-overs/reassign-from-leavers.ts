import { findSuccessor } from '../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../clients/load-calendars.ts';
import type { Client } from '../clients/rules.ts';
import { lockClientsOf } from '../clients/store.ts';
import { notify } from '../notifications/notify.ts';
import { findNotifications } from '../notifications/store.ts';
import { isInsider, type Person } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import { reassignPrompts } from '../reminders/planning/reassign-prompts.ts';
import { listOpenPrompts } from '../reminders/prompts/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { forEachCollectingErrors } from '../runtime/for-each-collecting-errors.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { OWNER_LEFT } from './notifications.ts';
import { reassignClients } from './reassign-clients.ts';

interface Leaver {
  workspaceId: string;
  ownerId: string;
}

/**
 * Finds owners who have left, or are guests now. Their clients go to each one's cover, who is told; the lead is told of
 * those, and of the clients who have no cover, once each, and is asked about these until somebody has them. Without a lead
 * that waits until there is one.
 *
 * @throws AggregateError when it failed for some owners; the others are done.
 */
export async function reassignFromLeavers(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  await forEachCollectingErrors(
    await leavers(db),
    (leaver) => db.transaction().execute((trx) => reassignClientsOfLeaver(trx, leaver, now)),
    'Some owners who have left were not followed',
  );
}

async function leavers(db: Database): Promise<Leaver[]> {
  const rows = await db
    .selectFrom('clients')
    .innerJoin('people', (join) =>
      join
        .onRef('people.workspace_id', '=', 'clients.workspace_id')
        .onRef('people.id', '=', 'clients.owner_id'),
    )
    .select(['clients.workspace_id as workspaceId', 'clients.owner_id as ownerId'])
    .distinct()
    .where('people.kind', '<>', 'member')
    .where('clients.status', '<>', 'ended')
    .execute();
  return rows;
}

async function reassignClientsOfLeaver(
  trx: Transaction,
  leaver: Leaver,
  now: Temporal.Instant,
): Promise<void> {
  const { workspaceId, ownerId } = leaver;
  const clients = await lockClientsOf(trx, workspaceId, ownerId);
  const { leadId } = await loadWorkspace(trx, workspaceId);
  const people = await findPeople(trx, workspaceId, [
    ownerId,
    ...(leadId ? [leadId] : []),
    ...clients.flatMap(({ coverId }) => coverId ?? []),
  ]);
  const owner = people.get(ownerId);
  if (!owner || isInsider(owner.kind)) return;
  const calendars = await loadCalendarsFor(trx, workspaceId, clients);
  const coverOf = (client: Client): Person | undefined => {
    const successor = findSuccessor(client, now, calendars);
    return successor !== null && successor === client.coverId ? people.get(successor) : undefined;
  };
  const given = clients.filter((client) => coverOf(client));
  for (const [to, theirs] of Map.groupBy(given, coverOf)) {
    if (to) await reassignClients(trx, theirs, to, { byId: null, key: keyOf(ownerId, theirs, now) }, now);
  }
  const lead = leadId ? people.get(leadId) : undefined;
  if (!lead || !isInsider(lead.kind)) return;
  const coverless = clients.filter((client) => !coverOf(client));
  await askTheLead(trx, leaver, coverless, now);
  const told = await toldOf(trx, leaver, lead.id);
  const left = coverless.filter(({ id }) => !told.has(id));
  if (given.length + left.length === 0) return;
  const subject = {
    ownerId,
    given: given.map((client) => ({ clientId: client.id, toId: coverOf(client)?.id ?? '' })),
    clientIds: left.map(({ id }) => id),
  };
  await notify(
    trx,
    OWNER_LEFT,
    { workspaceId, recipientId: lead.id, key: keyOf(ownerId, [...given, ...left], now), subject },
    now,
  );
}

/** What the one who left was asked and has not answered. */
async function askTheLead(
  trx: Transaction,
  { workspaceId, ownerId }: Leaver,
  coverless: readonly Client[],
  now: Temporal.Instant,
): Promise<void> {
  const clientIds = coverless.map(({ id }) => id);
  const open = await listOpenPrompts(trx, workspaceId, { assigneeId: ownerId, clientIds });
  const unanswered = open.filter(({ askAt }) => askAt === null);
  await reassignPrompts(trx, workspaceId, unanswered, now);
}

/** The clients without a cover of whom the lead has been told already. */
async function toldOf(
  trx: Transaction,
  { workspaceId, ownerId }: Leaver,
  recipientId: string,
): Promise<Set<string>> {
  const told = await findNotifications(trx, OWNER_LEFT, workspaceId, { recipientId, about: { ownerId } });
  return new Set(told.flatMap(({ subject }) => subject.clientIds));
}

/** A client leaves its owner once in a day, so the first of them tells one time from the next. */
function keyOf(ownerId: string, clients: readonly Client[], now: Temporal.Instant): string {
  const day = now.toZonedDateTimeISO('UTC').toPlainDate();
  return `owner-left ${ownerId} ${day} ${clients.map(({ id }) => id).sort()[0]}`;
}
