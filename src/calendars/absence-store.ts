import type { Selectable } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { AwayDatesTable } from '../storage/tables.ts';
import type { Absence } from './rules.ts';

/** Saves an absence; under an id that is known, its dates and cover are replaced. */
export async function saveAbsence(
  db: Database,
  workspaceId: string,
  away: Absence,
  now: Temporal.Instant,
): Promise<void> {
  const dates = { first_day: away.first, last_day: away.last, cover_id: away.coverId };
  await db
    .insertInto('away_dates')
    .values({
      id: away.id,
      workspace_id: workspaceId,
      person_id: away.personId,
      ...dates,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(dates))
    .execute();
}

/** A person's absences that are not over on `today`, the earliest first. */
export async function listAbsences(
  db: Database,
  workspaceId: string,
  personId: string,
  today: Temporal.PlainDate,
): Promise<Absence[]> {
  const rows = await db
    .selectFrom('away_dates')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .where('last_day', '>=', today)
    .orderBy('first_day')
    .orderBy('id')
    .execute();
  return rows.map(toAbsence);
}

/** @returns the absence that was removed; null where this person has none of that id. */
export async function removeAbsence(
  db: Database,
  workspaceId: string,
  personId: string,
  id: string,
): Promise<Absence | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  const row = await db
    .deleteFrom('away_dates')
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row ? toAbsence(row) : null;
}

/** Everybody's absences that include the day of `now`, or one beside it: in some zones it is that day already, or still. */
export async function listAbsencesAround(
  db: Database,
  now: Temporal.Instant,
): Promise<(Absence & { workspaceId: string })[]> {
  const day = now.toZonedDateTimeISO('UTC').toPlainDate();
  const rows = await db
    .selectFrom('away_dates')
    .selectAll()
    .where('first_day', '<=', day.add({ days: 1 }))
    .where('last_day', '>=', day.subtract({ days: 1 }))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...toAbsence(row), workspaceId: row.workspace_id }));
}

function toAbsence(row: Selectable<AwayDatesTable>): Absence {
  return {
    id: row.id,
    personId: row.person_id,
    first: row.first_day,
    last: row.last_day,
    coverId: row.cover_id,
  };
}
