import { listAbsencesAround } from '../../calendars/absence-store.ts';
import { type Absence, isAway, isGoodMoment } from '../../calendars/rules.ts';
import { loadCalendarsFor } from '../../clients/load-calendars.ts';
import { notify } from '../../notifications/notify.ts';
import type { Clock } from '../../runtime/clock.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import type { Database } from '../../storage/database.ts';
import { reassignPrompts } from '../planning/reassign-prompts.ts';
import { listOpenPrompts } from '../prompts/store.ts';
import { askedOf, byCover } from './covers.ts';
import { COVER } from './notifications.ts';

/**
 * Tells whoever stands in for somebody, once that one is away, for whom and for which clients: once for each absence, at
 * the first moment that suits them. What the absent one, or who stood in until now, was asked before and has not answered is
 * theirs from then on. That they are going to stand in was told when it was noted.
 *
 * @throws AggregateError when it failed for some absences; of the others they are told.
 */
export async function notifyCovers(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  await forEachCollectingErrors(
    await listAbsencesAround(db, now),
    (away) => tell(db, away, now),
    'Some who stand in were not told',
  );
}

async function tell(
  db: Database,
  { workspaceId, personId: ownerId, ...away }: Absence & { workspaceId: string },
  now: Temporal.Instant,
): Promise<void> {
  const clients = await askedOf(db, workspaceId, ownerId);
  const calendars = await loadCalendarsFor(db, workspaceId, clients);
  const calendar = calendars.get(ownerId);
  if (!calendar) return;
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const isNow = Temporal.PlainDate.compare(away.first, today) <= 0 && isAway(calendar, today);
  if (!isNow || Temporal.PlainDate.compare(today, away.last) > 0) return;

  for (const [coverId, theirs] of byCover(clients, now, calendars)) {
    const calendar = coverId === null ? undefined : calendars.get(coverId);
    if (coverId === null || !calendar || !isGoodMoment(calendar, now)) continue;
    const clientIds = theirs.map(({ id }) => id);
    const cover = {
      workspaceId,
      recipientId: coverId,
      key: `cover ${away.id}`,
      subject: { ownerId, clientIds, lastDay: away.last.toString() },
    };
    await db.transaction().execute(async (trx) => {
      if (!(await notify(trx, COVER, cover, now))) return;
      const open = await listOpenPrompts(trx, workspaceId, { clientIds });
      const unanswered = open.filter((prompt) => prompt.askAt === null && prompt.assigneeId !== coverId);
      await reassignPrompts(trx, workspaceId, unanswered, now);
    });
  }
}
