import { expect, test } from 'vitest';
import { recordCheckIn } from '../../src/check-ins/record-check-in.ts';
import type { Client } from '../../src/clients/rules.ts';
import { loadOverviews } from '../../src/health/load-overviews.ts';
import { skipPrompt } from '../../src/reminders/answers/skip-prompt.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { markAnswered } from '../../src/reminders/prompts/state-machine.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import { someAnswers } from '../check-ins/samples.ts';
import { StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from '../reminders/agency.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';

const database = useDatabase();

test('three skips in a row are a reason to watch a client, until somebody checks in', async () => {
  const { db } = database;
  const clock = new StillClock(TUESDAY_9_LONDON);
  await seedAgency(db);
  const acme = await seedClient(db, 'Acme');
  const reasons = async (client: Client) => {
    const [overview] = await loadOverviews(db, ID.team, [client], clock.now());
    return overview?.health.reasons.join('. ') ?? '';
  };
  for (let week = 0; week < 3; week += 1) {
    expect(await reasons(acme)).not.toContain('skipped 3 times in a row');
    await planRounds(db, clock);
    const [prompt] = await listOpenPrompts(db, ID.team);
    await skipPrompt({ db, clock }, { workspaceId: ID.team, userId: ID.ana }, prompt?.id ?? '', 'No time');
    clock.at = clock.at.add({ hours: 24 * 7 });
  }
  expect(await reasons(acme)).toContain('skipped 3 times in a row');
  const answers = someAnswers();
  await recordCheckIn(
    { db, clock, answerPrompt: markAnswered },
    { workspaceId: ID.team, userId: ID.ana },
    {
      clientId: acme.id,
      viewId: 'V1',
      answers,
      promised: null,
    },
  );
  expect(await reasons(acme)).not.toContain('skipped 3 times in a row');
});
