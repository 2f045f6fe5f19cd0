import type { Selectable } from 'kysely';
import { AWAY_FIELDS, type AwayDates } from '../preferences/away.ts';
import { UserError } from '../runtime/errors.ts';
import type { Database, Transaction } from '../storage/database.ts';
import type { AwayDatesTable } from '../storage/tables.ts';

/** How many absences to come one person may have. */
const MOST = 20;

/**
 * Notes an absence. Noted again under its id, it is the same one, as it was said last; so it is where the same days were
 * noted before with the same cover. With another cover it takes that one's place.
 *
 * @param today where the person is.
 * @returns the absence as it is now, and the one whose place it took.
 * @throws UserError when they have noted too many.
 */
export async function addAway(
  trx: Transaction,
  workspaceId: string,
  away: AwayDates,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
): Promise<{ noted: AwayDates; instead: AwayDates | null }> {
  const known = await listAway(trx, workspaceId, away.personId, today);
  const before = known.find((each) => each.first.equals(away.first) && each.last.equals(away.last));
  const instead = before && before.id !== away.id ? before : null;
  if (instead?.coverId === away.coverId) return { noted: instead, instead: null };
  if (instead) await removeAway(trx, workspaceId, away.personId, instead.id);
  else if (known.length >= MOST && !known.some(({ id }) => id === away.id)) {
    throw new UserError(
      `You have noted ${MOST} absences. Remove one that you do not need.`,
      AWAY_FIELDS.first,
    );
  }
  const said = { first_day: away.first, last_day: away.last, cover_id: away.coverId };
  await trx
    .insertInto('away_dates')
    .values({
      id: away.id,
      workspace_id: workspaceId,
      person_id: away.personId,
      ...said,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
  return { noted: away, instead };
}

/** A person's absences that are not over on `today`, the earliest first. */
export async function listAway(
  db: Database,
  workspaceId: string,
  personId: string,
  today: Temporal.PlainDate,
): Promise<AwayDates[]> {
  const rows = await db
    .selectFrom('away_dates')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .where('last_day', '>=', today)
    .orderBy('first_day')
    .orderBy('id')
    .execute();
  return rows.map(toAwayDates);
}

/** Takes an absence of this person's back. @returns it, or null where there was none. */
export async function removeAway(
  db: Database,
  workspaceId: string,
  personId: string,
  id: string,
): Promise<AwayDates | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const row = await db
    .deleteFrom('away_dates')
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row ? toAwayDates(row) : null;
}

/** Absences, of whomever, that include one of the days around `now`: in somebody's zone it is the day before or after. */
export async function awayAround(
  db: Database,
  now: Temporal.Instant,
): Promise<(AwayDates & { workspaceId: string })[]> {
  const day = now.toZonedDateTimeISO('UTC').toPlainDate();
  const rows = await db
    .selectFrom('away_dates')
    .selectAll()
    .where('first_day', '<=', day.add({ days: 1 }))
    .where('last_day', '>=', day.subtract({ days: 1 }))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...toAwayDates(row), workspaceId: row.workspace_id }));
}

function toAwayDates(row: Selectable<AwayDatesTable>): AwayDates {
  return {
    id: row.id,
    personId: row.person_id,
    first: row.first_day,
    last: row.last_day,
    coverId: row.cover_id,
  };
}
