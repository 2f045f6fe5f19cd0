import { expect, test } from 'vitest';
import { loadOverviews } from '../../src/health/load-overviews.ts';
import type { OpenPrompt } from '../../src/health/rules.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from '../reminders/agency.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';

const database = useDatabase();

test('an overview says who is asked and since when, after an outage, at night, and with a cover', async () => {
  const { db } = database;
  const clock = new StillClock(TUESDAY_9_LONDON);
  await seedAgency(db);
  const acme = await seedClient(db, 'Acme', { coverId: ID.ben });
  const prompt = async (): Promise<OpenPrompt | null> => {
    const [overview] = await loadOverviews(db, ID.team, [acme], clock.now());
    return overview?.prompt ?? null;
  };
  expect(await prompt()).toBeNull();

  clock.at = Temporal.Instant.from('2026-03-05T23:00:00Z');
  await planRounds(db, clock);
  const morning = Temporal.Instant.from('2026-03-06T08:00:00Z');
  expect(await prompt()).toEqual({ assigneeId: ID.ana, coveringFor: null, askedAt: null, askAt: morning });

  clock.at = morning;
  await planRounds(db, clock);
  expect(await prompt()).toEqual({ assigneeId: ID.ana, coveringFor: null, askedAt: null, askAt: null });
  const sent = { status: 'sent', sent_at: morning, channel_id: 'D0', message_ts: '1' } as const;
  await db.updateTable('deliveries').set(sent).execute();
  expect(await prompt()).toEqual({ assigneeId: ID.ana, coveringFor: null, askedAt: morning, askAt: null });

  await db
    .updateTable('prompts')
    .set({ assignee_id: ID.ben, covering_for: ID.ana, ask_at: clock.now() })
    .execute();
  expect(await prompt()).toMatchObject({ assigneeId: ID.ben, coveringFor: ID.ana, askedAt: null });
});
