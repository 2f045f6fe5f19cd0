import { z } from 'zod';
import { loadCalendar } from '../calendars/store.ts';
import type { Client } from '../clients/rules.ts';
import { listClients, lockClient, updateClient } from '../clients/store.ts';
import { findNotice, notify, SUBJECTS } from '../notifications/store.ts';
import type { Clock } from '../runtime/clock.ts';
import { UserError } from '../runtime/errors.ts';
import { invalidateMessages } from '../slack/outbound/delivery-store.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { type Move, onlyWeekday, onWeekday, type Spread, spreadEvenly } from './spread-rules.ts';

/** An owner, who spreads their own clients. */
export interface Spreader {
  workspaceId: string;
  userId: string;
}

export interface SpreadPlan extends Spread {
  clients: ReadonlyMap<string, Client>;
}

/**
 * How the owner's clients could be spread over their working days.
 *
 * @throws UserError for one who has chosen to be asked about all clients on one weekday.
 */
export async function planSpread(
  db: Database,
  { workspaceId, userId }: Spreader,
  now: Temporal.Instant,
): Promise<SpreadPlan> {
  const [calendar, theirs] = await Promise.all([
    loadCalendar(db, workspaceId, userId),
    listClients(db, workspaceId, {
      lookedAfterBy: userId,
      statuses: ['prospect', 'active', 'leaving'],
    }),
  ]);
  if (calendar.roundWeekday !== null) {
    throw new UserError(
      'You have chosen to be asked about all clients in one round a week, so there is nothing to spread. You can change that with “/client-health me”.',
    );
  }
  const own = theirs.filter(({ ownerId }) => ownerId === userId);
  return { ...spreadEvenly(own, calendar, now), clients: new Map(own.map((client) => [client.id, client])) };
}

/**
 * Gives clients the weekdays that were shown, except those that are another's or have another weekday by now. The owner
 * is told, and can take it back there. Submitted twice, it happens once.
 *
 * @returns what was moved; nothing when all of them have changed since.
 */
export async function spreadClients(
  db: Database,
  clock: Clock,
  by: Spreader,
  moves: readonly Move[],
  viewId: string,
): Promise<Move[]> {
  const key = `spread view:${viewId}`;
  return db.transaction().execute(async (trx) => {
    const told = () => findNotice(trx, by.workspaceId, by.userId, 'spread', key);
    const before = await told();
    if (before) return before.subject.moves;
    const done = await moveAll(trx, by, moves, clock.now());
    if (done.length === 0) return (await told())?.subject.moves ?? [];
    const subject = { moves: done, undone: false };
    await notify(trx, by.workspaceId, by.userId, 'spread', key, subject, clock.now());
    return done;
  });
}

/**
 * Gives the clients of one spread their former weekdays back, except those that were changed since. Pressed twice, it
 * happens once.
 *
 * @throws UserError when it is another's or gone, or nothing is left to take back.
 */
export async function undoSpread(db: Database, clock: Clock, by: Spreader, noticeId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = z.guid().safeParse(noticeId).success ? await lockSpread(trx, by, noticeId) : undefined;
    if (!row) throw new UserError('That is not there to take back any more.');
    const { moves, undone } = SUBJECTS.spread.parse(row.subject);
    if (undone) return;
    const back = moves.map(({ clientId, from, to }) => ({ clientId, from: to, to: from }));
    const done = await moveAll(trx, by, back, clock.now());
    if (done.length === 0) {
      throw new UserError('These clients were changed since, so there is nothing to take back.');
    }
    await trx
      .updateTable('notices')
      .set({ subject: JSON.stringify({ moves: done, undone: true }) })
      .where('workspace_id', '=', by.workspaceId)
      .where('id', '=', noticeId)
      .execute();
    await invalidateMessages(trx, by.workspaceId, [row.delivery_id]);
  });
}

async function lockSpread(trx: Transaction, by: Spreader, noticeId: string) {
  return trx
    .selectFrom('notices')
    .select(['subject', 'delivery_id'])
    .where('workspace_id', '=', by.workspaceId)
    .where('id', '=', noticeId)
    .where('person_id', '=', by.userId)
    .where('kind', '=', 'spread')
    .forUpdate()
    .executeTakeFirst();
}

async function moveAll(
  trx: Transaction,
  { workspaceId, userId }: Spreader,
  moves: readonly Move[],
  now: Temporal.Instant,
): Promise<Move[]> {
  const calendar = await loadCalendar(trx, workspaceId, userId);
  const done: Move[] = [];
  for (const move of moves.toSorted((a, b) => a.clientId.localeCompare(b.clientId, 'en'))) {
    const client = await lockClient(trx, workspaceId, move.clientId);
    if (client?.ownerId !== userId || onlyWeekday(client.cadence) !== move.from) continue;
    await updateClient(trx, onWeekday(client, move.to, calendar, now), now);
    done.push(move);
  }
  return done;
}
