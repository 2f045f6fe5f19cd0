import { awayCover, type Calendar, isAway } from '../calendars/rules.ts';
import { loadCalendars } from '../calendars/store.ts';
import type { Client } from '../clients/rules.ts';
import type { SnapshotChange, SnapshotListener } from '../health/snapshots/take-snapshots.ts';
import { isInsider, type Person } from '../people/rules.ts';
import { findPeople } from '../people/store.ts';
import type { Transaction } from '../storage/database.ts';
import { loadWorkspace } from '../workspaces/store.ts';
import { type Alert, alertsOf, isUrgent } from './alert-rules.ts';
import { addAlert, addAlertMessage, alertsSince, mutesOf } from './alert-store.ts';

/** So many a day are read; what comes beyond them stands in the digest. A word that they may leave always comes. */
const DAILY_CAP = 5;

/** A silence is the owner's to end; all else the lead hears too. */
const TELLS_LEAD: Record<Alert['kind'], boolean> = {
  'may-leave': true,
  'at-risk': true,
  drop: true,
  silence: false,
};

/**
 * Owes the owner, or whoever stands in, and the lead a message about what has become of a client, once. Of several things
 * at once the most urgent is told. Where alerts about the client are muted, only a word that they may leave comes through.
 */
export const raiseAlerts: SnapshotListener = async (trx, taken, now) => {
  const raised: { client: Client; alert: Alert; id: string }[] = [];
  for (const each of taken) {
    const fresh = await keepNew(trx, each, now);
    if (fresh) raised.push({ client: each.overview.client, ...fresh });
  }
  const workspaceId = raised[0]?.client.workspaceId;
  if (workspaceId === undefined) return;
  const { leadId, people, calendars } = await loadRecipients(
    trx,
    workspaceId,
    raised.map(({ client }) => client),
  );
  const muted = await mutesOf(
    trx,
    workspaceId,
    raised.map(({ client }) => client.id),
    now,
  );
  for (const { client, alert, id } of raised) {
    const urgent = isUrgent(alert);
    if (muted.has(client.id) && !urgent) continue;
    const owner = standIn(client, people, calendars, now);
    for (const personId of new Set([owner, ...(TELLS_LEAD[alert.kind] ? [leadId] : [])])) {
      const calendar = personId === null ? undefined : calendars.get(personId);
      if (personId === null || !calendar || !isInsider(people.get(personId)?.kind ?? 'external')) continue;
      const today = now.toZonedDateTimeISO(calendar.zone).startOfDay().toInstant();
      const send = urgent || (await alertsSince(trx, workspaceId, personId, today)) < DAILY_CAP;
      await addAlertMessage(trx, workspaceId, id, personId, { send, atOnce: urgent }, now);
    }
  }
};

/** Keeps all that is new about a client, so that it never comes again. @returns the most urgent of it. */
async function keepNew(
  trx: Transaction,
  { overview, before }: SnapshotChange,
  now: Temporal.Instant,
): Promise<{ alert: Alert; id: string } | null> {
  let first: { alert: Alert; id: string } | null = null;
  const { workspaceId, id: clientId } = overview.client;
  for (const alert of alertsOf(overview, before, now)) {
    const id = await addAlert(trx, workspaceId, clientId, alert, now);
    if (id) first ??= { alert, id };
  }
  return first;
}

interface WhoThereIs {
  leadId: string | null;
  people: ReadonlyMap<string, Person>;
  calendars: ReadonlyMap<string, Calendar>;
}

async function loadRecipients(
  trx: Transaction,
  workspaceId: string,
  clients: readonly Client[],
): Promise<WhoThereIs> {
  const { leadId } = await loadWorkspace(trx, workspaceId);
  const owners = await loadCalendars(
    trx,
    workspaceId,
    clients.map(({ ownerId }) => ownerId),
  );
  const covers = [...owners.values()].flatMap(({ away }) => away.map(({ coverId }) => coverId));
  const ids = [leadId, ...covers, ...clients.flatMap(({ ownerId, coverId }) => [ownerId, coverId])].filter(
    (id) => id !== null,
  );
  const people = await findPeople(trx, workspaceId, ids);
  const others = await loadCalendars(
    trx,
    workspaceId,
    ids.filter((id) => !owners.has(id)),
  );
  return { leadId, people, calendars: new Map([...owners, ...others]) };
}

/** The owner; whoever covers while the owner is away or has left. */
function standIn(
  { ownerId, coverId }: Client,
  people: WhoThereIs['people'],
  calendars: WhoThereIs['calendars'],
  now: Temporal.Instant,
): string {
  if (!isInsider(people.get(ownerId)?.kind ?? 'external')) return coverId ?? ownerId;
  const calendar = calendars.get(ownerId);
  const today = calendar && now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  if (!calendar || !today || !isAway(calendar, today)) return ownerId;
  return awayCover(calendar, today) ?? coverId ?? ownerId;
}
