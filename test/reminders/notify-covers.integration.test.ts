import { beforeEach, expect, test } from 'vitest';
import { renderNotification } from '../../src/notifications/render-notification.ts';
import { savePerson } from '../../src/people/store.ts';
import { notifyCovers } from '../../src/reminders/covering/notify-covers.ts';
import { planRounds } from '../../src/reminders/planning/plan-rounds.ts';
import { listOpenPrompts } from '../../src/reminders/prompts/store.ts';
import { useDatabase } from '../support/database.ts';
import { NOTIFICATION_KINDS } from '../support/notification-kinds.ts';
import { ID } from '../support/studio.ts';
import { clearAgency, StillClock, seedAgency, seedClient, TUESDAY_9_LONDON } from './agency.ts';

const database = useDatabase();
/** Tuesday 3 March 2026, 09:00 in London and 04:00 in New York. */
const clock = new StillClock(TUESDAY_9_LONDON);
const CLEO = 'U0CLEO';

beforeEach(async () => {
  clock.at = TUESDAY_9_LONDON;
  await clearAgency(database.db);
  await seedAgency(database.db);
  const cleo = { id: CLEO, name: 'Cleo Cover', kind: 'member', timeZone: 'Europe/London' } as const;
  await savePerson(database.db, ID.team, cleo, clock.now());
});

const anaIsAway = (first: string, last: string, coverId: string | null) =>
  isAway(ID.ana, first, last, coverId);

async function isAway(
  personId: string,
  first: string,
  last: string,
  coverId: string | null = null,
): Promise<void> {
  await database.db
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
}

/** What has been told so far, to whom. */
async function told(): Promise<string[]> {
  await notifyCovers(database.db, clock);
  await notifyCovers(database.db, clock);
  const rows = await database.db
    .selectFrom('deliveries')
    .select(['id', 'destination'])
    .orderBy('destination')
    .execute();
  const render = renderNotification({ db: database.db, clock }, NOTIFICATION_KINDS);
  return Promise.all(
    rows.map(async ({ id, destination }) => `${destination}: ${(await render(ID.team, id))?.text}`),
  );
}

test('a cover is told once which clients they cover, and until when', async () => {
  await seedClient(database.db, 'Acme');
  await seedClient(database.db, 'Bolt', { coverId: ID.ben });
  await seedClient(database.db, 'Paused', { status: 'paused', nextDueAt: null });
  await seedClient(database.db, 'Ben’s own', { ownerId: ID.ben, coverId: ID.ana });
  await anaIsAway('2026-03-03', '2026-03-06', CLEO);
  const [text, ...others] = await told();
  expect(others).toEqual([]);
  expect(text).toContain(`${CLEO}: You’re covering for Ana Silva until Friday 6 March.`);
  expect(text).toContain('Acme');
  expect(text).toContain('Bolt');
  expect(text).not.toContain('Paused');
  expect(text).not.toContain('Ben’s own');
});

test('where nobody was named for the absence, each client’s own cover is told, at a time that suits them', async () => {
  await seedClient(database.db, 'Acme', { coverId: CLEO });
  await seedClient(database.db, 'Bolt', { coverId: ID.ben });
  await seedClient(database.db, 'Coverless');
  await anaIsAway('2026-03-02', '2026-03-06', null);
  const early = await told();
  expect(early).toHaveLength(1);
  expect(early[0]).toMatch(/^U0CLEO: .*Acme/);
  clock.at = Temporal.Instant.from('2026-03-03T13:00:00Z');
  const later = await told();
  expect(later).toHaveLength(2);
  expect(later[0]).toMatch(/^U0BEN: .*Bolt/);
  expect(later.join()).not.toContain('Coverless');
});

test.each([
  ['before it begins where they are', '2026-03-04', '2026-03-06'],
  ['once it is over', '2026-02-23', '2026-03-02'],
])('nobody is told %s', async (_, first, last) => {
  await seedClient(database.db, 'Acme', { coverId: CLEO });
  await anaIsAway(first, last, CLEO);
  expect(await told()).toEqual([]);
});

test('the cover of a later absence is not told yet', async () => {
  await seedClient(database.db, 'Acme');
  await anaIsAway('2026-03-02', '2026-03-03', CLEO);
  await anaIsAway('2026-03-04', '2026-03-06', CLEO);
  const [text, ...others] = await told();
  expect(text).toContain('until Tuesday 3 March');
  expect(others).toEqual([]);
});

test('nobody is told about the absence of somebody without clients', async () => {
  await anaIsAway('2026-03-03', '2026-03-06', CLEO);
  expect(await told()).toEqual([]);
});

test('what the owner has not answered is asked of the cover in one DM once a planned absence begins', async () => {
  await seedClient(database.db, 'Acme', { coverId: CLEO });
  await seedClient(database.db, 'Coverless');
  await anaIsAway('2026-03-04', '2026-03-20', null);
  await planRounds(database.db, clock);
  clock.at = Temporal.Instant.from('2026-03-04T09:00:00Z');
  await notifyCovers(database.db, clock);
  await planRounds(database.db, clock);
  await notifyCovers(database.db, clock);
  await planRounds(database.db, clock);
  const rounds = await database.db
    .selectFrom('rounds')
    .select(['recipient_id', 'due_at'])
    .orderBy('due_at')
    .execute();
  expect(rounds.map((round) => `${round.recipient_id} ${round.due_at}`)).toEqual([
    `${ID.ana} ${TUESDAY_9_LONDON}`,
    `${CLEO} 2026-03-04T09:00:00Z`,
  ]);
  const open = await listOpenPrompts(database.db, ID.team);
  expect(open.map(({ assigneeId: ownerId, coveringFor }) => [ownerId, coveringFor])).toEqual(
    expect.arrayContaining([
      [CLEO, ID.ana],
      [ID.ana, null],
    ]),
  );
});

test('what a cover has not answered passes to the next cover once the first is away as well', async () => {
  await seedClient(database.db, 'Acme', { coverId: CLEO });
  await isAway(ID.ana, '2026-03-02', '2026-03-20', ID.ben);
  await isAway(ID.ben, '2026-03-04', '2026-03-20');
  const askedOf = async (when: string) => {
    clock.at = Temporal.Instant.from(when);
    await notifyCovers(database.db, clock);
    await planRounds(database.db, clock);
    const rows = await database.db.selectFrom('rounds').select('recipient_id').orderBy('due_at').execute();
    return rows.map((row) => row.recipient_id);
  };
  expect(await askedOf('2026-03-03T14:00:00Z')).toEqual([ID.ben]);
  expect(await askedOf('2026-03-04T09:00:00Z')).toEqual([ID.ben, CLEO]);
  expect(await askedOf('2026-03-05T09:00:00Z')).toEqual([ID.ben, CLEO]);
  const [prompt] = await listOpenPrompts(database.db, ID.team);
  expect(prompt).toMatchObject({ assigneeId: CLEO, coveringFor: ID.ana });
});
