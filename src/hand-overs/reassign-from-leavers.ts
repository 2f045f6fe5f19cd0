import { findSuccessor } from '../clients/assignee-rules.ts';
import { loadCalendarsFor } from '../clients/load-calendars.ts';
import type { Client } from '../clients/rules.ts';
import { lockClientsOf } from '../clients/store.ts';
import { notify } from '../notifications/notify.ts';
import { findNotifications } from '../notifications/store.ts';
import { isInsider, type Person } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import { reassignPrompts } from '../reminders/prompts/client-changes.ts';
import { listOpenPrompts } from '../reminders/prompts/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { forEachCollectingErrors } from '../runtime/for-each-collecting-errors.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { OWNER_LEFT } from './notifications.ts';
import { reassignClients } from './reassign-clients.ts';
import { type Leaver, listLeavers } from './store.ts';

/**
 * Reassigns the clients of owners who have left, or are guests now, to each one's cover, who is told. The lead is told of
 * those, and of the clients without a cover, once each, and is asked about these until somebody owns them. Without a lead
 * that waits until there is one.
 *
 * @throws AggregateError when it failed for some owners; the others are done.
 */
export async function reassignFromLeavers(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  await forEachCollectingErrors(
    await listLeavers(db),
    (leaver) => db.transaction().execute((trx) => reassignClientsOfLeaver(trx, leaver, now)),
    'The clients of some owners who have left could not be reassigned',
  );
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
    const key = keyOf(ownerId, theirs, now);
    if (to) await reassignClients(trx, { clients: theirs, to, byId: null, key }, now);
  }
  const lead = leadId ? people.get(leadId) : undefined;
  if (!lead || !isInsider(lead.kind)) return;
  const coverless = clients.filter((client) => !coverOf(client));
  await reassignUnanswered(trx, leaver, coverless, now);
  const told = await findTold(trx, leaver, lead.id);
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

/** What the leaver was asked and has not answered is asked of the lead. */
async function reassignUnanswered(
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

/** The clients without a cover that the lead has been told about already. */
async function findTold(
  trx: Transaction,
  { workspaceId, ownerId }: Leaver,
  recipientId: string,
): Promise<Set<string>> {
  const told = await findNotifications(trx, OWNER_LEFT, workspaceId, { recipientId, about: { ownerId } });
  return new Set(told.flatMap(({ subject }) => subject.clientIds));
}

/** A client is reassigned once in a day, so the first of them tells one time from the next. */
function keyOf(ownerId: string, clients: readonly Client[], now: Temporal.Instant): string {
  const day = now.toZonedDateTimeISO('UTC').toPlainDate();
  return `owner-left ${ownerId} ${day} ${clients.map(({ id }) => id).sort()[0]}`;
}
