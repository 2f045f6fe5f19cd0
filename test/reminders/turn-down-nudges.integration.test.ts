import { beforeEach, expect, test } from 'vitest';
import { savePerson } from '../../src/people/store.ts';
import { escalateUnanswered } from '../../src/reminders/escalation/escalate-unanswered.ts';
import { planNudges } from '../../src/reminders/nudges/plan-nudges.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const CARA = 'U0CARA';

beforeEach(async () => {
  await clearAgency(database.db);
  await seedAgency(database.db);
  const cara = { id: CARA, name: 'Cara', timeZone: 'Europe/London', kind: 'member' as const };
  await savePerson(database.db, ID.team, cara, Temporal.Instant.from('2026-01-05T09:00:00Z'));
  await database.db.updateTable('workspaces').set({ lead_id: CARA }).execute();
});

async function tickAt(when: string): Promise<void> {
  clock.at = Temporal.Instant.from(when);
  await planRounds(database.db, clock);
  await planNudges(database.db, clock);
  await escalateUnanswered(database.db, clock);
}

test('somebody who turns nudges off after being asked has as long to answer before the lead is told', async () => {
  await seedClient(database.db, 'Acme');
  await tickAt('2026-03-03T09:00:00Z');
  await database.db.updateTable('people').set({ nudges: 'off' }).where('id', '=', ID.ana).execute();
  const told = async () =>
    (await database.db.selectFrom('notifications').select('recipient_id').execute()).map(
      (row) => row.recipient_id,
    );
  for (const day of ['04', '05', '06']) {
    await tickAt(`2026-03-${day}T09:00:00Z`);
    await tickAt(`2026-03-${day}T16:00:00Z`);
    expect(await told()).toEqual([]);
  }
  await tickAt('2026-03-09T09:00:00Z');
  await tickAt('2026-03-09T10:00:00Z');
  expect(await told()).toEqual([CARA]);
});
