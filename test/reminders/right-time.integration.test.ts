import { beforeEach, describe, expect, test } from 'vitest';
import { savePerson } from '../../src/people/store.ts';
import { snoozePrompt } from '../../src/reminders/answers/snooze-prompt.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import { useDatabase } from '../support/database.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
const clock = new StillClock(TUESDAY_9_LONDON);
const CARA = 'U0CARA';

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
  const cara = { id: CARA, name: 'Cara', timeZone: 'Europe/London', kind: 'member' as const };
  await savePerson(database.db, ID.team, cara, Temporal.Instant.from('2026-01-05T09:00:00Z'));
});

const at = (text: string) => Temporal.Instant.from(text);

async function plan(when: string): Promise<void> {
  clock.at = at(when);
  await planRounds(database.db, clock);
}

/** When each DM was planned, for whom, and about whom; `for` names the owner that a cover covers for. */
async function asked(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('rounds')
    .innerJoin('round_prompts', 'round_prompts.round_id', 'rounds.id')
    .innerJoin('prompts', 'prompts.id', 'round_prompts.prompt_id')
    .innerJoin('clients', 'clients.id', 'prompts.client_id')
    .select(['rounds.due_at', 'rounds.recipient_id', 'clients.name', 'prompts.covering_for'])
    .orderBy('rounds.due_at')
    .orderBy('rounds.recipient_id')
    .orderBy('round_prompts.position')
    .execute();
  return rows.map(({ due_at, recipient_id, name, covering_for }) =>
    [due_at, recipient_id, name, ...(covering_for ? ['for', covering_for] : [])].join(' '),
  );
}

async function occurrences(): Promise<string[]> {
  const rows = await database.db
    .selectFrom('prompts')
    .select(['occurrence_at', 'status', 'missed_reason'])
    .orderBy('occurrence_at')
    .execute();
  return rows.map((row) => [row.occurrence_at, row.status, row.missed_reason].join(' ').trim());
}

const setPerson = (id: string, columns: object) =>
  database.db.updateTable('people').set(columns).where('id', '=', id).execute();

const goAway = (personId: string, first: string, last: string, coverId: string | null = null) =>
  database.db
    .insertInto('away_dates')
    .values({
      workspace_id: ID.team,
      person_id: personId,
      first_day: Temporal.PlainDate.from(first),
      last_day: Temporal.PlainDate.from(last),
      cover_id: coverId,
      created_at: clock.now(),
    })
    .execute();

describe('an occurrence that does not suit its owner', () => {
  test('in quiet hours is asked about when they end, and is still the same occurrence', async () => {
    const early = at('2026-03-03T06:00:00Z');
    await seedClient(database.db, 'Acme', { nextDueAt: early });
    await plan('2026-03-03T06:00:00Z');
    await plan('2026-03-03T07:59:30Z');
    expect(await asked()).toEqual([]);
    await plan('2026-03-03T08:00:00Z');
    expect(await asked()).toEqual([`2026-03-03T08:00:00Z ${ID.ana} Acme`]);
    expect(await occurrences()).toEqual(['2026-03-03T06:00:00Z open']);
  });

  test('on a public holiday is asked about on the next working day', async () => {
    await setPerson(ID.ana, { holidays: 'GB' });
    await seedClient(database.db, 'Acme', { nextDueAt: at('2026-12-25T09:00:00Z') });
    await plan('2026-12-25T09:00:00Z');
    await plan('2026-12-28T08:59:00Z');
    expect(await asked()).toEqual([]);
    await plan('2026-12-29T09:00:00Z');
    expect(await asked()).toEqual([`2026-12-29T09:00:00Z ${ID.ana} Acme`]);
  });

  test('is asked about at the time of day and on the weekday that they chose', async () => {
    await setPerson(ID.ana, { remind_at: Temporal.PlainTime.from('16:00'), round_weekday: 4 });
    await seedClient(database.db, 'Acme');
    await seedClient(database.db, 'Beta', { nextDueAt: at('2026-03-04T09:00:00Z') });
    await plan('2026-03-04T09:00:00Z');
    await plan('2026-03-05T15:59:00Z');
    expect(await asked()).toEqual([]);
    await plan('2026-03-05T16:00:00Z');
    expect(await asked()).toEqual([
      `2026-03-05T16:00:00Z ${ID.ana} Acme`,
      `2026-03-05T16:00:00Z ${ID.ana} Beta`,
    ]);
  });

  test('is asked about once they no longer pause notifications', async () => {
    await seedClient(database.db, 'Acme');
    const until = at('2026-03-03T11:00:00Z');
    const planDisturbed = (when: string) => {
      clock.at = at(when);
      return planRounds(database.db, clock, async () =>
        Temporal.Instant.compare(clock.at, until) < 0 ? until : null,
      );
    };
    await planDisturbed('2026-03-03T09:00:00Z');
    await planDisturbed('2026-03-03T10:59:00Z');
    expect(await asked()).toEqual([]);
    await planDisturbed('2026-03-03T11:00:00Z');
    expect(await asked()).toEqual([`2026-03-03T11:00:00Z ${ID.ana} Acme`]);
  });

  test('follows them to their new zone while it waits', async () => {
    await setPerson(ID.ana, { time_zone: 'Pacific/Honolulu' });
    await seedClient(database.db, 'Acme');
    await plan('2026-03-03T09:00:00Z');
    await setPerson(ID.ana, { time_zone: 'Asia/Kolkata' });
    await plan('2026-03-03T09:01:00Z');
    await plan('2026-03-03T09:01:30Z');
    expect(await asked()).toEqual([`2026-03-03T09:01:00Z ${ID.ana} Acme`]);
  });
});

describe('while an owner is away', () => {
  test('a prompt that nobody can be asked before the next occurrence is missed for that reason', async () => {
    await goAway(ID.ana, '2026-03-03', '2026-03-09');
    await seedClient(database.db, 'Acme');
    await plan('2026-03-03T09:00:00Z');
    await plan('2026-03-10T09:00:00Z');
    expect(await occurrences()).toEqual(['2026-03-03T09:00:00Z missed away', '2026-03-10T09:00:00Z open']);
    expect(await asked()).toEqual([`2026-03-10T09:00:00Z ${ID.ana} Acme`]);
  });

  test('the cover named for the absence is asked, before the client’s own', async () => {
    await goAway(ID.ana, '2026-03-02', '2026-03-06', CARA);
    await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await plan('2026-03-03T09:00:00Z');
    expect(await asked()).toEqual([`2026-03-03T09:00:00Z ${CARA} Acme for ${ID.ana}`]);
  });

  test('the client’s cover is asked at a time that suits the cover', async () => {
    await goAway(ID.ana, '2026-03-02', '2026-03-06');
    await seedClient(database.db, 'Acme', { coverId: ID.ben });
    await plan('2026-03-03T09:00:00Z');
    expect(await asked()).toEqual([]);
    await plan('2026-03-03T13:00:00Z');
    expect(await asked()).toEqual([`2026-03-03T13:00:00Z ${ID.ben} Acme for ${ID.ana}`]);
  });

  test('the cover gets one DM about their own clients and those that they cover', async () => {
    await goAway(ID.ana, '2026-03-02', '2026-03-06', CARA);
    await seedClient(database.db, 'Acme');
    await seedClient(database.db, 'Beta', { ownerId: CARA });
    await plan('2026-03-03T09:00:00Z');
    expect(await asked()).toEqual([
      `2026-03-03T09:00:00Z ${CARA} Acme for ${ID.ana}`,
      `2026-03-03T09:00:00Z ${CARA} Beta`,
    ]);
    expect(await database.db.selectFrom('rounds').select('id').execute()).toHaveLength(1);
  });

  test('a prompt waits for the owner when the cover is away as well', async () => {
    await goAway(ID.ana, '2026-03-02', '2026-03-04');
    await goAway(CARA, '2026-03-03', '2026-03-03');
    await seedClient(database.db, 'Acme', { coverId: CARA });
    await plan('2026-03-03T09:00:00Z');
    await plan('2026-03-05T08:59:00Z');
    expect(await asked()).toEqual([]);
    await plan('2026-03-05T09:00:00Z');
    expect(await asked()).toEqual([`2026-03-05T09:00:00Z ${ID.ana} Acme`]);
  });

  test.each(['guest', 'deactivated'] as const)('a cover who is %s is not asked', async (kind) => {
    await goAway(ID.ana, '2026-03-02', '2026-03-04', CARA);
    await setPerson(CARA, { kind });
    await seedClient(database.db, 'Acme');
    await plan('2026-03-03T09:00:00Z');
    await plan('2026-03-05T09:00:00Z');
    expect(await asked()).toEqual([`2026-03-05T09:00:00Z ${ID.ana} Acme`]);
  });

  test('a waiting prompt passes to a cover as soon as there is one', async () => {
    await goAway(ID.ana, '2026-03-02', '2026-03-27');
    const { id } = await seedClient(database.db, 'Acme');
    await plan('2026-03-03T09:00:00Z');
    await database.db.updateTable('clients').set({ cover_id: CARA }).where('id', '=', id).execute();
    await plan('2026-03-03T09:01:00Z');
    expect(await asked()).toEqual([`2026-03-03T09:01:00Z ${CARA} Acme for ${ID.ana}`]);
  });

  test('occurrences that nobody could be asked about are missed, and the last one is asked', async () => {
    await goAway(ID.ana, '2026-03-02', '2026-03-13');
    await seedClient(database.db, 'Acme');
    await plan('2026-03-03T09:00:00Z');
    await plan('2026-03-10T09:00:00Z');
    await plan('2026-03-16T09:00:00Z');
    expect(await asked()).toEqual([`2026-03-16T09:00:00Z ${ID.ana} Acme`]);
    expect(await occurrences()).toEqual(['2026-03-03T09:00:00Z missed away', '2026-03-10T09:00:00Z open']);
  });

  test('a prompt that they snoozed until then is asked of the cover', async () => {
    await seedClient(database.db, 'Acme', { coverId: CARA });
    await plan('2026-03-03T09:00:00Z');
    const [prompt] = await listOpenPrompts(database.db, ID.team);
    const ana = { workspaceId: ID.team, userId: ID.ana };
    await snoozePrompt({ db: database.db, clock }, ana, prompt?.id ?? '', 'tomorrow');
    await goAway(ID.ana, '2026-03-04', '2026-03-06');
    await plan('2026-03-04T09:00:00Z');
    expect((await asked()).at(-1)).toBe(`2026-03-04T09:00:00Z ${CARA} Acme for ${ID.ana}`);
  });
});

describe('after an outage', () => {
  test('an owner gets one round with each client’s newest occurrence, and the others are missed', async () => {
    await seedClient(database.db, 'Acme');
    await seedClient(database.db, 'Beta', { nextDueAt: at('2026-03-10T09:00:00Z') });
    await plan('2026-03-18T10:00:00Z');
    expect(await asked()).toEqual([
      `2026-03-18T10:00:00Z ${ID.ana} Acme`,
      `2026-03-18T10:00:00Z ${ID.ana} Beta`,
    ]);
    expect(await occurrences()).toEqual([
      '2026-03-03T09:00:00Z missed rapport-was-down',
      '2026-03-10T09:00:00Z missed rapport-was-down',
      '2026-03-10T09:00:00Z missed rapport-was-down',
      '2026-03-17T09:00:00Z open',
      '2026-03-17T09:00:00Z open',
    ]);
  });

  test('a round neither comes at night nor waits for the one weekday', async () => {
    await setPerson(ID.ana, { round_weekday: 2 });
    await seedClient(database.db, 'Acme');
    await plan('2026-03-04T23:00:00Z');
    expect(await asked()).toEqual([]);
    await plan('2026-03-05T08:00:00Z');
    expect(await asked()).toEqual([`2026-03-05T08:00:00Z ${ID.ana} Acme`]);
  });
});

test('a snooze past the next occurrence moves that one too', async () => {
  const { id } = await seedClient(database.db, 'Acme');
  await plan('2026-03-03T09:00:00Z');
  const [prompt] = await listOpenPrompts(database.db, ID.team);
  const ana = { workspaceId: ID.team, userId: ID.ana };
  const day = Temporal.PlainDate.from('2026-03-18');
  await snoozePrompt({ db: database.db, clock }, ana, prompt?.id ?? '', day);
  const row = await database.db
    .selectFrom('clients')
    .select('next_due_at')
    .where('id', '=', id)
    .executeTakeFirst();
  expect(String(row?.next_due_at)).toBe('2026-03-24T09:00:00Z');
  await plan('2026-03-18T09:00:00Z');
  expect(await asked()).toHaveLength(2);
});
