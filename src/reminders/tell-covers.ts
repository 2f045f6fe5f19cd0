import { isAsked } from '../clients/rules.ts';
import { listClients } from '../clients/store.ts';
import { loadCalendarsFor, whoIsAsked } from '../clients/who-is-asked.ts';
import type { Clock } from '../clock.ts';
import { oneByOne } from '../one-by-one.ts';
import type { Database } from '../storage/database.ts';
import type { AwayDates } from '../workspaces/away.ts';
import { awayAround } from '../workspaces/away-store.ts';
import { isAway, isGood } from '../workspaces/calendar.ts';
import { notify } from './notices.ts';

/**
 * Tells whoever stands in for somebody, once that one is away, for whom and for which clients: once for each absence, at
 * the first moment that suits them.
 *
 * @throws AggregateError when it failed for some absences; of the others they are told.
 */
export async function tellCovers(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  await oneByOne(await awayAround(db, now), (away) => tell(db, away, now), 'Some who stand in were not told');
}

async function tell(
  db: Database,
  { workspaceId, personId: ownerId, ...away }: AwayDates & { workspaceId: string },
  now: Temporal.Instant,
): Promise<void> {
  const lookedAfter = await listClients(db, workspaceId, { lookedAfterBy: ownerId });
  const clients = lookedAfter.filter((client) => client.ownerId === ownerId && isAsked(client.status));
  const calendars = await loadCalendarsFor(db, workspaceId, clients);
  const theirs = calendars.get(ownerId);
  if (!theirs) return;
  const today = now.toZonedDateTimeISO(theirs.zone).toPlainDate();
  const isNow = Temporal.PlainDate.compare(away.first, today) <= 0 && isAway(theirs, today);
  if (!isNow || Temporal.PlainDate.compare(today, away.last) > 0) return;

  const covered = clients.flatMap((client) => {
    const asked = whoIsAsked(client, now, now, calendars);
    return asked?.coveringFor === ownerId ? [{ coverId: asked.personId, clientId: client.id }] : [];
  });
  for (const [coverId, their] of Map.groupBy(covered, (each) => each.coverId)) {
    const calendar = calendars.get(coverId);
    if (!calendar || !isGood(calendar, now)) continue;
    const subject = {
      ownerId,
      clientIds: their.map(({ clientId }) => clientId),
      lastDay: away.last.toString(),
    };
    await db
      .transaction()
      .execute((trx) => notify(trx, workspaceId, coverId, 'cover', `cover ${away.id}`, subject, now));
  }
}
