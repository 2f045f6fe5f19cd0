import { expect, test } from 'vitest';
import { NEVER_DISTURBED } from '../../src/calendars/rules.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { recheckPrompts } from '../../src/reminders/planning/recheck-prompts.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
const MANY = 450;

async function howManyWaitUntil(instant: Temporal.Instant): Promise<number> {
  const rows = await database.db.selectFrom('prompts').select('id').where('ask_at', '=', instant).execute();
  return rows.length;
}

test('more waiting prompts than one tick can recheck are all rechecked within a few ticks', async () => {
  const { db } = database;
  await seedAgency(db);
  for (let n = 1; n <= MANY; n += 1) await seedClient(db, `Client ${n}`);
  const day = (text: string) => Temporal.PlainDate.from(text);
  const away = { workspace_id: ID.team, person_id: ID.ana, created_at: TUESDAY_9_LONDON };
  await db
    .insertInto('away_dates')
    .values({ ...away, first_day: day('2026-03-01'), last_day: day('2026-03-08') })
    .execute();
  await planRounds(db, new StillClock(TUESDAY_9_LONDON));
  const onMonday = Temporal.Instant.from('2026-03-09T09:00:00Z');
  const onFriday = Temporal.Instant.from('2026-03-06T09:00:00Z');
  expect(await howManyWaitUntil(onMonday)).toBe(MANY);

  await db
    .updateTable('away_dates')
    .set({ last_day: day('2026-03-05') })
    .execute();
  const moved: number[] = [];
  for (const seconds of [30, 60, 90]) {
    await recheckPrompts(db, TUESDAY_9_LONDON.add({ seconds }), NEVER_DISTURBED);
    moved.push(await howManyWaitUntil(onFriday));
  }
  expect(moved[2]).toBe(MANY);
  expect(moved[0]).toBeLessThan(250);
  expect(moved[1]).toBeLessThan(MANY);
});
