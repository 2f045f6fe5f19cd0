/** What people read in Slack when somebody goes away, and when Rapport was down. */
import { beforeAll, expect, test } from 'vitest';
import type { PersonDriver } from '../../sandbox/driver/person-driver.ts';
import { renderBlocks } from '../../sandbox/driver/render-text.ts';
import { useRapport } from '../support/rapport.ts';
import { ID } from '../support/studio.ts';
import { seedAgency, seedClient } from './agency.ts';

/** Starts on Monday 2 March 2026, 08:00 in London; each test moves on to weeks of its own. */
const rapport = useRapport();
let ana: PersonDriver;
let ben: PersonDriver;

beforeAll(async () => {
  ana = rapport.driver.as(ID.ana);
  ben = rapport.driver.as(ID.ben);
  await seedAgency(rapport.db);
});

const instant = (text: string) => Temporal.Instant.from(text);

/** The messages that somebody has from Rapport about a client, as they read them. */
async function about(person: PersonDriver, name: string): Promise<string[]> {
  const { messages } = await person.dm();
  return messages.map(({ blocks }) => renderBlocks(blocks)).filter((text) => text.includes(name));
}

/** Resolves once the first message about a client says so. */
async function firstSays(person: PersonDriver, name: string, words: string): Promise<void> {
  await expect.poll(async () => (await about(person, name))[0]).toContain(words);
}

test('a prompt that an owner leaves unanswered and then goes away is asked of their cover, once', async () => {
  await seedClient(rapport.db, 'Acme', {
    coverId: ID.ben,
    cadence: { every: 4, unit: 'week', weekdays: [2], time: Temporal.PlainTime.from('09:00') },
  });
  await rapport.db
    .insertInto('away_dates')
    .values({
      workspace_id: ID.team,
      person_id: ID.ana,
      first_day: Temporal.PlainDate.from('2026-03-04'),
      last_day: Temporal.PlainDate.from('2026-03-13'),
      cover_id: null,
      created_at: rapport.clock.now(),
    })
    .execute();
  await rapport.moveTo('2026-03-03T09:00:00Z');
  expect(await about(ana, 'Acme')).toEqual([expect.stringContaining('Time to check in with Acme.')]);
  await rapport.moveTo('2026-03-04T09:00:00Z');
  expect(await about(ben, 'Acme')).toEqual([]);

  await rapport.moveTo('2026-03-04T13:00:00Z');
  await rapport.moveTo('2026-03-04T14:00:00Z');
  const read = (await about(ben, 'Acme')).sort();
  expect(read).toEqual([
    expect.stringContaining('Time to check in with Acme.'),
    expect.stringContaining('You’re covering for ana until Friday 13 March.'),
  ]);
  expect(read[0]).toContain('covering for');
  await firstSays(ana, 'Acme', `Now with <@${ID.ben}>`);
  expect(await about(ana, 'Acme')).toHaveLength(1);
});

test('after an outage of two weeks nobody is asked about the same client twice in one morning', async () => {
  const weekly = { every: 1, unit: 'week', time: Temporal.PlainTime.from('09:00') } as const;
  const seed = { nextDueAt: instant('2026-03-16T09:00:00Z'), cadence: { ...weekly, weekdays: [1] } };
  await seedClient(rapport.db, 'Brightwater', seed);
  await rapport.moveTo('2026-03-16T09:00:00Z');
  expect(await about(ana, 'Brightwater')).toHaveLength(1);

  await rapport.moveTo('2026-03-30T05:00:00Z');
  await firstSays(ana, 'Brightwater', 'Missed: Rapport was down');
  for (const at of ['2026-03-30T07:00:00Z', '2026-03-30T08:00:00Z', '2026-03-30T09:00:00Z']) {
    await rapport.moveTo(at);
  }
  const [, second, ...others] = await about(ana, 'Brightwater');
  expect(second).toContain('Time to check in with Brightwater.');
  expect(others).toEqual([]);
});
