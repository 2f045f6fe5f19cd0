import { listAbsencesAround } from '../../calendars/absence-store.ts';
import { type Absence, isAway, isGoodMoment } from '../../calendars/rules.ts';
import { notify } from '../../notifications/notify.ts';
import type { Clock } from '../../runtime/clock.ts';
import { forEachCollectingErrors } from '../../runtime/for-each-collecting-errors.ts';
import type { Database } from '../../storage/database.ts';
import { reassignPrompts } from '../prompts/client-changes.ts';
import { listOpenPrompts } from '../prompts/store.ts';
import { loadCovers } from './load-covers.ts';
import { COVER } from './notifications.ts';

/**
 * Tells covers, once an owner is away, which clients they cover: once for each absence, at the first moment that suits them.
 * What the owner, or an earlier cover, was asked before and has not answered is asked of them from then on. When the absence
 * was noted, they were told that it is coming.
 *
 * @throws AggregateError when it failed for some absences; the covers of the others are told.
 */
export async function notifyCovers(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  await forEachCollectingErrors(
    await listAbsencesAround(db, now),
    (absence) => notifyCoversOf(db, absence, now),
    'Some covers could not be told',
  );
}

async function notifyCoversOf(
  db: Database,
  absence: Absence & { workspaceId: string },
  now: Temporal.Instant,
): Promise<void> {
  const { workspaceId, personId: ownerId, first, last } = absence;
  const { clientsOf, calendars } = await loadCovers(db, absence, now);
  const calendar = calendars.get(ownerId);
  if (!calendar) return;
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const isNow = Temporal.PlainDate.compare(first, today) <= 0 && isAway(calendar, today);
  if (!isNow || Temporal.PlainDate.compare(today, last) > 0) return;

  for (const [coverId, clients] of clientsOf) {
    const calendar = coverId === null ? undefined : calendars.get(coverId);
    if (coverId === null || !calendar || !isGoodMoment(calendar, now)) continue;
    const clientIds = clients.map(({ id }) => id);
    const cover = {
      workspaceId,
      recipientId: coverId,
      key: `cover ${absence.id}`,
      subject: { ownerId, clientIds, lastDay: last.toString() },
    };
    await db.transaction().execute(async (trx) => {
      if (!(await notify(trx, COVER, cover, now))) return;
      const open = await listOpenPrompts(trx, workspaceId, { clientIds });
      const unanswered = open.filter((prompt) => prompt.askAt === null && prompt.assigneeId !== coverId);
      await reassignPrompts(trx, workspaceId, unanswered, now);
    });
  }
}
